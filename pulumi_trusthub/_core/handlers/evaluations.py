"""Evaluations of a bundle against its policy."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pulumi_trusthub._core.model.fields import AnyMapping, BundleParentInputs
from pulumi_trusthub._core.model.refs import BundleRef, evaluated_bundle
from pulumi_trusthub._core.rules.bundles import read_bundle
from pulumi_trusthub._core.rules.evaluations import evaluate, failures

from .base import Handler, Properties

if TYPE_CHECKING:
    from pulumi_trusthub._core.api.run import Run


class EvaluationInputs(BundleParentInputs):
    """The inputs of an evaluation."""

    requires_replace: ClassVar[frozenset[str]] = BundleParentInputs.requires_replace | {"triggers"}
    not_sent: ClassVar[frozenset[str]] = frozenset({"triggers"})

    triggers: AnyMapping | None = None


class EvaluationHandler(Handler):
    """Handler of evaluations; Trust Hub neither updates nor deletes an evaluation."""

    type_name = "Evaluation"
    noun = "evaluation"
    inputs = EvaluationInputs
    computed = ("policy_sid", "status", "failures", "results", "date_created", "url")
    stable = frozenset({"account_sid", *computed})

    def _create(self, run: Run, inputs: Properties) -> tuple[str, Properties]:
        """Create an evaluation; a noncompliant result is no error."""
        bundle = BundleRef.of_inputs(inputs)
        run.client.verify_credentials()
        record = evaluate(run.client, bundle, read_bundle(run.client, bundle))
        return f"{bundle.evaluations}/{record['sid']}", _with_failures(record)

    def _read(self, run: Run, id_: str, _state: Properties) -> Properties | None:
        """Read the evaluation."""
        bundle = evaluated_bundle(id_)
        record = run.client.get_or_none(id_)
        return record and {**_with_failures(record), **bundle.as_input()}

    def _update(self, _run: Run, _id: str, olds: Properties, _news: Properties) -> Properties:
        """Keep the evaluation: every changed input requires a replacement."""
        return olds

    def _delete(self, _run: Run, _id: str, _state: Properties) -> bool:
        """Drop the evaluation from the state: Trust Hub keeps it."""
        return True


def _with_failures(record: Properties) -> Properties:
    return {**record, "failures": failures(record)}
