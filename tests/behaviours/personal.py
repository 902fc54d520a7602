"""Searching for personal data where none may be in plain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pulumi_trusthub.testing import PulumiStack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engines import Engine, Outcome

PERSONAL = ("Lovelace", "King", "ada@example.com", "ada.without", "12025550142", "Head of Engines")


def assert_nothing_in_plain(engine: Engine, *outcomes: Outcome, also: Sequence[str] = ()) -> None:
    """Search what is stored, what was said, and what Pulumi's engine prints of a preview."""
    texts = [engine.stored(), *(outcome.text for outcome in outcomes)]
    if isinstance(engine.stack, PulumiStack):
        texts.append(engine.screen("preview", diff=True))
    for personal in (*PERSONAL, *also):
        assert not [text for text in texts if personal in text], personal
