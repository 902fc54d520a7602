"""How an error reaches the user of ``pulumi up`` as one line, and how a warning does.

The SDK's host turns every exception of a provider into a traceback.  gRPC keeps trailing metadata
through that, and the engine prefers a status it finds there.  The host's ``context`` is a local
variable of the frames above every verb, so it is looked for there.  Where there is none (mocks,
a unit test, an SDK that has changed) the plain exception is what is left, and nothing is lost but
beauty.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Protocol

from google.protobuf import any_pb2, struct_pb2

# Not google.rpc.status_pb2: both in one process clash ("duplicate symbol").
from pulumi.runtime.proto import provider_pb2, status_pb2

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import FrameType

    from pulumi_trusthub._core.model.errors import PartlyDoneError

TRAILER = "grpc-status-details-bin"
PROVIDER_KEY = "__provider"
_UNKNOWN = 2  # gRPC's code of the host's own answer: the engine takes a status of the same code


class _Context(Protocol):
    def set_trailing_metadata(self, metadata: tuple[tuple[str, bytes], ...]) -> None: ...


def tell_failure(message: str) -> None:
    """Have the exception that is about to be raised shown as this one line."""
    _set(status_pb2.Status(code=_UNKNOWN, message=message))


def tell_partly_done(error: PartlyDoneError, inputs: Mapping[str, Any]) -> None:
    """Have the engine save what was made, show each reason on a line, and call update next."""
    provider = {PROVIDER_KEY: inputs[PROVIDER_KEY]} if PROVIDER_KEY in inputs else {}
    detail = any_pb2.Any()
    detail.Pack(
        provider_pb2.ErrorResourceInitFailed(
            id=error.id,
            properties=_struct({**error.outputs, **provider}),
            inputs=_struct(inputs),
            reasons=error.reasons,
        )
    )
    _set(status_pb2.Status(code=_UNKNOWN, message=str(error), details=[detail]))


def warn(text: str) -> None:
    """Show a warning under the stack: whatever a host prints stands there, so name the object."""
    say(f"warning: {text}")


def say(text: str) -> None:
    """Show a line under the stack, such as how far long work has come."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _set(status: status_pb2.Status) -> None:
    context = _context()
    if context is not None:
        context.set_trailing_metadata(((TRAILER, status.SerializeToString()),))


def _context() -> _Context | None:
    frame: FrameType | None = sys._getframe()  # noqa: SLF001 - the only way to the host's context
    while frame is not None:
        context: Any = frame.f_locals.get("context")
        if hasattr(context, "set_trailing_metadata"):
            found: _Context = context
            return found
        frame = frame.f_back
    return None


def _struct(values: Mapping[str, Any]) -> struct_pb2.Struct:
    struct = struct_pb2.Struct()
    struct.update({key: value for key, value in values.items() if value is not None})
    return struct
