"""The base of all components: a trust product on a customer profile, with numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypedDict

import pulumi

from pulumi_trusthub._core.model.attestation import AttestationRequirements
from pulumi_trusthub._core.model.sids import in_one_case
from pulumi_trusthub.dynamic.form import NativeForm, dynamic_type, native_form, native_type
from pulumi_trusthub.dynamic.names import to_camel
from pulumi_trusthub.lookups.bundles import get_primary_customer_profile_output
from pulumi_trusthub.resources.end_user import EndUser
from pulumi_trusthub.resources.entity_assignment import EntityAssignment
from pulumi_trusthub.resources.provider import Provider
from pulumi_trusthub.resources.submission import Submission
from pulumi_trusthub.resources.trust_product import TrustProduct

from .phone_numbers import PhoneNumberInputs, put_on_both

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pulumi_trusthub._core.model.policies import Policy


class Attestation(TypedDict):
    """The attestation with which the calls of a number will be signed."""

    attestation: Literal["A", "B"]
    """``A``: the caller is known and may use the number; ``B``: only the caller is known."""

    missing: str | None
    """The first missing link on the way to ``A``."""


class Coverage(TypedDict):
    """Whether a trust product is in force for the calls of a number."""

    covered: bool
    """Whether the number's calls are covered."""

    missing: str | None
    """The first missing link on the way to coverage."""


class Onboarding(pulumi.ComponentResource):
    """A trust product on a customer profile, with phone numbers on both.

    A component calls :meth:`_declare_parts`, then :meth:`_submit`, then :meth:`_register`.
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
        self._profile_valid_until: pulumi.Output[str | None] | None = None

    def _declare_parts(
        self,
        *,
        policy_sid: Policy,
        customer_profile_sid: pulumi.Input[str] | None,
        friendly_name: pulumi.Input[str],
        email: pulumi.Input[str],
        numbers: PhoneNumberInputs,
        status_callback: pulumi.Input[str | None],
        adopt: pulumi.Input[bool | str | None],
        after: Sequence[pulumi.Resource] = (),
        look_for_linked: bool = True,
        end_users: Mapping[str, EndUser] | None = None,
    ) -> None:
        """Declare all parts but the submission.

        With ``look_for_linked``, a product counts that is already linked to the profile.  A new
        profile has none, and looking costs a request for each product of the account.  The end
        users are those that the product's policy requires beside the profile, by part name.
        """
        if customer_profile_sid is None:
            customer_profile_sid = self._primary_profile()
        # Assignments that existed before stay in place as long as the product does.
        keep = may_adopt(adopt)
        product = TrustProduct(
            f"{self._resource_name}-product",
            friendly_name=friendly_name,
            email=email,
            policy_sid=policy_sid,
            status_callback=status_callback,
            adopt=adopt,
            for_customer_profile_sid=customer_profile_sid if look_for_linked else None,
            opts=pulumi.ResourceOptions(
                # Twilio may let nothing off an approved bundle: its end users are deleted later.
                parent=self,
                depends_on=[*after, *(end_users or {}).values()],
            ),
        )
        link = self._attach(
            "profile-link",
            object_sid=customer_profile_sid,
            bundle_sid=product.sid,
            keep_existing=keep,
        )
        for label, end_user in (end_users or {}).items():
            self._attach(
                f"{label}-link", object_sid=end_user.sid, bundle_sid=product.sid, keep_existing=keep
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
            "product_valid_until": product.valid_until,
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
        """Attach an object to the product, or to the profile, before the submission."""
        name = f"{self._resource_name}-{label}"
        # Trust Hub accepts no new assignment on an approved bundle: if the old one were deleted
        # first, the bundle would lose its object for good.
        opts = pulumi.ResourceOptions(parent=self, delete_before_replace=False)
        bundle: dict[str, Any] = {
            "customer_profile_sid" if to_profile else "trust_product_sid": bundle_sid
        }
        made = EntityAssignment(
            name, object_sid=object_sid, keep_existing=keep_existing, opts=opts, **bundle
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
        """Declare a business or a person that a bundle has to name."""
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
        """Submit the product after all parts; a destroy begins with the submission."""
        submission = Submission(
            f"{self._resource_name}-submission",
            trust_product_sid=self.trust_product_sid,
            requires=self._parts,
            awaits=awaits,
            triggers=triggers,
            force_destroy=force_destroy,
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.status = submission.status
        self._chain["product_valid_until"] = submission.valid_until

    def _missing_requirements(
        self,
        profile_status: pulumi.Output[str] | None = None,
        profile_valid_until: pulumi.Output[str | None] | None = None,
    ) -> pulumi.Output[dict[str, str | None]]:
        """Name the first missing link of each number, None where the chain is complete.

        Args:
            profile_status: The status of a profile in the stack itself.  A profile that was looked
                up is approved; for a profile whose SID was given, the product's approval stands for
                its own.
            profile_valid_until: When that profile's approval ends.
        """
        return pulumi.Output.all(
            **self._chain,
            status=self.status,
            profile_status=profile_status,
            profile_valid_until=profile_valid_until or self._profile_valid_until,
        ).apply(missing_links)

    def _register(self, **outputs: pulumi.Output[Any]) -> None:
        """Register the outputs."""
        own = {"trust_product_sid": self.trust_product_sid, "status": self.status}
        every = {**own, **outputs}
        self.register_outputs(every if native_form() is None else to_camel(every))

    def _primary_profile(self, instead: str = "customer_profile_sid") -> pulumi.Output[str]:
        """Look up the approved primary profile in the account of the component's parts."""
        provider = self._account(f"The customer profile cannot be looked up: give {instead}.")
        profile = get_primary_customer_profile_output(provider=provider)
        self._profile_valid_until = profile.valid_until
        return profile.sid

    def _account(self, without: str) -> Provider | NativeForm | None:
        """Give the provider of the component's parts, for a lookup."""
        form = native_form()
        if form is not None and form.configuration is not None:
            return form
        token = dynamic_type if form is None else native_type
        provider = self.get_provider(token(TrustProduct.__name__))
        if provider is None or isinstance(provider, Provider):
            return provider
        raise TypeError(f"The provider of this is no pulumi_trusthub.Provider. {without}")


