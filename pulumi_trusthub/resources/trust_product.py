"""TrustProduct: what vouches for calls, SHAKEN/STIR above all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pulumi

from pulumi_trusthub.dynamic.providers import TrustProductProvider

from .base import BundleResource

if TYPE_CHECKING:
    from pulumi_trusthub._core.model.policies import Policy


class TrustProduct(BundleResource, module="trusthub", name="TrustProduct"):
    """A bundle that vouches for the calls of its numbers; it is made as a draft.

    It is submitted for review by a :class:`~pulumi_trusthub.Submission`, after everything that is
    assigned to it.  Its id is its SID, ``BU…``.
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
