"""Errors on Pulumi's wire: a line for the user, and the part of an object that exists."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import NoReturn

import grpc
from google.protobuf import any_pb2

from pulumi_trusthub._core.model.errors import TrustHubError

from .protocol import provider_pb2, status_pb2

TRAILER = "grpc-status-details-bin"
"""Metadata in which the engine looks for details of a status of the same code."""


class InitFailedError(TrustHubError):
    """An object exists but is not whole.

    Attributes:
        detail: The object's id, outputs and inputs, and what is missing of it.
    """

    def __init__(self, text: str, detail: provider_pb2.ErrorResourceInitFailed) -> None:
        self.detail = detail
        super().__init__(text)


async def abort(
    context: grpc.aio.ServicerContext[object, object], error: Exception, text: str
) -> NoReturn:
    """End a call with an error, and a line of text."""
    code = grpc.StatusCode.UNKNOWN
    trailer: tuple[tuple[str, bytes], ...] = ()
    if isinstance(error, InitFailedError):
        packed = any_pb2.Any()
        packed.Pack(error.detail)
        number, _ = code.value
        status = status_pb2.Status(code=number, message=text, details=[packed])
        trailer = ((TRAILER, status.SerializeToString()),)
    await context.abort(code, text, trailer)


def fault(error: Exception) -> str:
    """Tell of an error that nobody has raised on purpose; its text may hold personal data."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" in {Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else ""
    return f"A fault of pulumi-trusthub, which you may report: {type(error).__name__}{place}."
