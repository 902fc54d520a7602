"""The ``pulumi-trusthub`` command: what is done around ``pulumi up``."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING

__all__ = ["app"]

if TYPE_CHECKING:
    from .app import app
else:
    try:
        from .app import app

        # Commands load them only for a terminal, and for a page.
        is_whole = find_spec("rich") is not None and find_spec("jinja2") is not None
    except KeyboardInterrupt:  # the modules take a while, and nothing has been done yet
        sys.exit(130)
    except ModuleNotFoundError as missing:
        if str(missing.name).partition(".")[0] not in {"click", "rich", "typer"}:
            raise
        is_whole = False
    if not is_whole:

        def app() -> None:
            """Say what is missing."""
            sys.stderr.write(
                "The command needs the extra cli: pip install 'pulumi-trusthub[cli]'\n"
            )
            sys.exit(2)
