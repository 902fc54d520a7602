"""How errors and warnings reach the user of ``pulumi up``: one line each.

The SDK's host turns every exception of a provider into a traceback.  But gRPC keeps trailing
metadata, and the engine prefers a status there.  The host's ``context`` is a local variable of a
frame that calls the provider, so the calling frames are searched for it.  Without a context (mocks,
a unit test, an SDK that has changed) the plain exception remains, and only the one line is lost.
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

    from pulumi_trusthub._core.model.errors import PartialStateError

TRAILER = "grpc-status-details-bin"
PROVIDER_KEY = "__provider"
_UNKNOWN = 2  # gRPC's code in the host's own response: the engine reads a status of the same code


class _Context(Protocol):
    def set_trailing_metadata(self, metadata: tuple[tuple[str, bytes], ...]) -> None: ...


def report_failure(message: str) -> None:
    """Set the line that the engine shows for the exception raised next."""
    _set(status_pb2.Status(code=_UNKNOWN, message=message))


def report_partial_state(error: PartialStateError, inputs: Mapping[str, Any]) -> None:
    """Set the details with which the engine saves the object, shows each reason, and updates it."""
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
    """Show a warning under the stack, which has to name the object: the engine adds no name."""
    print_line(f"warning: {text}")


def print_line(text: str) -> None:
    """Show a line under the stack, such as the progress of long work."""
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
