"""Does a switch take only its own values?"""

from __future__ import annotations

import re
from typing import Any

import pytest

from pulumi_trusthub.simulator.store.settings import Settings, UnknownSettingError


@pytest.mark.parametrize(
    "changes",
    [
        {"colour": "red"},
        {"review": "never"},
        {"review": ["manual"]},
        {"duplicate_assignments": True},
        {"conflict_on_parallel_updates": 1},
        {"read_lag": -1},
        {"read_lag": 1.5},
        {"read_lag": True},
        {"latency_seconds": "1"},
        {"latency_seconds": None},
    ],
)
def test_a_senseless_setting_is_refused(changes: dict[str, Any]) -> None:
    """Unknown names, and values of another kind."""
    with pytest.raises(UnknownSettingError):
        Settings().changed(changes)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"colour": "red"}, "There is no setting 'colour'. The settings are duplicate_"),
        ({"review": "never"}, "review is one of manual, immediate, time, not 'never'."),
        ({"conflict_on_parallel_updates": 1}, "conflict_on_parallel_updates is true or false"),
        ({"latency_seconds": "1"}, "latency_seconds is a number from 0 on, not '1'."),
        ({"retry_after": -1}, "retry_after is a number from 0 on, not -1."),
    ],
)
def test_a_wrong_setting_is_explained(changes: dict[str, Any], said: str) -> None:
    """The sentence names the setting, and its values."""
    with pytest.raises(UnknownSettingError, match=re.escape(said)):
        Settings().changed(changes)


def test_settings_change_together() -> None:
    """Those that are named change, and the others stay."""
    changed = Settings().changed({"retry_after": 3, "latency_seconds": 0.5, "read_lag": 2})

    assert Settings(retry_after=3, latency_seconds=0.5, read_lag=2) == changed
    assert changed.changed({"retry_after": None}).retry_after is None
