"""Ids as references to bundles and assignments."""

from __future__ import annotations

import pytest

from pulumi_trusthub._core.model import sids
from pulumi_trusthub._core.model.errors import InvalidIdError
from pulumi_trusthub._core.model.refs import ENTITY, AssignmentRef, BundleRef

HEX = "0123456789abcdef" * 2


def test_an_assignment_id_tells_its_bundle() -> None:
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
    form = r"the id of an entity assignment, .*: TrustProducts/BU…/EntityAssignments/BV…"
    with pytest.raises(InvalidIdError, match=form):
        AssignmentRef.require(id_, ENTITY)


def test_an_id_in_capitals_is_the_same() -> None:
    """Hexadecimal digits have no case, so an id has one spelling."""
    capitals = HEX.upper()
    assignment = f"TrustProducts/BU{capitals}/EntityAssignments/BV{capitals}"

    assert f"TrustProducts/BU{HEX}/EntityAssignments/BV{HEX}" == (
        AssignmentRef.require(assignment, ENTITY).path
    )
    assert f"TrustProducts/BU{HEX}" == BundleRef.require(f"TrustProducts/BU{capitals}", "x").path
    assert (None, f"BU{HEX}") == BundleRef.parse_loosely(f"BU{capitals}")
    assert f"BU{HEX}" == sids.require_sid(f"BU{capitals}", "BU", "trust product")


def test_a_wrong_id_of_another_resource_shows_the_right_form() -> None:
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
