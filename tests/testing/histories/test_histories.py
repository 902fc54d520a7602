"""Does EmbeddedStack do what Pulumi's engine does, whatever the program and its history?

A history is told by its number, which is hypothesis's seed.  Where the engines differ, hypothesis
makes the history as small as can be and prints it as code: `test_differences.py` keeps such.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from chance import histories
from hypothesis import HealthCheck, Phase, given, seed, settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from twins import Command, Twins

HISTORIES = 120 if os.environ.get("TRUSTHUB_ENGINE_ALL") == "1" else 8


@pytest.mark.timeout(900)  # to make a history smaller takes many runs
@pytest.mark.parametrize("number", range(HISTORIES))
def test_both_engines_make_the_same_of_a_history(
    new_twins: Callable[[], Twins], number: int
) -> None:
    """Each command does the same to each resource, and leaves the same state and outputs."""

    @seed(number)
    @given(history=histories())
    @settings(
        max_examples=2,  # the first is always the empty one
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    def runs(history: tuple[Command, ...]) -> None:
        if history:
            new_twins().run_all(*history)

    runs()
