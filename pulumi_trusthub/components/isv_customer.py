"""IsvCustomer: the SHAKEN/STIR onboarding of an ISV's customer as one resource."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pulumi

from pulumi_trusthub._core.handlers.addresses import PERSONAL
from pulumi_trusthub._core.model.policies import Policy
from pulumi_trusthub.resources.address import Address
from pulumi_trusthub.resources.attribute_types import BusinessAddress, CustomerProfileAddress
from pulumi_trusthub.resources.customer_profile import CustomerProfile
from pulumi_trusthub.resources.submission import Submission
from pulumi_trusthub.resources.supporting_document import SupportingDocument

from .base import Attestation, Onboarding, attestations, may_adopt
from .phone_numbers import PhoneNumberSids, numbers_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pulumi_trusthub.resources.attribute_types import (
        AuthorizedRepresentative,
        BusinessInformation,
    )
    from pulumi_trusthub.resources.end_user import EndUser


class IsvCustomer(Onboarding):
    """Lets the calls of an ISV's customer be signed with attestation A.

    The component declares the steps of Twilio's guide for ISVs and resellers: a secondary business
    profile with its business information, representatives and address, linked to the ISV's primary
    profile; a trust product linked to the secondary profile; every number on the profile and then
    on the product; the submission of the profile after all of them, and after it the product's.

    Twilio evaluates a product only when its profile is in review or approved.  So the first ``up``
    submits the profile and leaves the product a draft, with a warning; once the profile is in
    review, ``pulumi up --refresh`` submits the product.  A destroy begins with both submissions,
    and is refused while one of their reviews runs.

    All data about people and places is secret in the state.
    """

    customer_profile_sid: pulumi.Output[str]
    """The customer's secondary profile."""

    customer_profile_status: pulumi.Output[str]
    """The profile's status, as of the last up or refresh."""

    customer_profile_submission: Submission | None
    """The profile's submission, for the ``awaits`` of others; None where nothing is submitted."""

    attestations: pulumi.Output[dict[str, Attestation]]
    """Attestation of each number, by the number's key or SID: A requires an approved profile, an
    approved trust product that is linked to it, and the number on both."""

    def __init__(
        self,
        resource_name: str,
        *,
        friendly_name: pulumi.Input[str],
        email: pulumi.Input[str],
        business_information: pulumi.Input[BusinessInformation],
        authorized_representative_1: pulumi.Input[AuthorizedRepresentative],
        address: BusinessAddress,
        phone_number_sids: PhoneNumberSids,
        authorized_representative_2: pulumi.Input[AuthorizedRepresentative] | None = None,
        primary_customer_profile_sid: pulumi.Input[str] | None = None,
        status_callback: pulumi.Input[str | None] = None,
        adopt: pulumi.Input[bool | str | None] = None,
        adopt_customer_profile: pulumi.Input[bool | str | None] = None,
        submit: bool = True,
        force_destroy: bool = False,
        triggers: pulumi.Input[Mapping[str, Any]] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Declare the onboarding of an ISV's customer.

        Args:
            resource_name: The component's name in the stack; the names of its parts begin with it.
            friendly_name: The customer's name, for people: profile and trust product have this
                name.
            email: The address that Twilio writes to when the status of either changes.
            business_information: The business, in Twilio's attributes.
            authorized_representative_1: The person who represents the business.
            address: The address of the business.
            phone_number_sids: The numbers: a list of SIDs, or a mapping whose values are the SIDs
                and whose keys name them in outputs, as in :class:`~pulumi_trusthub.ShakenStir`.
            authorized_representative_2: A second person who represents the business, if any.
            primary_customer_profile_sid: The ISV's own profile; None for the one approved primary
                profile of the component's account, which is looked up.
                A subaccount has none: give the parent's.
            status_callback: The URL that Twilio calls when the status of either changes.
            adopt: Adopt an existing trust product instead of creating one: its SID, or True for the
                product of the same name or else the product that is linked to the profile.  The
                adopted product, and its link and numbers if they existed before, are left in place
                on destroy.
            adopt_customer_profile: Adopt an existing secondary profile instead of creating one: a
                SID, or True for the profile of the same name, if there is any.  The adopted
                profile, and its parts if they existed before, are left in place on destroy.  The
                component's people and document are new ones, which an approved profile does not
                accept: :class:`~pulumi_trusthub.ShakenStir` puts a product on such a profile.
            submit: Submit profile and product for review.  A test stack without submissions can be
                destroyed at any time.
            force_destroy: Allow a destroy while a review runs; Twilio may still refuse it.
            triggers: Any values; when they change, a rejected profile or product is submitted
                again.
            opts: Options for the component; ``provider`` and ``providers`` hold for the lookup too.
                The customer may have a subaccount, and the subaccount's provider here.

        Raises:
            TypeError: The numbers are no SIDs.
        """
        numbers = numbers_of(phone_number_sids)
        super().__init__(resource_name, opts, "IsvCustomer")
        inside = pulumi.ResourceOptions(parent=self)
        if primary_customer_profile_sid is None:
            primary_customer_profile_sid = self._primary_profile("primary_customer_profile_sid")
        people: dict[str, tuple[str, pulumi.Input[Any] | None]] = {
            "business-information": ("customer_profile_business_information", business_information),
            "authorized-representative-1": (
                "authorized_representative_1",
                authorized_representative_1,
            ),
            "authorized-representative-2": (
                "authorized_representative_2",
                authorized_representative_2,
            ),
        }
        own: dict[str, EndUser | SupportingDocument] = {
            label: self._end_user(
                label, type_name=type_name, friendly_name=friendly_name, attributes=attributes
            )
            for label, (type_name, attributes) in people.items()
            if attributes is not None
        }
        own["address-document"] = self._address_document(
            friendly_name, _with_name(address, business_information)
        )
        profile = CustomerProfile(
            f"{resource_name}-profile",
            friendly_name=friendly_name,
            email=email,
            policy_sid=Policy.SECONDARY_CUSTOMER_PROFILE,
            status_callback=status_callback,
            adopt=adopt_customer_profile,
            # Twilio may let nothing off an approved profile: what is on it is deleted later.
            opts=pulumi.ResourceOptions(parent=self, depends_on=list(own.values())),
        )
        keep = may_adopt(adopt_customer_profile)
        of_profile: dict[str, pulumi.Input[str]] = {
            "primary-profile": primary_customer_profile_sid,
            **{label: it.sid for label, it in own.items()},
        }
        for label, object_sid in of_profile.items():
            self._attach(
                f"{label}-link",
                object_sid=object_sid,
                bundle_sid=profile.sid,
                to_profile=True,
                keep_existing=keep,
            )
        self._declare_parts(
            policy_sid=Policy.SHAKEN_STIR,
            customer_profile_sid=profile.sid,
            friendly_name=friendly_name,
            email=email,
            numbers=numbers,
            status_callback=status_callback,
            adopt=adopt,
            after=[profile],
            # A new profile has no product yet, and an ISV has thousands of products to look
            # through.
            look_for_linked=keep or may_adopt(adopt),
        )
        self.customer_profile_sid = profile.sid
        self.customer_profile_status = profile.status
        valid_until = profile.valid_until
        self.customer_profile_submission = None
        if submit:
            self.customer_profile_submission = Submission(
                f"{resource_name}-profile-submission",
                customer_profile_sid=profile.sid,
                requires=self._parts,
                triggers=triggers,
                force_destroy=force_destroy,
                opts=inside,
            )
            self.customer_profile_status = self.customer_profile_submission.status
            valid_until = self.customer_profile_submission.valid_until
            self._submit(
                triggers=triggers,
                force_destroy=force_destroy,
                awaits=[self.customer_profile_submission],
            )
        self.attestations = self._missing_requirements(
            self.customer_profile_status, valid_until
        ).apply(attestations)
        self._register(
            customer_profile_sid=self.customer_profile_sid,
            customer_profile_status=self.customer_profile_status,
            attestations=self.attestations,
        )

    def _address_document(
        self, friendly_name: pulumi.Input[str], lines: Mapping[str, pulumi.Input[str]]
    ) -> SupportingDocument:
        secret: dict[str, Any] = {
            name: pulumi.Output.secret(lines[name]) for name in PERSONAL if name in lines
        }
        where = Address(
            f"{self._resource_name}-address",
            **secret,
            iso_country=lines["iso_country"],
            # If only the input were secret, Twilio's response would be stored in plain text.
            opts=pulumi.ResourceOptions(parent=self, additional_secret_outputs=list(PERSONAL)),
        )
        return SupportingDocument(
            f"{self._resource_name}-address-document",
            friendly_name=friendly_name,
            type="customer_profile_address",
            attributes=CustomerProfileAddress(address_sids=where.sid),
            opts=pulumi.ResourceOptions(parent=self),
        )


def _with_name(
    address: BusinessAddress, business_information: pulumi.Input[BusinessInformation]
) -> dict[str, pulumi.Input[str]]:
    """Give an address the name of the business, unless the address has a name."""
    lines: dict[str, Any] = dict(address)
    information = pulumi.Output.from_input(business_information)
    # A missing name is reported with all other problems by the address itself.
    name = information.apply(lambda given: given.get("business_name", ""))
    lines.setdefault("customer_name", name)
    return lines
