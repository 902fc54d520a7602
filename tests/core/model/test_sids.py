"""SIDs, and the mistakes people make with them."""

from __future__ import annotations

import pytest

from pulumi_trusthub._core.model import sids

HEX = "0123456789abcdef0123456789ABCDEF"


@pytest.mark.parametrize(
    ("value", "prefix", "said"),
    [
        (f"BU{HEX}", "BU", None),
        (f"PN{HEX}", None, None),
        (f"zz{HEX}", None, None),
        (f"pn{HEX}", None, "begins with small letters: the SID of a phone number is PN…"),
        (f"Bu{HEX}", None, "begins with small letters"),
        (f"bu{HEX}", "BU", "BU and 32 hexadecimal digits"),
        ("YOUR_BUSINESS_PROFILE_SID", "BU", "placeholder"),
        ("BUxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "BU", "placeholder"),
        ("PNXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX", None, "placeholder"),
        ("<your sid>", "RN", "placeholder"),
        ("$BUSINESS_PROFILE_SID", "BU", "placeholder"),
        (f"PN{HEX}", "BU", "is the SID of a phone number"),
        (f"BU{HEX}", "RN", "that of a policy is needed"),
        (f"QQ{HEX}", "RN", "QQ… object"),
        (f"TrustProducts/BU{HEX}", "BU", "SID alone"),
        (
            f"CustomerProfiles/BU{HEX}/EntityAssignments/BV{HEX}",
            "BU",
            "path below CustomerProfiles",
        ),
        ("+14155550100", "PN", "get_phone_numbers"),
        ("BU123", "BU", "32 hexadecimal digits"),
        ("", "BU", "32 hexadecimal digits"),
        (f"BU{HEX}\n", "BU", "32 hexadecimal digits"),
    ],
)
def test_a_wrong_sid_is_named_with_its_mistake(
    value: str, prefix: str | None, said: str | None
) -> None:
    """A placeholder, another kind of SID, an id and a number are each told apart."""
    problem = sids.sid_problem(value, prefix)

    assert (said is None) == (problem is None)
    assert said is None or said in str(problem)


def test_sids_are_written_in_one_case() -> None:
    """Anywhere in a text; what is no SID stays as it is."""
    capitals, small = "BU" + HEX.upper(), "BU" + HEX.lower()

    assert small == sids.in_one_case(small) == sids.in_one_case(capitals)
    assert f"TrustProducts/{small}/x" == sids.in_one_case(f"TrustProducts/{capitals}/x")
    assert f"{small},{small}" == sids.in_one_case(f"{capitals},{small}")
    for other in ("ACME", f"{capitals}A", HEX.upper(), "+14155550100", ""):
        assert other == sids.in_one_case(other)
