"""The verbs of Pulumi's protocol, as calls of handlers.

A verb runs in a thread of its own: it takes a request, and gives a response or raises an error.
"""

from __future__ import annotations

import os
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from pulumi_trusthub._core.api.request_log import RequestLog
from pulumi_trusthub._core.api.run import Run
from pulumi_trusthub._core.bulk.stable_order import drop_tombstones
from pulumi_trusthub._core.bulk.state import SIDS
from pulumi_trusthub._core.handlers.base import Handler, Properties, is_import
from pulumi_trusthub._core.model import errors, fields
from pulumi_trusthub._core.model.config import configured_account, read_settings
from pulumi_trusthub._core.model.lookup_accounts import LOOKUP_ACCOUNT, lookup_problem
from pulumi_trusthub._core.model.sids import last_sid
from pulumi_trusthub.dynamic.names import camel, camel_path, reword, to_camel, to_snake

from . import catalogue, configuration
from .engine import INFO, WARNING, Engine
from .errors import InitFailedError
from .property_diff import changes
from .protocol import provider_pb2
from .wire import read, write

if TYPE_CHECKING:
    from collections.abc import Iterator

    from google.protobuf import struct_pb2

    from .calls import Calls

_KINDS = {
    ("add", False): provider_pb2.PropertyDiff.ADD,
    ("add", True): provider_pb2.PropertyDiff.ADD_REPLACE,
    ("delete", False): provider_pb2.PropertyDiff.DELETE,
    ("delete", True): provider_pb2.PropertyDiff.DELETE_REPLACE,
    ("update", False): provider_pb2.PropertyDiff.UPDATE,
    ("update", True): provider_pb2.PropertyDiff.UPDATE_REPLACE,
}


_PROVIDER = "__provider"
"""The input of every dynamic resource that names its class."""


