"""Address: the postal address of a business, which the 2010 API holds."""

from __future__ import annotations

from typing import Any

import pulumi

from pulumi_trusthub.dynamic.providers import AddressProvider
from pulumi_trusthub.dynamic.resource import SidResource


class Address(SidResource, module="trusthub", name="Address"):
    """The postal address of a business; a supporting document refers to an address.

    Twilio rewrites an address in postal form (``123 Example Street`` becomes ``123 EXAMPLE ST``)
    unless ``auto_correct_address=False``.  That is no change: the declared values stay, and
    Twilio's version is in ``corrected``, which is a secret.  Its id is its SID, ``AD…``.
    """

    customer_name: pulumi.Output[str]
    """The person or business at the address."""

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
    """The address's name, for people."""

    emergency_enabled: pulumi.Output[bool]
    """Whether emergency calls may use the address."""

    corrected: pulumi.Output[dict[str, Any]]
    """Twilio's version of the address lines, and its values of other inputs that Twilio writes in
    another way; always a secret."""

    validated: pulumi.Output[bool | None]
    """Whether Twilio has validated the address."""

    verified: pulumi.Output[bool | None]
    """Whether Twilio has verified the address."""

    date_created: pulumi.Output[str]
    """Time of creation, RFC 2822."""

    date_updated: pulumi.Output[str]
    """Time of the last update, RFC 2822."""

    uri: pulumi.Output[str]
    """The address's path in the API."""

    adopted: pulumi.Output[bool]
    """Whether the address existed before and is therefore left in place on destroy."""

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
            resource_name: The resource's name in the stack.
            customer_name: The person or business at the address.
            street: Number and street.
            city: City.
            region: State or region.
            postal_code: Postal code.
            iso_country: ISO country code of two letters; cannot be changed later.
            street_secondary: Suite, floor and the like.
            friendly_name: The address's name, for people; at most 64 characters.
            emergency_enabled: Whether emergency calls may use the address.
            auto_correct_address: Whether Twilio may rewrite the address in postal form; Twilio's
                default is True.
            adopt: Adopt an existing address instead of creating one: its SID, or True for the
                address of the same name and country, if there is any.  An adopted address is left
                in place on destroy.
            opts: Options for the resource.
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
