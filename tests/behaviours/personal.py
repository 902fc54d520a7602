"""Searching for personal data where none may be in plain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engines import CliEngine
from pulumi import automation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engines import Engine, Outcome

PERSONAL = ("Lovelace", "King", "ada@example.com", "ada.without", "12025550142", "Head of Engines")


def assert_nothing_in_plain(engine: Engine, *outcomes: Outcome, also: Sequence[str] = ()) -> None:
    """Search what is stored, what was said, and what the real engine prints of a preview."""
    texts = [engine.stored(), *(outcome.text for outcome in outcomes)]
    if isinstance(engine, CliEngine):
        try:
            texts.append(engine._stack.preview(diff=True).stdout)
        except automation.CommandError as error:
            texts.append(str(error))
    for personal in (*PERSONAL, *also):
        assert not [text for text in texts if personal in text], personal