class Verbs:
    """The verbs of one provider, with its configuration.

    Attributes:
        configuration: What the provider was configured with, by keys such as
            ``trusthub:accountSid``.
    """

    def __init__(self, calls: Calls, engine: Engine) -> None:
        self.configuration: dict[str, str] = {}
        self._calls = calls
        self._engine = engine
        self._said: set[tuple[str, str]] = set()
        self._lock = threading.Lock()
        RequestLog.process = "plugin"

    @staticmethod
    def say(error: Exception) -> str:
        """Give the text of an error in the words of every language."""
        return reword(str(error), catalogue.NAMES)

    def check_config(self, request: provider_pb2.CheckRequest) -> provider_pb2.CheckResponse:
        """Check the configuration of a provider."""
        return configuration.check(request)

    def diff_config(self, request: provider_pb2.DiffRequest) -> provider_pb2.DiffResponse:
        """Compare two configurations of a provider."""
        return configuration.diff(request)

    def configure(self, request: provider_pb2.ConfigureRequest) -> provider_pb2.ConfigureResponse:
        """Take the configuration; a preview must work without credentials."""
        self.configuration = configuration.configuration(request.args)
        self._said.clear()
        return provider_pb2.ConfigureResponse(
            acceptSecrets=True, acceptOutputs=True, supportsPreview=True
        )

    def invoke(self, request: provider_pb2.InvokeRequest) -> provider_pb2.InvokeResponse:
        """Call a function; its result is a secret if an argument was.

        Raises:
            ConfigurationError: There are no credentials.
        """
        # Imported here: most programs look nothing up, and lookups load Pulumi's whole SDK.
        from . import functions  # noqa: PLC0415

        given, secrets = read(request.args)
        try:
            found = functions.call(request.tok.rpartition(":")[2], given, self.configuration)
        except errors.ConfigurationError as error:
            raise (functions.explain_preview(error) if request.preview else error) from None
        response = provider_pb2.InvokeResponse()
        getattr(response, "return").CopyFrom(write(found, found if secrets else ()))
        return response

    def check(self, request: provider_pb2.CheckRequest) -> provider_pb2.CheckResponse:
        """Report every problem of the inputs at once, and fill in the defaults."""
        handler = _handler(request)
        given, secrets = read(request.news)
        olds = read(request.olds)
        wrong = lookup_problem(given, self.configuration.get)
        given = {name: value for name, value in given.items() if name != LOOKUP_ACCOUNT}
        news = {**catalogue.defaults_of(handler), **to_snake(given)}
        if _PROVIDER in olds.values:
            # The inputs of a state of the dynamic form have other names, so the engine finds no
            # value for the option ignoreChanges, and takes the property out.
            ours = {*handler.inputs.model_fields} - news.keys()
            kept = {k: v for k, v in to_snake(olds.values).items() if k in ours}
            news, secrets = {**news, **kept}, secrets | (olds.secrets & kept.keys())
        checked = handler.check(to_snake(olds.values), news)
        for text in handler.warnings(checked.inputs):
            if self._is_first(request.urn, text):
                self._engine.log(WARNING, reword(text, catalogue.NAMES), request.urn)
        failures = [
            provider_pb2.CheckFailure(
                property=camel_path(name), reason=reword(reason, catalogue.NAMES)
            )
            for name, reason in checked.problems
        ]
        if wrong is not None:
            failures.append(provider_pb2.CheckFailure(reason=wrong))
        inputs = _written(handler, checked.inputs, secrets)
        return provider_pb2.CheckResponse(inputs=inputs, failures=failures)

    def diff(self, request: provider_pb2.DiffRequest) -> provider_pb2.DiffResponse:
        """Compare the declared inputs with the state, part by part."""
        handler = _handler(request)
        stored = read(request.olds).values
        outputs, news = _state(stored), to_snake(read(request.news).values)
        handler.require_account(outputs, self._account())
        diff = handler.diff(outputs, news)
        detail = {
            path: provider_pb2.PropertyDiff(
                kind=_KINDS[change.kind, name in diff.replaces], inputDiff=change.of_inputs
            )
            for name, path, change in changes(
                diff.changed,
                outputs=outputs,
                inputs=to_snake(read(request.old_inputs).values),
                news=news,
            )
        }
        differs = bool(diff.changed) or _is_dynamic(stored)
        kind = provider_pb2.DiffResponse
        return kind(
            changes=kind.DIFF_SOME if differs else kind.DIFF_NONE,
            diffs=[camel(name) for name in diff.changed],
            replaces=[camel(name) for name in diff.replaces],
            # Said always, for --replace and the option replaceWith do not ask what is replaced.
            deleteBeforeReplace=handler.delete_before_replace,
            detailedDiff=detail,
            hasDetailedDiff=bool(detail),
        )

    def create(self, request: provider_pb2.CreateRequest) -> provider_pb2.CreateResponse:
        """Create the object, or preview its outputs."""
        handler, (given, secrets) = _handler(request), read(request.properties)
        inputs = to_snake(given)
        if request.preview:
            previewed = _preview_create(handler, inputs, self._proven_account())
            return provider_pb2.CreateResponse(properties=_written(handler, previewed, secrets))
        with (
            self._run(request.urn, request.timeout) as run,
            self._whole(handler, request.properties, secrets),
        ):
            state = handler.create(run, inputs)
        outputs = _outputs(handler, state.id, state.outputs)
        return provider_pb2.CreateResponse(
            id=state.id, properties=_written(handler, outputs, secrets)
        )

    def read(self, request: provider_pb2.ReadRequest) -> provider_pb2.ReadResponse:
        """Read the object: to refresh a state, for a ``get``, or to import the object.

        Raises:
            LookupFailedError: A ``get`` or an import found nothing.
        """
        handler = _handler(request)
        stored, declared = read(request.properties), read(request.inputs)
        before = _state(stored.values)
        if is_import(before):
            before = {**to_snake(declared.values), **before}
        handler.require_account(before, self._account())
        with self._run(request.urn, request.timeout) as run:
            state = handler.read(run, request.id, before)
            if state is None and is_import(before):
                raise errors.LookupFailedError(handler.explain_missing(run.client, request.id))
        if state is None:
            return provider_pb2.ReadResponse()
        secrets = stored.secrets | declared.secrets
        outputs = _outputs(handler, state.id, state.outputs)
        return provider_pb2.ReadResponse(
            id=state.id,
            properties=_written(handler, outputs, secrets),
            inputs=_written(handler, state.inputs, secrets),
        )

    def update(self, request: provider_pb2.UpdateRequest) -> provider_pb2.UpdateResponse:
        """Update the object, or preview its outputs."""
        handler, (given, secrets) = _handler(request), read(request.news)
        stored, news = read(request.olds).values, to_snake(given)
        olds = _state(stored)
        handler.require_account(olds, self._account())
        # An unchanged state of the dynamic form is written anew, and nothing is sent.
        if request.preview or (_is_dynamic(stored) and not handler.diff(olds, news).changed):
            outputs = _outputs(handler, request.id, _preview_update(handler, olds, news))
            return provider_pb2.UpdateResponse(properties=_written(handler, outputs, secrets))
        with (
            self._run(request.urn, request.timeout) as run,
            self._whole(handler, request.news, secrets),
        ):
            state = handler.update(run, request.id, olds, news)
        outputs = _outputs(handler, state.id, state.outputs)
        return provider_pb2.UpdateResponse(properties=_written(handler, outputs, secrets))

    def delete(self, request: provider_pb2.DeleteRequest) -> None:
        """Delete the object; success when the object is gone already."""
        handler, state = _handler(request), _state(read(request.properties).values)
        handler.require_account(state, self._account())
        with self._run(request.urn, request.timeout) as run:
            handler.delete(run, request.id, state)

    def _is_first(self, urn: str, text: str) -> bool:
        """Tell whether a warning is new: the inputs of a replacement are checked twice."""
        with self._lock:
            first = (urn, text) not in self._said
            self._said.add((urn, text))
        return first

    def _account(self) -> str | None:
        return configured_account(self.configuration.get, os.environ)

    def _proven_account(self) -> str | None:
        """Name the account whose objects will be created, where the credentials prove it."""
        try:
            found = read_settings(self.configuration.get, os.environ).credentials
        except errors.ConfigurationError:
            return None
        return found.account_sid if found.proves_account else None

    @contextmanager
    def _run(self, urn: str, seconds: float) -> Iterator[Run]:
        # Imported here: Twilio's library takes a quarter of a second to load, and previews do
        # without it.
        from pulumi_trusthub._core.api.clients import client_for  # noqa: PLC0415

        client = client_for(read_settings(self.configuration.get, os.environ))
        with self._calls.begin(seconds) as stop:
            try:
                yield Run(
                    client.limited(stop),
                    lambda text: self._engine.log(WARNING, reword(text, catalogue.NAMES), urn),
                    lambda text: self._engine.log(INFO, reword(text, catalogue.NAMES), urn),
                )
            except (InitFailedError, errors.PartialStateError):
                raise
            except errors.StoppedError as error:
                if stop.seconds_left > 0:
                    raise
                hint = f"Its customTimeouts allow {seconds:g} s; run this again with more."
                raise errors.StoppedError(f"{error} {hint}") from error

    @contextmanager
    def _whole(
        self, handler: Handler, inputs: struct_pb2.Struct, secrets: frozenset[str]
    ) -> Iterator[None]:
        """Tell the engine of an object that exists but is not whole."""
        try:
            yield
        except errors.PartialStateError as error:
            outputs = _outputs(handler, error.id, error.outputs)
            raise InitFailedError(
                str(error),
                provider_pb2.ErrorResourceInitFailed(
                    id=error.id,
                    properties=_written(handler, outputs, secrets),
                    inputs=inputs,
                    reasons=[reword(reason, catalogue.NAMES) for reason in error.reasons],
                ),
            ) from error


