"""What all onboardings have in common: a trust product on a customer profile, with numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypedDict

import pulumi

from pulumi_trusthub._core.model.attestation import Chain
from pulumi_trusthub.lookups.bundles import get_primary_customer_profile_output
from pulumi_trusthub.resources.end_user import EndUser
from pulumi_trusthub.resources.entity_assignment import EntityAssignment
from pulumi_trusthub.resources.provider import Provider
from pulumi_trusthub.resources.submission import Submission
from pulumi_trusthub.resources.trust_product import TrustProduct

from .phone_numbers import put_on_both

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pulumi_trusthub._core.model.policies import Policy

    from .phone_numbers import Numbers


class Attestation(TypedDict):
    """What the calls of one number will be signed with."""

    attestation: Literal["A", "B"]
    """``A``: the caller is known and may use the number; ``B``: only the caller is known."""

    missing: str | None
    """What stands between the number and ``A``."""


class Coverage(TypedDict):
    """Whether a trust product is in force for the calls of one number."""

    covered: bool
    """Whether it is."""

    missing: str | None
    """What it still takes."""


class Onboarding(pulumi.ComponentResource):
    """A trust product on a customer profile, with phone numbers on both.

    It goes from :meth:`_assemble` to :meth:`_submit` to :meth:`_tell`.
    """

    trust_product_sid: pulumi.Output[str]
    """The trust product."""

    status: pulumi.Output[str]
    """The trust product's status, as of the last up or refresh."""

    def __init__(
        self, resource_name: str, opts: pulumi.ResourceOptions | None, type_name: str
    ) -> None:
        super().__init__(f"trusthub:index:{type_name}", resource_name, None, opts)
        self._resource_name = resource_name
        self._parts: list[pulumi.Resource] = []
        self._chain: dict[str, Any] = {}

    def _assemble(
        self,
        *,
        policy_sid: Policy,
        customer_profile_sid: pulumi.Input[str] | None,
        friendly_name: pulumi.Input[str],
        email: pulumi.Input[str],
        numbers: Numbers,
        status_callback: pulumi.Input[str | None],
        adopt: pulumi.Input[bool | str | None],
        after: Sequence[pulumi.Resource] = (),
        look_for_linked: bool = True,
        end_users: Mapping[str, EndUser] | None = None,
    ) -> None:
        """Declare everything up to the submission.

        Args:
            policy_sid: What the product has to comply with.
            customer_profile_sid: The profile that it is linked to; None for the primary one.
            friendly_name: What people call the product.
            email: Where Twilio writes when the product's status changes.
            numbers: The numbers.
            status_callback: The URL that Twilio calls when the product's status changes.
            adopt: As :class:`TrustProduct` has it.
            after: What must be there before the product.
            look_for_linked: Ask for a product that the profile has already; a new profile has none,
                and to ask costs a request for each product of the account.
            end_users: What the product's policy asks for beside the profile, by what it is called.
        """
        if customer_profile_sid is None:
            customer_profile_sid = self._primary_profile()
        # What was there before is left in place as long as the product is.
        keep = may_adopt(adopt)
        product = TrustProduct(
            f"{self._resource_name}-product",
            friendly_name=friendly_name,
            email=email,
            policy_sid=policy_sid,
            status_callback=status_callback,
            adopt=adopt,
            for_customer_profile_sid=customer_profile_sid if look_for_linked else None,
            opts=pulumi.ResourceOptions(parent=self, depends_on=list(after)),
        )
        link = self._attach(
            "profile-link",
            object_sid=customer_profile_sid,
            bundle_sid=product.sid,
            keep_existing=keep,
        )
        for label, end_user in (end_users or {}).items():
            self._attach(
                f"{label}-link",
                object_sid=end_user.sid,
                bundle_sid=product.sid,
                keep_existing=keep,
            )
        on_both = put_on_both(
            self,
            self._resource_name,
            numbers,
            customer_profile_sid=customer_profile_sid,
            trust_product_sid=product.sid,
            after=[link],
            keep_existing=keep,
        )
        self._parts.append(on_both.part)
        self.trust_product_sid = product.sid
        self.status = product.status
        self._chain = {
            "profile_sid": customer_profile_sid,
            "product_sid": product.sid,
            "link": [link.object_sid, link.trust_product_sid],
            "numbers": on_both.by_key,
            "assigned": on_both.assigned,
            "bundles": on_both.bundles,
        }

    def _attach(
        self,
        label: str,
        *,
        object_sid: pulumi.Input[str],
        bundle_sid: pulumi.Input[str],
        to_profile: bool = False,
        keep_existing: bool = False,
    ) -> EntityAssignment:
        """Attach something to the product, or to the profile, before it is submitted."""
        name = f"{self._resource_name}-{label}"
        # Trust Hub takes nothing new on an approved bundle: when the old one went first, its calls
        # would lose what they have for good.
        opts = pulumi.ResourceOptions(parent=self, delete_before_replace=False)
        made = (
            EntityAssignment(
                name,
                object_sid=object_sid,
                customer_profile_sid=bundle_sid,
                keep_existing=keep_existing,
                opts=opts,
            )
            if to_profile
            else EntityAssignment(
                name,
                object_sid=object_sid,
                trust_product_sid=bundle_sid,
                keep_existing=keep_existing,
                opts=opts,
            )
        )
        self._parts.append(made)
        return made

    def _end_user(
        self,
        label: str,
        *,
        type_name: str,
        friendly_name: pulumi.Input[str],
        attributes: pulumi.Input[Any],
    ) -> EndUser:
        """Declare who or what a bundle has to name."""
        return EndUser(
            f"{self._resource_name}-{label}",
            friendly_name=friendly_name,
            type=type_name,
            attributes=attributes,
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _submit(
        self,
        *,
        triggers: pulumi.Input[Mapping[str, Any]] | None,
        force_destroy: bool,
        awaits: Sequence[Submission] = (),
    ) -> None:
        """Submit the product after all parts; on destroy this goes first and is the gate."""
        self.status = Submission(
            f"{self._resource_name}-submission",
            trust_product_sid=self.trust_product_sid,
            requires=self._parts,
            awaits=awaits,
            triggers=triggers,
            force_destroy=force_destroy,
            opts=pulumi.ResourceOptions(parent=self),
        ).status

    def _missing(
        self, profile_status: pulumi.Output[str] | None = None
    ) -> pulumi.Output[dict[str, str | None]]:
        """Name for each number the first link of the chain that is missing, None where none is.

        Args:
            profile_status: The status of a profile that is in the stack itself; one that was looked
                up is approved, and for one whose SID was given the approval of the product is taken
                to vouch.
        """
        return pulumi.Output.all(
            **self._chain, status=self.status, profile_status=profile_status
        ).apply(missing_links)

    def _tell(self, **outputs: pulumi.Output[Any]) -> None:
        """Register the outputs."""
        own = {"trust_product_sid": self.trust_product_sid, "status": self.status}
        self.register_outputs({**own, **outputs})

    def _primary_profile(self, instead: str = "customer_profile_sid") -> pulumi.Output[str]:
        """Look the approved primary profile up, in the account that the parts of this have."""
        provider = self._account(f"The customer profile cannot be looked up: give {instead}.")
        return get_primary_customer_profile_output(provider=provider).sid

    def _account(self, without: str) -> Provider | None:
        """Give the provider that the parts of this have, for a lookup."""
        provider = self.get_provider(f"pulumi-python:dynamic/trusthub:{TrustProduct.__name__}")
        if provider is None or isinstance(provider, Provider):
            return provider
        raise TypeError(f"The provider of this is no pulumi_trusthub.Provider. {without}")


def may_adopt(adopt: pulumi.Input[bool | str | None]) -> bool:
    """Tell whether something may be taken over; an output may say so later."""
    return adopt is not None and adopt is not False


def missing_links(found: Mapping[str, Any]) -> dict[str, str | None]:
    """Name for each number the first link of the chain that is missing."""
    profile_sid, product_sid = found["profile_sid"], found["product_sid"]
    chain = Chain(
        product_sid=product_sid,
        product_status=found["status"],
        profile_sid=profile_sid,
        profile_status=found.get("profile_status"),
        linked=found["link"] == [profile_sid, product_sid],
    )
    on_profile, on_product = found["bundles"]
    of_assigned = chain.missing(
        on_profile=on_profile == profile_sid, on_product=on_product == product_sid
    )
    of_others = chain.missing(on_profile=False, on_product=False)
    first = {True: next(iter(of_assigned), None), False: of_others[0]}
    return {key: first[sid in found["assigned"]] for key, sid in found["numbers"].items()}


def attestations(missing: Mapping[str, str | None]) -> dict[str, Attestation]:
    """Say what each number will be signed with."""
    return {
        key: {"attestation": "B" if link else "A", "missing": link} for key, link in missing.items()
    }


def coverage(missing: Mapping[str, str | None]) -> dict[str, Coverage]:
    """Say whether each number is covered."""
    return {key: {"covered": link is None, "missing": link} for key, link in missing.items()}
