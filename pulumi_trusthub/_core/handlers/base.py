"""The base of all handlers: check, diff, create, read, update and delete.

A handler works with plain data and knows no engine: an adapter turns the calls of an engine into
calls of a handler.  A handler stores nothing between two calls; the memory of a run is in its
:class:`~pulumi_trusthub._core.api.run.Run`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, TypeAlias

from pulumi_trusthub._core.model import errors
from pulumi_trusthub._core.model.fields import (
    Inputs,
    Unknown,
    contains_unknown,
    validation_errors,
    with_sids_in_one_case,
)
from pulumi_trusthub._core.model.sids import in_one_case, last_sid
from pulumi_trusthub._core.rules import corrections
from pulumi_trusthub._core.rules.read_lag import delete_while_young, found_while_young, while_young

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pulumi_trusthub._core.api.client import TrustHubClient
    from pulumi_trusthub._core.api.run import Run

Properties: TypeAlias = dict[str, Any]
"""Inputs or outputs of a resource, by name."""

ROTATED_HINT = (
    "If they are in the stack's configuration and were rotated: refresh and destroy use the ones "
    "in its state, so run `pulumi up` first, or add --run-program."
)
DELETED_HINT = (
    "It was deleted outside this stack: run `pulumi refresh`, and `pulumi up` makes it again."
)


class Problem(NamedTuple):
    """A problem of an input.

    Attributes:
        property: The input's name; empty where an engine must not print the input's value, which
            may be personal data.
        reason: What is wrong, and what would be right.
    """

    property: str
    reason: str


@dataclass(frozen=True)
class Checked:
    """The inputs to store, and their problems."""

    inputs: Properties
    problems: list[Problem]


@dataclass(frozen=True)
class Diff:
    """The difference between declared inputs and the state.

    Attributes:
        replaces: The changed inputs that require a replacement.
        delete_before_replace: Whether the old object must be deleted first.
    """

    changed: list[str]
    replaces: list[str]
    delete_before_replace: bool


@dataclass(frozen=True)
class State:
    """An object as a state holds it.

    Attributes:
        inputs: The inputs that would lead to these outputs, so that drift shows; only after read.
    """

    id: str
    outputs: Properties
    inputs: Properties = field(default_factory=dict)


class Handler(ABC):
    """Creates, reads, updates and deletes the objects of one resource type.

    Attributes:
        type_name: The resource type, such as ``TrustProduct``.
        noun: The name for people.
        inputs: The model of the inputs.
        computed: The outputs that Twilio or this package fills in.
        stable: The computed outputs that an update never changes.
        delete_before_replace: Whether two copies cannot exist at once.
        created_field: The output with the time of the object's creation.
        never_missing: The computed outputs that are empty where Twilio gives no value.
        warns_of: The inputs that :meth:`warnings` looks at.
    """

    type_name: ClassVar[str]
    noun: ClassVar[str]
    inputs: ClassVar[type[Inputs]]
    computed: ClassVar[tuple[str, ...]]
    stable: ClassVar[frozenset[str]] = frozenset({"account_sid", "date_created", "url", "uri"})
    delete_before_replace: ClassVar[bool] = False
    created_field: ClassVar[str] = "date_created"
    never_missing: ClassVar[frozenset[str]] = frozenset()
    warns_of: ClassVar[tuple[str, ...]] = ()

    @property
    def secrets(self) -> frozenset[str]:
        """Name the inputs and outputs that are always secrets.

        Twilio's version of a secret input is as secret as the input.
        """
        return frozenset({corrections.CORRECTED} & {*self.computed})

    # What an adapter calls.

    def check(self, olds: Properties, news: Properties) -> Checked:
        """Report every problem of the inputs at once, and return the inputs to store.

        They are as they came, but for the case of SIDs.
        """
        return self._check(with_sids_in_one_case(olds), with_sids_in_one_case(news))

    def warnings(self, news: Mapping[str, Any]) -> list[str]:
        """Name the inputs that are allowed, but likely a mistake; no text holds a value.

        Apart from :meth:`check`, which an engine calls twice for a replacement.  Values that are
        not known yet pass.
        """
        del news
        return []

    def diff(self, olds: Mapping[str, Any], news: Mapping[str, Any]) -> Diff:
        """Compare declared inputs with the outputs in the state."""
        changed = self.changed_inputs(with_sids_in_one_case(olds), with_sids_in_one_case(news))
        replaces = [name for name in changed if name in self.inputs.requires_replace]
        return Diff(changed, replaces, bool(replaces) and self.delete_before_replace)

    def create(self, run: Run, inputs: Properties) -> State:
        """Create the object, exactly once.

        Raises:
            PartialStateError: The object exists but is not whole; holds its id and outputs.
        """
        inputs = with_sids_in_one_case(inputs)
        try:
            id_, record = self._create(run, inputs)
        except errors.PartialStateError as error:
            raise self._partial(run, error, inputs) from error.__cause__
        return self._written(run, id_, record, inputs, sent=self.inputs.model_fields, before={})

    def read(self, run: Run, id_: str, state: Properties) -> State | None:
        """Read the object; None when it is gone.

        For an import, the state is the declared values.
        """
        id_, state = in_one_case(id_), with_sids_in_one_case(state)
        self.require_account(state, run.client.account_sid)
        client, told = run.client, f"the young {self.noun} {id_} cannot be read"
        created = state.get(self.created_field)
        try:
            record = found_while_young(client, lambda: self._read(run, id_, state), told, created)
        except errors.AuthenticationError as error:
            raise (error if is_import(state) else error.with_hint(ROTATED_HINT)) from error
        if record is None:
            return None
        outputs = self._outputs(client, record, state, state.get(corrections.CORRECTED) or {})
        return State(id_, outputs, self._inputs_of(outputs))

    def update(self, run: Run, id_: str, olds: Properties, news: Properties) -> State:
        """Update the object in place.

        Raises:
            PartialStateError: The object is not whole; holds its id and outputs.
        """
        id_, olds, news = in_one_case(id_), with_sids_in_one_case(olds), with_sids_in_one_case(news)
        self.require_account(olds, run.client.account_sid)
        told = f"the young {self.noun} {id_} cannot be changed"
        try:
            record = while_young(
                run.client,
                lambda: self._update(run, id_, olds, news),
                told,
                lambda: olds.get(self.created_field),
            )
        except errors.PartialStateError as error:
            raise self._partial(run, error, news) from error.__cause__
        except errors.NotFoundError as error:
            raise error.with_hint(DELETED_HINT) from error
        sent = self._sent_with(self.changed_inputs(olds, news))
        return self._written(run, id_, record, news, sent=sent, before=olds)

    def delete(self, run: Run, id_: str, state: Properties) -> None:
        """Delete the object; success when the object is gone already."""
        id_, state = in_one_case(id_), with_sids_in_one_case(state)
        self.require_account(state, run.client.account_sid)
        told = f"the young {self.noun} {id_} cannot be deleted"
        created = state.get(self.created_field)
        try:
            delete_while_young(run.client, lambda: self._delete(run, id_, state), told, created)
        except errors.AuthenticationError as error:
            raise error.with_hint(ROTATED_HINT) from error

    def preview_create(self, inputs: Properties) -> Properties:
        """Give the outputs of a create, as far as they are known before it."""
        return {**{name: Unknown() for name in (*self.computed, "account_sid")}, **inputs}

    def preview_update(self, olds: Properties, news: Properties) -> Properties:
        """Give the outputs of an update, as far as they are known before it."""
        changed = self.diff(olds, news).changed
        kept = {
            name: olds[name]
            for name in (*self.computed, "account_sid")
            if name in olds and (name in self.stable or not changed)
        }
        return {**{name: Unknown() for name in self.computed}, **kept, **news}

    # What each handler implements.

    def _check(self, olds: Properties, news: Properties) -> Checked:
        """Report every problem of the inputs at once, and return the inputs unchanged."""
        del olds
        found = [Problem(name, reason) for name, reason in validation_errors(self.inputs, news)]
        return Checked(dict(news), found)

    @abstractmethod
    def _create(self, run: Run, inputs: Properties) -> tuple[str, Properties]:
        """Create the object, and give its id and outputs."""

    @abstractmethod
    def _read(self, run: Run, id_: str, state: Properties) -> Properties | None:
        """Read the object's outputs; None when it is gone."""

    @abstractmethod
    def _update(self, run: Run, id_: str, olds: Properties, news: Properties) -> Properties:
        """Update the object from the old outputs to the new inputs, and give its outputs."""

    @abstractmethod
    def _delete(self, run: Run, id_: str, state: Properties) -> bool:
        """Delete the object; False when it was gone already."""

    def explain_missing(self, client: TrustHubClient, id_: str) -> str:
        """Say why an import found nothing."""
        return errors.missing(f"{self.noun} {id_}", client.account_sid)

    def changed_inputs(self, olds: Mapping[str, Any], news: Mapping[str, Any]) -> list[str]:
        """Name the declared inputs that changed; a missing input means empty.

        An input that is now declared as Twilio has written it before has not changed.
        """
        known = olds.get(corrections.CORRECTED) or {}
        return [
            name
            for name in self.inputs.model_fields
            if name not in self.inputs.create_only
            and (
                contains_unknown(news.get(name))
                or (
                    _differ(name, olds.get(name), news.get(name))
                    and (name not in known or _differ(name, known[name], news.get(name)))
                )
            )
        ]

    def require_account(self, state: Mapping[str, Any], configured: str | None) -> None:
        """Refuse a state of another account: wrong credentials must never empty a state.

        Raises:
            WrongAccountError: The state belongs to another account than the configured one.
        """
        owner = state.get("account_sid")
        if owner and configured and in_one_case(owner) != in_one_case(configured):
            raise errors.WrongAccountError(f"This {self.noun}", of=owner, configured=configured)

    def _sent_with(self, changed: Iterable[str]) -> Iterable[str]:
        """Name the inputs that a POST sends for these changes."""
        return changed

    def _is_news(self, path: str, outputs: Mapping[str, Any]) -> bool:
        """Tell whether to say that Twilio writes the value of this path in another way."""
        del path, outputs
        return True

    def _written(
        self,
        run: Run,
        id_: str,
        record: Properties,
        declared: Properties,
        *,
        sent: Iterable[str],
        before: Mapping[str, Any],
    ) -> State:
        """Give the state after a create or an update, and say what Twilio writes in another way."""
        remembered = before.get(corrections.CORRECTED) or {}
        known = {**remembered, **dict.fromkeys(sent, corrections.Known.SENT)}
        outputs = self._outputs(run.client, record, declared, known)
        kept = outputs.get(corrections.CORRECTED) or {}
        found = {name: kept[name] for name in kept if known.get(name) is corrections.Known.SENT}
        # With other options, such as a correction that is declined, it is news again.
        options = (
            corrections.same(declared.get(name), before.get(name)) for name in self.inputs.not_sent
        )
        said = dict(before) if all(options) else {}
        new = corrections.moved(found, dict(declared), said.get(corrections.CORRECTED), said)
        told = [path for path in corrections.paths(new or {}) if self._is_news(path, outputs)]
        if told:
            run.warn(
                f"the {self.noun} {last_sid(id_)}: Twilio keeps another value than declared "
                f"for {', '.join(told)}. That is no difference from now on: the output "
                f"{corrections.CORRECTED} has Twilio's values, and a later change shows."
            )
        return State(id_, outputs)

    def _outputs(
        self,
        client: TrustHubClient,
        record: Properties,
        declared: Mapping[str, Any],
        known: Mapping[str, Any],
    ) -> Properties:
        """Join Twilio's fields with the outputs that Twilio does not have.

        Inputs that Twilio never sees are as declared.  So are inputs that cannot be empty, if a
        response leaves them out: every field of a response may be null (OpenAPI file).  So are
        inputs that Twilio writes in another way, as long as its value is the known one.
        """
        outputs = {k: v for k, v in record.items() if k != "sid" and k not in self.inputs.not_sent}
        kept = dict(outputs.pop(corrections.CORRECTED, None) or {})
        for name, its in self.inputs.model_fields.items():
            given, live = declared.get(name), outputs.get(name)
            must_be = its.is_required() or name in self.inputs.requires_replace
            says_nothing = live is None and (must_be or isinstance(given, dict))
            remembered = known.get(name, corrections.Known.NOTHING)
            if name in self.inputs.not_sent or says_nothing:
                if given is not None:
                    outputs[name] = given
                if not isinstance(remembered, corrections.Known):
                    kept[name] = remembered
            elif not _differ(name, given, live):
                outputs[name] = given if isinstance(given, str) else live
            elif not name.endswith(("_sid", "_sids")):
                outputs[name], rest = corrections.as_given(given, live, remembered)
                if rest is not corrections.Known.NOTHING:
                    kept[name] = rest
        if kept:
            outputs[corrections.CORRECTED] = kept
        outputs["account_sid"] = client.account_sid
        # Null is not stored, and the SDK counts an output that the state lacks as unknown in a
        # preview: so would be all that a program makes of it.
        return {**outputs, **{name: outputs.get(name) or "" for name in self.never_missing}}

    def _inputs_of(self, outputs: Mapping[str, Any]) -> Properties:
        """Give the inputs for these outputs, so that drift shows."""
        return {
            name: outputs[name]
            for name in self.inputs.model_fields
            if outputs.get(name) not in (None, "")
        }

    def _partial(
        self, run: Run, error: errors.PartialStateError, declared: Mapping[str, Any]
    ) -> errors.PartialStateError:
        outputs = self._outputs(run.client, error.outputs, declared, {})
        return errors.PartialStateError(error.id, outputs, error.reasons)


def is_import(state: Mapping[str, Any]) -> bool:
    """Tell whether a read is an import or a ``get``: only a stored state has an account."""
    return "account_sid" not in state


def _differ(name: str, one: Any, other: Any) -> bool:
    """Tell whether two values of an input differ: missing, empty and false inputs are alike."""
    one, other = (None if value is False else corrections.or_none(value) for value in (one, other))
    if name in corrections.NAMES:
        return not corrections.same_name(one, other)
    return bool(one != other)
