"""ShakenStir: the SHAKEN/STIR onboarding of a direct customer as one resource."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypedDict

import pulumi

from ._chain import Chain
from .channel_endpoint_assignment import ChannelEndpointAssignment
from .entity_assignment import EntityAssignment
from .lookups import get_primary_customer_profile_output
from .policies import Policy
from .provider import Provider
from .submission import Submission
from .trust_product import TrustProduct


class Attestation(TypedDict):
    """What the calls of one number will be signed with."""

    attestation: Literal["A", "B"]
    """``A``: the caller is known and may use the number; ``B``: only the caller is known."""

    missing: str | None
    """What stands between the number and ``A``."""


class ShakenStir(pulumi.ComponentResource):
    """Lets the calls of some phone numbers be signed with attestation A.

    It declares the six steps of Twilio's guide: the approved business profile, a trust product,
    the link between both, every number on the profile and then on the product, and the submission
    after all of them, which on destroy goes first and refuses while a review runs.

    A number that is added or removed later changes nothing but its own two assignments, and needs
    no new submission.  Another customer profile moves the link, then each number.  Trust Hub takes
    no new link on an approved product: the up ends there, before anything is moved, and another
    component, with another ``friendly_name``, is the way to another profile.
    """

    trust_product_sid: pulumi.Output[str]
    """The trust product."""

    status: pulumi.Output[str]
    """The trust product's status, as of the last up or refresh."""

    attestations: pulumi.Output[dict[str, Attestation]]
    """What each number will be signed with, by its key or SID.

    ``A`` asks for an approved trust product that is linked to the profile, and for the number on
    both.  The profile itself is one that is approved where it was looked up; where its SID was
    given, the approval of the product is taken to vouch for it.
    """

    def __init__(
        self,
        resource_name: str,
        *,
        friendly_name: pulumi.Input[str],
        email: pulumi.Input[str],
        phone_number_sids: Mapping[str, pulumi.Input[str]] | Sequence[str],
        customer_profile_sid: pulumi.Input[str] | None = None,
        status_callback: pulumi.Input[str | None] = None,
        adopt: pulumi.Input[bool | str | None] = None,
        submit: bool = True,
        force_destroy: bool = False,
        triggers: pulumi.Input[Mapping[str, Any]] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Declare an onboarding.

        Args:
            resource_name: What the stack calls it; the names of all its parts begin with it.
            friendly_name: What people call the trust product.
            email: Where Twilio writes when the product's status changes.
            phone_number_sids: The numbers: a list of SIDs, or a mapping whose values are the SIDs.
                What is in a list, and a mapping's keys, become parts of names in the stack's state,
                so they must be known before anything is made.  A SID that
                :func:`~pulumi_trusthub.get_phone_numbers_output` finds is known only later: put it
                into a mapping, with the number in E.164 as its key.  Don't change a key, nor a list
                into a mapping: the number would be taken over under the new name and then removed
                under the old one.
            customer_profile_sid: The business profile; None for the account's one approved primary
                profile, which is looked up.
            status_callback: The URL that Twilio calls when the product's status changes.
            adopt: Take over an existing trust product instead of making one: its SID, or True for
                the one of the same name if there is one.  It and whatever of its link and numbers
                was there before is left in place on destroy.
            submit: Submit the product for review.  A test stack that doesn't can be destroyed at
                any time.
            force_destroy: Let a destroy pass while a review runs; Twilio may still refuse it.
            triggers: Any values; when they change, a rejected product is submitted again.
            opts: A bag of options; ``provider`` and ``providers`` hold for the lookup too.

        Raises:
            TypeError: What the numbers are given as cannot name anything.
        """
        numbers = _by_key(phone_number_sids)
        super().__init__("trusthub:index:ShakenStir", resource_name, None, opts)
        inside = pulumi.ResourceOptions(parent=self)
        # What was there before is left in place as long as the product is.
        keep = adopt is not None and adopt is not False
        if customer_profile_sid is None:
            customer_profile_sid = get_primary_customer_profile_output(provider=self._account()).sid

        product = TrustProduct(
            f"{resource_name}-product",
            friendly_name=friendly_name,
            email=email,
            policy_sid=Policy.SHAKEN_STIR,
            status_callback=status_callback,
            adopt=adopt,
            opts=inside,
        )
        link = EntityAssignment(
            f"{resource_name}-profile-link",
            trust_product_sid=product.sid,
            object_sid=customer_profile_sid,
            keep_existing=keep,
            # Trust Hub takes no new link on an approved product: when the old one went first, its
            # calls would lose their attestation for good.
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=False),
        )
        required: list[pulumi.Resource] = [link]
        on_both: dict[str, list[pulumi.Output[str | None]]] = {}
        for key, number_sid in numbers.items():
            on_profile = ChannelEndpointAssignment(
                f"{resource_name}-{key}-on-profile",
                customer_profile_sid=customer_profile_sid,
                channel_endpoint_sid=number_sid,
                keep_existing=keep,
                # A new link that is refused stops everything before a number is moved.
                opts=pulumi.ResourceOptions(parent=self, depends_on=[link]),
            )
            on_product = ChannelEndpointAssignment(
                f"{resource_name}-{key}-on-product",
                trust_product_sid=product.sid,
                channel_endpoint_sid=number_sid,
                keep_existing=keep,
                # It must go before the profile's assignment does, also where that is replaced, of
                # which a dependency alone says nothing.
                opts=pulumi.ResourceOptions(
                    parent=self, depends_on=[on_profile], replace_with=[on_profile]
                ),
            )
            required += [on_profile, on_product]
            on_both[key] = [on_profile.customer_profile_sid, on_product.trust_product_sid]

        self.trust_product_sid = product.sid
        self.status = product.status
        if submit:
            self.status = Submission(
                f"{resource_name}-submission",
                trust_product_sid=product.sid,
                requires=required,
                triggers=triggers,
                force_destroy=force_destroy,
                opts=inside,
            ).status
        self.attestations = pulumi.Output.all(
            profile_sid=customer_profile_sid,
            product_sid=product.sid,
            status=self.status,
            link=[link.object_sid, link.trust_product_sid],
            numbers=on_both,
        ).apply(_attestations)
        self.register_outputs(
            {
                "trust_product_sid": self.trust_product_sid,
                "status": self.status,
                "attestations": self.attestations,
            }
        )

    def _account(self) -> Provider | None:
        """Give the provider that the parts of this have, for the lookup."""
        provider = self.get_provider(f"pulumi-python:dynamic/trusthub:{TrustProduct.__name__}")
        if provider is None or isinstance(provider, Provider):
            return provider
        raise TypeError(
            "The customer profile cannot be looked up with a provider that is no "
            "pulumi_trusthub.Provider: give customer_profile_sid."
        )


def _by_key(given: Mapping[str, pulumi.Input[str]] | Sequence[str]) -> dict[str, pulumi.Input[str]]:
    """Give each number the key that its parts are named by."""
    sids: Any = given
    if isinstance(given, Sequence) and not isinstance(given, str):
        sids = {sid: sid for sid in given} if all(isinstance(sid, str) for sid in given) else None
    if not isinstance(sids, Mapping) or not all(isinstance(key, str) for key in sids):
        raise TypeError(
            "phone_number_sids is a list of SIDs that are known now, or a mapping from names to "
            'SIDs, such as {"+14155550100": number.sid}: its parts are named by them.'
        )
    return dict(sids)


def _attestations(found: Mapping[str, Any]) -> dict[str, Attestation]:
    """Name for each number the first link of the chain that is missing."""
    profile_sid, product_sid = found["profile_sid"], found["product_sid"]
    chain = Chain(
        product_sid=product_sid,
        product_status=found["status"],
        profile_sid=profile_sid,
        profile_status=None,
        linked=found["link"] == [profile_sid, product_sid],
    )
    attestations: dict[str, Attestation] = {}
    for key, (on_profile, on_product) in found["numbers"].items():
        missing = chain.missing(
            on_profile=on_profile == profile_sid, on_product=on_product == product_sid
        )
        attestations[key] = {
            "attestation": "B" if missing else "A",
            "missing": missing[0] if missing else None,
        }
    return attestations
