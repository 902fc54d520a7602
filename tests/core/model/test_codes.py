"""Twilio's words, where it gives no code."""

from __future__ import annotations

import pytest

from pulumi_trusthub._core.model.codes import ALREADY_ASSIGNED, REFUSED_ASSIGNMENTS


@pytest.mark.parametrize(
    ("said", "taken"),
    [
        ("PN1 is already assigned to BU2", True),
        ("Channel endpoint Already Mapped", True),
        ("PN1 is not assigned to BU2", False),
    ],
)
def test_a_message_says_that_the_number_is_taken(said: str, taken: bool) -> None:  # noqa: FBT001
    """In any case of letters."""
    assert taken == bool(ALREADY_ASSIGNED.search(said))


@pytest.mark.parametrize(
    ("said", "step"),
    [
        ("Not assigned to all the required supporting bundles", "customer profile first"),
        ("The bundle is in TWILIO-APPROVED", "before the bundle is submitted"),
        ("The bundle is in twilio_approved", "before the bundle is submitted"),
    ],
)
def test_a_refused_assignment_has_a_next_step(said: str, step: str) -> None:
    """One for each of Twilio's reasons."""
    [found] = [hint for words, hint in REFUSED_ASSIGNMENTS.items() if words.search(said)]

    assert step in found
