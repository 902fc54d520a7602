"""Ids and SIDs, and the mistakes people make with them."""

from __future__ import annotations

import pytest

from pulumi_trusthub._core.model import sids
from pulumi_trusthub._core.model.errors import InvalidIdError
from pulumi_trusthub._core.model.refs import ENTITY, AssignmentRef, BundleRef

HEX = "0123456789abcdef0123456789ABCDEF"


@pytest.mark.parametrize(
    ("value", "prefix", "said"),
    [
        (f"BU{HEX}", "BU", None),
        (f"PN{HEX}", None, None),
        (f"zz{HEX}", None, None),
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
def test_a_wrong_sid_is_named_as_the_mistake_it_is(
    value: str, prefix: str | None, said: str | None
) -> None:
    """A placeholder, another kind of SID, an id and a number are each told apart."""
    problem = sids.sid_problem(value, prefix)

    assert (said is None) == (problem is None)
    assert said is None or said in str(problem)


def test_an_assignment_id_says_what_it_is_on() -> None:
    """The path tells which kind of bundle, and the SID is at its end."""
    id_ = f"TrustProducts/BU{HEX}/EntityAssignments/BV{HEX}"

    ref = AssignmentRef.require(id_, ENTITY)

    assert (f"TrustProducts/BU{HEX}", f"BV{HEX}") == (ref.bundle.path, ref.sid)
    assert id_ == ref.path
    assert f"BV{HEX}" == sids.last_sid(id_)
    assert f"BU{HEX}" == sids.last_sid(f"BU{HEX}")


@pytest.mark.parametrize(
    "id_",
    [
        "",
        f"BV{HEX}",
        f"TrustProducts/BU{HEX}",
        f"TrustProducts/BU{HEX}/ChannelEndpointAssignments/BV{HEX}",
        f"TrustProducts/BU{HEX}/EntityAssignments/RA{HEX}",
        f"EndUsers/BU{HEX}/EntityAssignments/BV{HEX}",
        f"TrustProducts/BU{HEX}/EntityAssignments/BV{HEX}/x",
    ],
)
def test_a_wrong_assignment_id_shows_the_right_form(id_: str) -> None:
    """Whoever types an id for ``get`` learns the form from the error."""
    with pytest.raises(InvalidIdError, match=r"TrustProducts/BU…/EntityAssignments/BV…"):
        AssignmentRef.require(id_, ENTITY)


def test_the_other_ids_show_their_form() -> None:
    """A SID where a path belongs, and the reverse."""
    with pytest.raises(InvalidIdError, match="TrustProducts/BU…"):
        BundleRef.require(f"BU{HEX}", "submission")
    with pytest.raises(InvalidIdError, match="which is its SID: BU…"):
        sids.require_sid(f"TrustProducts/BU{HEX}", "BU", "trust product")
    assert sids.require_sid(f"BU{HEX}", "BU", "trust product") == f"BU{HEX}"
    path = f"CustomerProfiles/BU{HEX}"
    bundle = BundleRef.require(path, "submission")
    assert path == bundle.path
    assert f"customer profile BU{HEX}" == str(bundle)