def may_adopt(adopt: pulumi.Input[bool | str | None]) -> bool:
    """Tell whether an object may be adopted; an output counts as yes."""
    return adopt is not None and adopt is not False


def missing_links(found: Mapping[str, Any]) -> dict[str, str | None]:
    """Name the first missing link of each number."""
    # As the program wrote it, and the parts' outputs in one case.
    profile_sid, product_sid = in_one_case(found["profile_sid"]), found["product_sid"]
    chain = AttestationRequirements(
        product_sid=product_sid,
        product_status=found["status"],
        profile_sid=profile_sid,
        profile_status=found.get("profile_status"),
        linked=found["link"] == [profile_sid, product_sid],
        product_valid_until=found.get("product_valid_until"),
        profile_valid_until=found.get("profile_valid_until"),
    )
    on_profile, on_product = found["bundles"]
    of_assigned = chain.missing(
        on_profile=on_profile == profile_sid, on_product=on_product == product_sid
    )
    of_others = chain.missing(on_profile=False, on_product=False)
    first = {True: next(iter(of_assigned), None), False: of_others[0]}
    return {
        key: first[in_one_case(sid) in found["assigned"]] for key, sid in found["numbers"].items()
    }


def attestations(missing: Mapping[str, str | None]) -> dict[str, Attestation]:
    """Give the attestation of each number."""
    return {
        key: {"attestation": "B" if link else "A", "missing": link} for key, link in missing.items()
    }


def coverage(missing: Mapping[str, str | None]) -> dict[str, Coverage]:
    """Tell for each number whether its calls are covered."""
    return {key: {"covered": link is None, "missing": link} for key, link in missing.items()}
