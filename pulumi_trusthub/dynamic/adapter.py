"""The adapter from Pulumi's dynamic providers to the handlers."""

from __future__ import annotations

import functools
import os
from typing import TYPE_CHECKING, ClassVar, ParamSpec, TypeVar

import pulumi.output
from pulumi.dynamic import (
    CheckFailure,
    CheckResult,
    CreateResult,
    DiffResult,
    ReadResult,
    ResourceProvider,
    UpdateResult,
)

from pulumi_trusthub._core.api.request_log import RequestLog
from pulumi_trusthub._core.api.run import Run
from pulumi_trusthub._core.handlers.base import Handler, Properties, is_import
from pulumi_trusthub._core.model.config import configured_account, read_settings
from pulumi_trusthub._core.model.errors import LookupFailedError, PartialStateError, TrustHubError
from pulumi_trusthub._core.model.fields import Unknown
from pulumi_trusthub._core.model.lookup_accounts import LOOKUP_ACCOUNT, lookup_problem

from .errors import PROVIDER_KEY, print_line, report_failure, report_partial_state, warn

if TYPE_CHECKING:
    from collections.abc import Callable

    from pulumi.dynamic import Config, ConfigureRequest


Unknown.register(pulumi.output.Unknown)

_P = ParamSpec("_P")
_T = TypeVar("_T")


def report_errors(verb: Callable[_P, _T]) -> Callable[_P, _T]:
    """Show the errors of this package to the user as one line each.

    The last argument of the decorated method is the inputs, which the engine must save with a
    partly created object.
    """

    @functools.wraps(verb)
    def reporting(*args: _P.args, **kwargs: _P.kwargs) -> _T:
        try:
            return verb(*args, **kwargs)
        except PartialStateError as error:
            inputs = args[-1]
            report_partial_state(error, inputs if isinstance(inputs, dict) else {})
            raise error from None
        except TrustHubError as error:
            report_failure(str(error))
            # The SDK sends the whole traceback as well, which must leave room for the line.
            raise error from None

    return reporting


class DynamicProvider(ResourceProvider):
    """A dynamic provider that calls a handler.

    The engine stores a pickled reference to the class in the state of every resource: see
    :mod:`.providers`.
    """

    serialize_as_secret_always = False
    handler: ClassVar[Handler]
    _config: Config | None = None

    def __reduce__(self) -> tuple[type[DynamicProvider], tuple[()]]:
        """Pickle the provider as module and class name alone."""
        return type(self), ()

    def configure(self, req: ConfigureRequest) -> None:
        """Store the configuration, which create, read, update and delete need later.

        The engine configures providers in a preview, too, which must work without credentials.
        """
        self._config = req.config
        RequestLog.process = "dynamic provider host"

    def check(self, olds: Properties, news: Properties) -> CheckResult:
        """Report every problem of the inputs at once."""
        checked = self.handler.check(_declared(olds), _declared(news))
        failures = [CheckFailure(*problem) for problem in checked.problems]
        wrong = lookup_problem(news, self._configured)
        if wrong is not None:
            failures.append(CheckFailure("", wrong))
        return CheckResult(checked.inputs, failures)

    @report_errors
    def diff(self, _id: str, olds: Properties, news: Properties) -> DiffResult:
        """Compare the declared inputs with the state; name the inputs that require replacement."""
        before, declared = _declared(olds), _declared(news)
        self._require_account(before)
        diff = self.handler.diff(before, declared)
        return DiffResult(
            changes=bool(diff.changed),
            replaces=diff.replaces,
            delete_before_replace=diff.delete_before_replace,
        )

    @report_errors
    def create(self, props: Properties) -> CreateResult:
        """Create the object exactly once."""
        state = self.handler.create(self._run({}), _declared(props))
        return CreateResult(state.id, state.outputs)

    @report_errors
    def read(self, id_: str, props: Properties) -> ReadResult:
        """Read the object; an empty id stands for a deleted object.

        Raises:
            LookupFailedError: A ``get`` found nothing: the engine would ignore an empty result.
        """
        before = _declared(props)
        run = self._run(before)
        state = self.handler.read(run, id_, before)
        if state is not None:
            return ReadResult(state.id, state.outputs, state.inputs)
        if is_import(before):
            raise LookupFailedError(self.handler.explain_missing(run.client, id_))
        return ReadResult("", {})

    @report_errors
    def update(self, id_: str, olds: Properties, news: Properties) -> UpdateResult:
        """Update the object in place."""
        before = _declared(olds)
        state = self.handler.update(self._run(before), id_, before, _declared(news))
        return UpdateResult(state.outputs)

    @report_errors
    def delete(self, id_: str, props: Properties) -> None:
        """Delete the object; success when the object is gone already."""
        before = _declared(props)
        self.handler.delete(self._run(before), id_, before)

    def _require_account(self, state: Properties) -> None:
        """Refuse another account's state, before the credentials are looked at any closer."""
        configured = configured_account(self._configured, os.environ)
        self.handler.require_account(state, configured)

    def _run(self, state: Properties) -> Run:
        self._require_account(state)
        # Imported here: Twilio's library takes a quarter of a second to load, and check and diff,
        # which are all that most previews need, do without it.
        from pulumi_trusthub._core.api.clients import client_for  # noqa: PLC0415

        return Run(client_for(read_settings(self._configured, os.environ)), warn, print_line)

    def _configured(self, key: str) -> str | None:
        value = self._config.get(key) if self._config else None
        return None if value is None or isinstance(value, Unknown) else str(value)


def _declared(properties: Properties) -> Properties:
    """Drop the reference to the provider and the account of lookups from properties."""
    ours = {PROVIDER_KEY, LOOKUP_ACCOUNT}
    return {name: value for name, value in properties.items() if name not in ours}
