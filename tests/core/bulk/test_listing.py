"""The assignments of a bundle, by number."""

from __future__ import annotations

from pulumi_trusthub._core.bulk.listing import Listing
from pulumi_trusthub._core.model.refs import BundleKind, BundleRef


def test_a_number_without_a_name_is_no_number() -> None:
    """Every field of an answer may be null (OpenAPI file), and what is not named is not removed."""
    listing = Listing(
        BundleRef(BundleKind.CUSTOMER_PROFILE, "BU1"),
        [{"sid": "RA1", "channel_endpoint_sid": None}],
    )

    assert {} == listing.paths
    assert [] == listing.of_type("phone-number")