def _handler(request: Any) -> Handler:
    """Give the handler of a request: a URN is ``urn:pulumi:stack::project::type::name``."""
    return catalogue.handler_of(request.urn.split("::")[2])


def _state(stored: Properties) -> Properties:
    """Give the outputs as a handler knows them: the SID is in the id."""
    return {name: value for name, value in to_snake(stored).items() if name != "sid"}


def _is_dynamic(stored: Properties) -> bool:
    """Tell whether a state is one of the dynamic form, which an alias has led here."""
    return "account_sid" in stored


def _outputs(handler: Handler, id_: str, outputs: Properties) -> Properties:
    """Add the SID to a handler's outputs."""
    return {**outputs, "sid": last_sid(id_)} if "sid" in catalogue.outputs_of(handler) else outputs


def _written(
    handler: Handler, properties: Properties, secrets: frozenset[str]
) -> struct_pb2.Struct:
    """Write properties; secrets are marked."""
    return write(to_camel(properties), {camel(name) for name in handler.secrets | secrets})


def _preview_create(handler: Handler, inputs: Properties, account_sid: str | None) -> Properties:
    """Give the outputs of a create, as far as they are known before it."""
    known = _without_tombstones(handler.preview_create(inputs))
    for name in catalogue.outputs_of(handler):
        if name not in handler.inputs.not_sent:
            known.setdefault(name, fields.Unknown())
    return {**known, "account_sid": account_sid or fields.Unknown()}


def _preview_update(handler: Handler, olds: Properties, news: Properties) -> Properties:
    """Give the outputs of an update, as far as they are known before it."""
    changed = handler.diff(olds, news).changed
    if not changed:
        return _rewritten(handler, olds, news)
    known = _without_tombstones(handler.preview_update(olds, news))
    for name in handler.inputs.model_fields:
        if name not in handler.inputs.not_sent:
            known.setdefault(name, fields.Unknown() if name in changed else olds.get(name))
    return known


def _rewritten(handler: Handler, olds: Properties, news: Properties) -> Properties:
    """Give the outputs of a state in which nothing changes but what Twilio never sees."""
    declared = {name: news.get(name) for name in handler.inputs.not_sent}
    return {**{name: olds.get(name) for name in catalogue.outputs_of(handler)}, **declared}


def _without_tombstones(outputs: Properties) -> Properties:
    if SIDS not in outputs:
        return outputs
    return {**outputs, SIDS: drop_tombstones(outputs[SIDS])}
