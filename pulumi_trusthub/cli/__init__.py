"""The ``pulumi-trusthub`` command: what is done around ``pulumi up``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

__all__ = ["app"]

if TYPE_CHECKING:
    from .app import app
else:
    try:
        from .app import app
    except ModuleNotFoundError as missing:
        if str(missing.name).partition(".")[0] not in {"click", "rich", "typer"}:
            raise

        def app() -> None:
            """Say what is missing."""
            sys.stderr.write(
                "The command needs the extra cli: pip install 'pulumi-trusthub[cli]'\n",
            )
            sys.exit(2)
