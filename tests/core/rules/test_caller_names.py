"""Which numbers can show a name."""

from __future__ import annotations

import pytest

from pulumi_trusthub._core.rules.caller_names import CANADA, CARIBBEAN, TOLL_FREE, no_name_reason


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("+12025550100", None),
        ("+17875550100", None),
        ("+18885550100", "toll-free"),
        ("+14165550100", "United States"),
        ("+12425550100", "United States"),
        ("+442079460000", "United States"),
        ("PN" + "1" * 32, None),
        ("front desk", None),
    ],
)
def test_only_local_numbers_of_the_united_states_can(number: str, said: str | None) -> None:
    """A text that is no number in E.164 says nothing."""
    found = no_name_reason(number)

    assert (said is None) == (found is None)
    assert (said or "") in (found or "")


def test_area_codes_are_whole() -> None:
    """Three digits each, and none twice."""
    codes = f"{TOLL_FREE} {CANADA} {CARIBBEAN}".split()

    assert len(codes) == len(set(codes))
    assert {3} == {len(code) for code in codes if code.isdecimal()}
