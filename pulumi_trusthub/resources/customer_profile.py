"""CustomerProfile: what vouches for a business."""

from __future__ import annotations

from pulumi_trusthub.dynamic.providers import CustomerProfileProvider

from .base import BundleResource


class CustomerProfile(BundleResource, module="trusthub", name="CustomerProfile"):
    """A bundle that vouches for who a business is; it is made as a draft.

    A secondary profile, of an ISV's customer, is made here.  The account's own primary profile is
    made in Twilio's Console alone: :func:`~pulumi_trusthub.get_primary_customer_profile` finds it.
    It is submitted for review by a :class:`~pulumi_trusthub.Submission`, after everything that is
    assigned to it.  Its id is its SID, ``BU…``.
    """

    _dynamic_provider = CustomerProfileProvider()
