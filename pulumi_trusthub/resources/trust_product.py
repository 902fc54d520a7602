"""TrustProduct: a bundle that vouches for calls, SHAKEN/STIR above all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pulumi

from pulumi_trusthub.dynamic.providers import TrustProductProvider

from .base import BundleResource

if TYPE_CHECKING:
    from pulumi_trusthub._core.model.policies import Policy


class TrustProduct(BundleResource, module="trusthub", name="TrustProduct"):
    """A bundle that vouches for the calls of its numbers, created as a draft.

    A :class:`~pulumi_trusthub.Submission` submits a product for review, after everything that is
    assigned to the product.  Its id is its SID, ``BU…``.
    """

    _dynamic_provider = TrustProductProvider()

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
            resource_name: The resource's name in the stack.
            friendly_name: The product's name, for people.
            email: The address that Twilio writes to when the product's status changes.
            policy_sid: The policy that the product has to comply with; cannot be changed later.
                See :class:`~pulumi_trusthub.Policy`.
            status_callback: The URL that Twilio calls when the product's status changes.
            adopt: Adopt an existing product instead of creating one: its SID, or True for the
                product of the same policy and name, if there is any.  An adopted product is left in
                place on destroy.
            for_customer_profile_sid: The customer profile that the product will be linked to by an
                :class:`~pulumi_trusthub.EntityAssignment`.  A trust product of the same policy that
                is already linked to this profile then counts as well, whatever its name:
                ``adopt=True`` adopts that product, ``adopt=False`` creates another product beside
                it, and without either of them it is an error that names it.  Only a create reads
                this input: a later change has no effect.
            allow_replace: Allow a change of policy, which creates another product and costs the
                approval of this one.
            opts: Options for the resource.
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
