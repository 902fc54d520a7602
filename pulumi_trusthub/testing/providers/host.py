"""A provider's process, and its calls over gRPC: the SDK's own dynamic host, or the plugin.

Together with the bridge's monitor and program this module is all that knows the SDK's internals.
"""

from __future__ import annotations

import contextlib
import queue
import signal
import subprocess
import threading
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, TypeAlias, TypeVar

import grpc
from pulumi.runtime.proto import provider_pb2, provider_pb2_grpc, status_pb2

from pulumi_trusthub.testing.values.property_values import (
    Properties,
    annotated,
    contains_unknown,
    from_struct,
    plain,
    to_struct,
    without_references,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from google.protobuf import struct_pb2
    from google.protobuf.message import Message

DYNAMIC_HOST = ("-m", "pulumi.dynamic", "x")
PLUGIN = ("-m", "pulumi_trusthub.plugin")
_START_SECONDS = 60
_END_SECONDS = 5
_TRAILER = "grpc-status-details-bin"
_OPTIONS = (
    ("grpc.max_receive_message_length", 400 * 1024 * 1024),  # as in the engine
    ("grpc.max_send_message_length", 400 * 1024 * 1024),
    # A partly created object travels as metadata, for which the engine's gRPC has this much room.
    ("grpc.max_metadata_size", 16 * 1024 * 1024),
    ("grpc.absolute_max_metadata_size", 16 * 1024 * 1024),
    ("grpc.enable_http_proxy", 0),
)
Checked: TypeAlias = tuple[Properties, list[tuple[str, str]]]
"""Inputs, and their problems as pairs of property and reason."""
Read: TypeAlias = tuple[str, Properties, Properties | None]
"""Id, outputs and inputs: an empty id means a deleted object, no inputs mean the old inputs."""

_Answer = TypeVar("_Answer", bound="Message")


class ProviderError(Exception):
    """A call of a provider failed: its effect is unknown."""


class InitFailedError(ProviderError):
    """An object was created or updated but is not whole: the state must have its id."""

    def __init__(self, *, id_: str, properties: Properties, reasons: list[str]) -> None:
        count = "1 error" if len(reasons) == 1 else f"{len(reasons)} errors"
        lines = "".join(f"\n\t* {reason}" for reason in reasons)
        super().__init__(f"{count} occurred:{lines}")
        self.id = id_
        self.properties = properties
        self.reasons = reasons


class DiffUnavailableError(ProviderError):
    """The provider's own configuration is not known yet, so the provider cannot be called."""


@dataclass(frozen=True)
class Diff:
    """A provider's response to diff."""

    changes: bool
    replaces: tuple[str, ...] = ()
    delete_before_replace: bool = False
    changed: tuple[str, ...] = ()
    """The changed properties, of which a dynamic provider names none."""


@dataclass(frozen=True)
class Launch:
    """How to start a host, and where its output goes."""

    python: str
    directory: Path
    environment: Mapping[str, str]
    printed: Callable[[str], None]
    arguments: tuple[str, ...] = DYNAMIC_HOST


@contextlib.contextmanager
def _without_interrupts() -> Iterator[None]:
    """Keep a Ctrl-C from a process that starts here, and from its threads.

    A terminal sends a Ctrl-C to every process in its foreground, and a host must live to end calls
    under way.  The host stays in the caller's process group, so that killing the whole group ends
    it too.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class HostProcess:
    """The process of a provider, from start to end."""

    def __init__(self, launch: Launch) -> None:
        self._printed = launch.printed
        self._port: queue.Queue[str] = queue.Queue()
        self._channel: grpc.Channel | None = None
        with _without_interrupts():
            self._process = subprocess.Popen(  # noqa: S603 - the interpreter that the caller named
                [launch.python, "-u", *launch.arguments],
                cwd=launch.directory,
                env=dict(launch.environment),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                encoding="utf-8",
                errors="replace",
            )
        self._readers = [
            threading.Thread(target=read, args=(pipe,), daemon=True)
            for read, pipe in (
                (self._read_output, self._process.stdout),
                (self._read_errors, self._process.stderr),
            )
        ]
        for reader in self._readers:
            reader.start()

    def connect(self) -> provider_pb2_grpc.ResourceProviderStub:
        """Wait until the host listens, then connect."""
        try:
            line = self._port.get(timeout=_START_SECONDS)
        except queue.Empty:
            raise ProviderError(f"the provider's host said nothing in {_START_SECONDS} s") from None
        if not line.strip().isdigit():
            raise ProviderError("the provider's host ended before it listened")
        self._channel = grpc.insecure_channel(f"127.0.0.1:{int(line)}", options=_OPTIONS)
        return provider_pb2_grpc.ResourceProviderStub(self._channel)

    def close(self) -> None:
        """End the process, and read the rest of its output."""
        if self._channel is not None:
            self._channel.close()
        self._process.terminate()
        try:
            self._process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for reader in self._readers:
            # A process that the provider has left behind may hold the pipe open.  Closing the pipe
            # here would wait for that process, so each reader closes its own.
            reader.join(_END_SECONDS)

    def _read_output(self, lines: IO[str]) -> None:
        with lines:
            self._port.put(lines.readline())
            self._forward(lines)

    def _read_errors(self, lines: IO[str]) -> None:
        with lines:
            self._forward(lines)

    def _forward(self, lines: IO[str]) -> None:
        for line in lines:
            if line.strip():
                self._printed(line.rstrip("\n"))


class Provider:
    """A provider instance: a configuration, and a process that starts with the first call.

    As with the engine, the process says whether it takes marks of secrets, and whether it previews.
    """

    def __init__(self, start: Callable[[], HostProcess]) -> None:
        self.known = False
        self._configuration: Properties = {}
        self._start = start
        self._takes_secrets = False
        self._previews = False
        self._is_configured = False
        self._lock = threading.Lock()
        self._host: HostProcess | None = None
        self._connected: provider_pb2_grpc.ResourceProviderStub | None = None

    def configure(self, configuration: Properties) -> None:
        """Set the configuration, which the process gets with the first call."""
        self._configuration = configuration
        self.known = not contains_unknown(configuration)

    def _connection(self) -> provider_pb2_grpc.ResourceProviderStub:
        with self._lock:
            if self._connected is None:
                self._host = self._host or self._start()
                self._connected = self._host.connect()
            return self._connected

    def _stub(self) -> provider_pb2_grpc.ResourceProviderStub:
        stub = self._connection()
        with self._lock:
            if not self._is_configured:
                request = provider_pb2.ConfigureRequest(
                    args=to_struct(self._configuration), acceptSecrets=True, acceptResources=True
                )
                answer = _answer(stub.Configure, request)
                self._takes_secrets = answer.acceptSecrets
                self._previews = answer.supportsPreview
                self._is_configured = True
            return stub

    def _sent(self, properties: Properties) -> struct_pb2.Struct:
        keep = without_references if self._takes_secrets else plain
        return to_struct(keep(properties))

    def _given(self, properties: Properties, inputs: Properties) -> Properties:
        return properties if self._takes_secrets else annotated(properties, inputs)

    def close(self) -> None:
        """End the host, if any."""
        with self._lock:
            host, self._host, self._connected = self._host, None, None
        if host is not None:
            host.close()

    def check_config(self, urn: str, olds: Properties, news: Properties) -> Checked:
        """Check a configuration, before this one is set."""
        request = provider_pb2.CheckRequest(
            urn=urn, olds=to_struct(plain(olds)), news=to_struct(plain(news))
        )
        answer = _answer(self._connection().CheckConfig, request)
        failures = [(failure.property, failure.reason) for failure in answer.failures]
        return annotated(from_struct(answer.inputs), news), failures

    def diff_config(
        self, urn: str, *, old_inputs: Properties, olds: Properties, news: Properties
    ) -> Diff:
        """Compare two configurations."""
        request = provider_pb2.DiffRequest(
            urn=urn,
            olds=to_struct(plain(olds)),
            news=to_struct(plain(news)),
            old_inputs=to_struct(plain(old_inputs)),
        )
        return _diff(_answer(self._connection().DiffConfig, request), old_inputs, news)

    def invoke(self, token: str, arguments: Properties, *, preview: bool) -> Properties:
        """Call a function."""
        if not self.known:
            return {}
        stub = self._stub()
        request = provider_pb2.InvokeRequest(tok=token, args=self._sent(arguments), preview=preview)
        # The field's name is a keyword of Python.
        return from_struct(getattr(_answer(stub.Invoke, request), "return"))

    def check(self, urn: str, olds: Properties, news: Properties) -> Checked:
        """Check inputs."""
        if not self.known:
            return news, []
        stub = self._stub()
        request = provider_pb2.CheckRequest(urn=urn, olds=self._sent(olds), news=self._sent(news))
        answer = _answer(stub.Check, request)
        failures = [(failure.property, failure.reason) for failure in answer.failures]
        return self._given(from_struct(answer.inputs), news), failures

    def diff(
        self, urn: str, id_: str, *, old_inputs: Properties, olds: Properties, news: Properties
    ) -> Diff:
        """Compare old and new inputs."""
        if not self.known:
            raise DiffUnavailableError(
                "The provider for this resource has inputs that are not known during preview.\n"
                "This preview may not correctly represent the changes that will be applied "
                "during an update."
            )
        stub = self._stub()
        request = provider_pb2.DiffRequest(
            id=id_,
            urn=urn,
            olds=self._sent(olds),
            news=self._sent(news),
            old_inputs=self._sent(old_inputs),
        )
        return _diff(_answer(stub.Diff, request), old_inputs, news)

    def create(self, urn: str, inputs: Properties, *, preview: bool) -> tuple[str, Properties]:
        """Create an object; without a preview of the provider the inputs stand in for outputs."""
        if preview and not self.known:
            return "", {}
        stub = self._stub()
        if preview and not self._previews:
            return "", inputs
        request = provider_pb2.CreateRequest(
            urn=urn, properties=self._sent(inputs), preview=preview
        )
        try:
            answer = _answer(stub.Create, request)
        except InitFailedError as error:
            error.properties = self._given(error.properties, inputs)
            raise
        if not answer.id and not preview:
            raise ProviderError(f"plugin returned empty resource.ID from create '{urn}'")
        return answer.id, self._given(from_struct(answer.properties), inputs)

    def update(
        self,
        urn: str,
        id_: str,
        *,
        old_inputs: Properties,
        olds: Properties,
        news: Properties,
        preview: bool,
    ) -> Properties:
        """Update an object in place."""
        if preview and not self.known:
            return {}
        stub = self._stub()
        if preview and not self._previews:
            return news
        request = provider_pb2.UpdateRequest(
            id=id_,
            urn=urn,
            olds=self._sent(olds),
            news=self._sent(news),
            old_inputs=self._sent(old_inputs),
            preview=preview,
        )
        try:
            answer = _answer(stub.Update, request)
        except InitFailedError as error:
            error.properties = self._given(error.properties, news)
            raise
        return self._given(from_struct(answer.properties), news)

    def read(self, urn: str, id_: str, *, inputs: Properties, state: Properties) -> Read:
        """Read an object."""
        if not self.known:
            return id_, {}, {}
        stub = self._stub()
        request = provider_pb2.ReadRequest(
            id=id_, urn=urn, properties=self._sent(state), inputs=self._sent(inputs)
        )
        answer = _answer(stub.Read, request)
        found = self._given(from_struct(answer.inputs), inputs)
        read = found if answer.HasField("inputs") else None
        return answer.id, self._given(from_struct(answer.properties), state), read

    def delete(self, urn: str, id_: str, *, inputs: Properties, outputs: Properties) -> None:
        """Delete an object."""
        stub = self._stub()
        request = provider_pb2.DeleteRequest(
            id=id_, urn=urn, properties=self._sent(outputs), old_inputs=self._sent(inputs)
        )
        _answer(stub.Delete, request)


def _diff(answer: provider_pb2.DiffResponse, old_inputs: Properties, news: Properties) -> Diff:
    changes = answer.changes == provider_pb2.DiffResponse.DIFF_SOME
    if answer.changes == provider_pb2.DiffResponse.DIFF_UNKNOWN:
        # The engine then compares the inputs itself, including the pickled provider.
        changes = plain(old_inputs) != plain(news)
    return Diff(changes, tuple(answer.replaces), answer.deleteBeforeReplace, tuple(answer.diffs))


def _answer(method: Callable[[Message], _Answer], request: Message) -> _Answer:
    try:
        return method(request)
    except grpc.RpcError as error:
        raise _error(error) from None


def _error(error: grpc.RpcError) -> ProviderError:
    """Prefer the status in the trailer, if any, as the engine does."""
    call: Any = error  # the error is a grpc.Call too, which its type does not say
    for key, value in call.trailing_metadata() or ():
        if key != _TRAILER:
            continue
        status = status_pb2.Status.FromString(value)
        if status.code != call.code().value[0]:
            continue
        for detail in status.details:
            failed = provider_pb2.ErrorResourceInitFailed()
            if detail.Unpack(failed):
                return InitFailedError(
                    id_=failed.id,
                    properties=from_struct(failed.properties),
                    reasons=list(failed.reasons),
                )
        return ProviderError(status.message)
    return ProviderError(call.details() or str(call.code()))
