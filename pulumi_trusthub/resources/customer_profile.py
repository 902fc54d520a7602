"""CustomerProfile: a bundle that vouches for a business."""

from __future__ import annotations

from pulumi_trusthub.dynamic.providers import CustomerProfileProvider

from .base import BundleResource


class CustomerProfile(BundleResource, module="trusthub", name="CustomerProfile"):
    """A bundle that vouches for the identity of a business, created as a draft.

    This resource creates a secondary profile, of an ISV's customer.  The account's own primary
    profile is created only in Twilio's Console:
    :func:`~pulumi_trusthub.get_primary_customer_profile` looks it up.  A
    :class:`~pulumi_trusthub.Submission` submits a profile for review, after everything that is
    assigned to the profile.  Its id is its SID, ``BU…``.
    """

    _dynamic_provider = CustomerProfileProvider()
