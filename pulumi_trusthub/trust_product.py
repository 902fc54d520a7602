"""TrustProduct: what vouches for calls, SHAKEN/STIR above all."""

from __future__ import annotations

from ._bundling import BundleProvider, BundleResource
from ._ids import TRUST_PRODUCTS


class TrustProductProvider(BundleProvider):
    """Makes, reads, changes and deletes trust products."""

    noun = "trust product"
    collection = TRUST_PRODUCTS


class TrustProduct(BundleResource, module="trusthub", name="TrustProduct"):
    """A bundle that vouches for the calls of its numbers; it is made as a draft.

    It is submitted for review by a :class:`~pulumi_trusthub.Submission`, after everything that is
    assigned to it.  Its id is its SID, ``BU…``.
    """

    _verbs = TrustProductProvider()
