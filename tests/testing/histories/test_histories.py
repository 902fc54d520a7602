"""Does EmbeddedStack do what Pulumi's engine does, whatever the program and its history?

A history is told by its number, which is hypothesis's seed.  Where the engines differ, hypothesis
makes the history as small as can be and prints it as code: `test_differences.py` keeps such.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from chance import histories, native_histories
from hypothesis import HealthCheck, Phase, given, seed, settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy
    from twins import Command, Twins

ALL = os.environ.get("TRUSTHUB_ENGINE_ALL") == "1"
HISTORIES = 120 if ALL else 8
NATIVE_HISTORIES = 40 if ALL else 3


@pytest.mark.timeout(900)  # to make a history smaller takes many runs
@pytest.mark.parametrize("number", range(HISTORIES))
def test_both_engines_make_the_same_of_a_history(
    new_twins: Callable[[], Twins], number: int
) -> None:
    """Each command does the same to each resource, and leaves the same state and outputs."""
    ask(histories(), number, new_twins)


@pytest.mark.timeout(900)
@pytest.mark.parametrize("number", range(NATIVE_HISTORIES))
def test_both_engines_make_the_same_of_a_history_of_the_plugin(
    new_twins: Callable[[], Twins], number: int
) -> None:
    """Also where a stack moves from the dynamic form to the plugin in the middle of its life."""
    ask(native_histories(), number, new_twins)


def ask(
    strategy: SearchStrategy[tuple[Command, ...]], number: int, new_twins: Callable[[], Twins]
) -> None:
    """Run the history of a number on both engines."""

    @seed(number)
    @given(history=strategy)
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
