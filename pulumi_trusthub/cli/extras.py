"""Errors about a missing extra of the package."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from .console import FAILED, note

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def needs(extra: str) -> Iterator[None]:
    """Say how to install an extra if one of its packages is missing."""
    try:
        yield
    except ModuleNotFoundError as missing:
        if str(missing.name).startswith("pulumi"):
            raise
        note(
            f"This command needs {str(missing.name).partition('.')[0]}, which is not installed: "
            f"pip install 'pulumi-trusthub[cli,{extra}]'"
        )
        raise typer.Exit(FAILED) from None
