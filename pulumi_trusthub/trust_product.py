"""TrustProduct: what vouches for calls, SHAKEN/STIR above all."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import pulumi

from ._bundling import BundleInputs, BundleProvider, BundleResource
from ._ids import TRUST_PRODUCTS
from ._inputs import BundleSid
from ._linked import linked_product, require_no_linked_product

if TYPE_CHECKING:
    from ._client import TrustHubClient
    from ._provider import Properties
    from .policies import Policy


class TrustProductInputs(BundleInputs):
    """The inputs of a trust product."""

    local: ClassVar[frozenset[str]] = BundleInputs.local | {"for_customer_profile_sid"}
    for_create: ClassVar[frozenset[str]] = BundleInputs.for_create | {"for_customer_profile_sid"}

    for_customer_profile_sid: BundleSid | None = None


class TrustProductProvider(BundleProvider):
    """Makes, reads, changes and deletes trust products."""

    noun = "trust product"
    inputs = TrustProductInputs
    collection = TRUST_PRODUCTS

    def existing(
        self, client: TrustHubClient, props: Properties, sid: str | None
    ) -> Properties | None:
        """Find, beside what every bundle finds, the one that its customer profile has already."""
        found = super().existing(client, props, sid)
        profile_sid = props.get("for_customer_profile_sid")
        if found is not None or sid is not None or not profile_sid:
            return found
        return linked_product(client, props["policy_sid"], profile_sid)

    def make_new(self, client: TrustHubClient, props: Properties) -> Properties:
        """Make a draft, unless nothing was said of one that its customer profile has already."""
        profile_sid = props.get("for_customer_profile_sid")
        if profile_sid and props.get("adopt") is None:
            policy_sid, name = props["policy_sid"], props["friendly_name"]
            require_no_linked_product(client, policy_sid, profile_sid, name)
        return super().make_new(client, props)


class TrustProduct(BundleResource, module="trusthub", name="TrustProduct"):
    """A bundle that vouches for the calls of its numbers; it is made as a draft.

    It is submitted for review by a :class:`~pulumi_trusthub.Submission`, after everything that is
    assigned to it.  Its id is its SID, ``BU…``.
    """

    _verbs = TrustProductProvider()

    def __init__(
        self,
        resource_name: str,
        *,
        friendly_name: pulumi.Input[str],
        email: pulumi.Input[str],
        policy_sid: pulumi.Input[str | Policy],
        status_callback: pulumi.Input[str | None] = None,
        adopt: pulumi.Input[bool | str | None] = None,
        for_customer_profile_sid: pulumi.Input[str | None] = None,
        allow_replace: bool = False,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Declare a trust product.

        Args:
            resource_name: What the stack calls it.
            friendly_name: What people call it.
            email: Where Twilio writes when its status changes.
            policy_sid: What it has to comply with; cannot be changed later.  See
                :class:`~pulumi_trusthub.Policy`.
            status_callback: The URL that Twilio calls when its status changes.
            adopt: Take over an existing one instead of making one: its SID, or True for the
                one of the same policy and name if there is one.  It is left in place on destroy.
            for_customer_profile_sid: The customer profile that it will be linked to by an
                :class:`~pulumi_trusthub.EntityAssignment`.  A trust product of the same policy
                that is linked to this profile already then counts as well, whatever its name:
                ``adopt=True`` takes it over, ``adopt=False`` makes another one beside it, and
                without either of them it is an error that names it.  Only its creation asks for
                it: a later change of this is none.
            allow_replace: Allow a change of policy, which makes another product and costs the
                approval of this one.
            opts: A bag of options.
        """
        inputs = {
            "friendly_name": friendly_name,
            "email": email,
            "policy_sid": policy_sid,
            "status_callback": status_callback,
            "adopt": adopt,
            "for_customer_profile_sid": for_customer_profile_sid,
            "allow_replace": allow_replace or None,
        }
        self._declare(resource_name, inputs, opts)
