"""Address: where a business is, as Twilio's 2010 API holds it."""

from __future__ import annotations

import pulumi

from pulumi_trusthub.dynamic.providers import AddressProvider
from pulumi_trusthub.dynamic.resource import SidResource


class Address(SidResource, module="trusthub", name="Address"):
    """Where a business is; a supporting document refers to it.

    Twilio rewrites it as the post would (``123 Example Street`` becomes ``123 EXAMPLE ST``) unless
    ``auto_correct_address=False``.  That is no change: what was declared stays, and Twilio's
    version is in ``corrected``.  Its id is its SID, ``AD…``.
    """

    customer_name: pulumi.Output[str]
    """Whose address it is."""

    street: pulumi.Output[str]
    """Number and street."""

    street_secondary: pulumi.Output[str | None]
    """Suite, floor and the like."""

    city: pulumi.Output[str]
    """City."""

    region: pulumi.Output[str]
    """State or region."""

    postal_code: pulumi.Output[str]
    """Postal code."""

    iso_country: pulumi.Output[str]
    """ISO country code of two letters."""

    friendly_name: pulumi.Output[str | None]
    """What people call it."""

    emergency_enabled: pulumi.Output[bool]
    """Whether emergency calls may use it."""

    corrected: pulumi.Output[dict[str, str]]
    """Twilio's version of its lines."""

    validated: pulumi.Output[bool | None]
    """Whether Twilio validated it."""

    verified: pulumi.Output[bool | None]
    """Whether Twilio verified it."""

    date_created: pulumi.Output[str]
    """When it was made, RFC 2822."""

    date_updated: pulumi.Output[str]
    """When it was changed last, RFC 2822."""

    uri: pulumi.Output[str]
    """Its path in the API."""

    adopted: pulumi.Output[bool]
    """Whether it existed before and is therefore left in place on destroy."""

    _dynamic_provider = AddressProvider()

    def __init__(
        self,
        resource_name: str,
        *,
        customer_name: pulumi.Input[str],
        street: pulumi.Input[str],
        city: pulumi.Input[str],
        region: pulumi.Input[str],
        postal_code: pulumi.Input[str],
        iso_country: pulumi.Input[str],
        street_secondary: pulumi.Input[str | None] = None,
        friendly_name: pulumi.Input[str | None] = None,
        emergency_enabled: pulumi.Input[bool | None] = None,
        auto_correct_address: pulumi.Input[bool | None] = None,
        adopt: pulumi.Input[bool | str | None] = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Declare an address.

        Args:
            resource_name: What the stack calls it.
            customer_name: Whose address it is.
            street: Number and street.
            city: City.
            region: State or region.
            postal_code: Postal code.
            iso_country: ISO country code of two letters; cannot be changed later.
            street_secondary: Suite, floor and the like.
            friendly_name: What people call it, in at most 64 characters.
            emergency_enabled: Whether emergency calls may use it.
            auto_correct_address: Whether Twilio may rewrite it as the post would; Twilio's default
                is True.
            adopt: Take over an existing one instead of making one: its SID, or True for the
                one of the same name and country if there is one.  It is left in place on destroy.
            opts: A bag of options.
        """
        inputs = {
            "customer_name": customer_name,
            "street": street,
            "street_secondary": street_secondary,
            "city": city,
            "region": region,
            "postal_code": postal_code,
            "iso_country": iso_country,
            "friendly_name": friendly_name,
            "emergency_enabled": emergency_enabled,
            "auto_correct_address": auto_correct_address,
            "adopt": adopt,
        }
        self._declare(resource_name, inputs, opts)
