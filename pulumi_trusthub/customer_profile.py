"""CustomerProfile: what vouches for a business."""

from __future__ import annotations

from ._bundling import BundleProvider, BundleResource
from ._ids import CUSTOMER_PROFILES


class CustomerProfileProvider(BundleProvider):
    """Makes, reads, changes and deletes customer profiles."""

    noun = "customer profile"
    collection = CUSTOMER_PROFILES


class CustomerProfile(BundleResource, module="trusthub", name="CustomerProfile"):
    """A bundle that vouches for who a business is; it is made as a draft.

    A secondary profile, of an ISV's customer, is made here.  The account's own primary profile is
    made in Twilio's Console alone: :func:`~pulumi_trusthub.get_primary_customer_profile` finds it.
    It is submitted for review by a :class:`~pulumi_trusthub.Submission`, after everything that is
    assigned to it.  Its id is its SID, ``BU…``.
    """

    _verbs = CustomerProfileProvider()
