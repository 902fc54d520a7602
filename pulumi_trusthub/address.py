"""Address: where a business is, as Twilio's 2010 API holds it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

import pulumi
from pulumi.dynamic import CheckFailure, CheckResult
from pydantic import AfterValidator

from ._addresses import (
    LINES,
    address_path,
    adopted_address,
    create_address,
    delete_address,
    differences,
    lines_of,
    update_address,
)
from ._adopting import AdoptingProvider, adoptable, remembered
from ._ids import require_sid
from ._inputs import Flag, Inputs, Known, Text
from ._resource import TrustHubResource

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ._client import TrustHubClient
    from ._provider import Properties

NAME_LENGTH = 64
WHERE = ("customer_name", "street", "street_secondary", "city", "region", "postal_code")
"""What an address says of somebody."""

CORRECTED = "corrected"
"""The output that has it as Twilio rewrote it."""


def _country(value: str) -> str:
    if not re.fullmatch("[A-Z]{2}", value):
        raise ValueError("must be an ISO country code of two capitals, such as US")
    return value


def _short(value: str) -> str:
    if not 0 < len(value) <= NAME_LENGTH:
        raise ValueError(f"must have 1 to {NAME_LENGTH} characters")
    return value


class AddressInputs(Inputs):
    """The inputs of an address."""

    replaces: ClassVar[frozenset[str]] = frozenset({"iso_country"})
    # Twilio is told of the one, but never says it.
    local: ClassVar[frozenset[str]] = frozenset({"auto_correct_address", "adopt"})
    for_create: ClassVar[frozenset[str]] = frozenset({"adopt"})

    customer_name: Text
    street: Text
    city: Text
    region: Text
    postal_code: Text
    iso_country: Annotated[str, AfterValidator(_country), Known]
    street_secondary: Text | None = None
    friendly_name: Annotated[str, AfterValidator(_short), Known] | None = None
    emergency_enabled: Flag | None = None
    auto_correct_address: Flag | None = None
    adopt: Annotated[Any, adoptable("AD"), Known] = None

    @classmethod
    def rules(cls, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """Without a SID only a name can say which one is meant."""
        if values.get("adopt") is True and values.get("friendly_name") is None:
            reason = "needs a friendly_name to go by: give one, or the SID of the address (AD…)"
            yield "adopt", reason


class AddressProvider(AdoptingProvider):
    """Makes, reads, changes and deletes addresses."""

    noun = "address"
    inputs = AddressInputs
    prefix = "AD"

    def check(self, olds: Properties, news: Properties) -> CheckResult:
        """Report every problem, and no line of an address.

        The engine prints the value of a property that failed, secret or not.
        """
        result = super().check(olds, news)
        result.failures[:] = [
            CheckFailure("", f"{failure.property} {failure.reason}")
            if failure.property in WHERE
            else failure
            for failure in result.failures
        ]
        return result

    def changed(self, olds: Mapping[str, Any], news: Mapping[str, Any]) -> list[str]:
        """Name the inputs that differ; Twilio corrects unless that was declined."""
        name = "auto_correct_address"
        found = super().changed(olds, news)
        if name not in found and (olds.get(name) is False) is not (news.get(name) is False):
            found.append(name)
        return found

    def existing(
        self, client: TrustHubClient, props: Properties, sid: str | None
    ) -> Properties | None:
        """Find the one of a SID, or of the same name and country."""
        return adopted_address(client, props, sid)

    def make_new(self, client: TrustHubClient, props: Properties) -> Properties:
        """Make it."""
        return _as_declared(create_address(client, props), props)

    def brought_to(
        self, client: TrustHubClient, record: Properties, props: Properties
    ) -> Properties:
        """Send what differs."""
        sid, differing = record["sid"], differences(record, props)
        if differing:
            record = {**update_address(client, sid, props, differing), "sid": sid}
        return _as_declared(record, props)

    def as_found(self, record: Properties, props: Properties) -> Properties:
        """Give what was found, line by line."""
        del props
        return {**record, CORRECTED: lines_of(record)}

    def look(self, client: TrustHubClient, id_: str, props: Properties) -> Properties | None:
        """Read it; a line is as declared for as long as Twilio's version of it does not move."""
        record = client.find(address_path(client, require_sid(id_, self.prefix, self.noun)))
        if record is None:
            return None
        live, known = lines_of(record), props.get(CORRECTED) or {}
        is_get = "account_sid" not in props
        if is_get or props.get("auto_correct_address") is False:
            return {**record, CORRECTED: live, **remembered(props)}
        shown = {
            name: props.get(name) if live.get(name) == known.get(name) else live.get(name)
            for name in LINES
        }
        return {**record, **shown, CORRECTED: live, **remembered(props)}

    def change(
        self, client: TrustHubClient, id_: str, olds: Properties, news: Properties
    ) -> Properties:
        """Send what differs."""
        changed = self.changed(olds, news)
        if not changed:
            return olds
        sid = require_sid(id_, self.prefix, self.noun)
        record = update_address(client, sid, news, changed)
        return {**_as_declared(record, news), **remembered(olds)}

    def deleted(self, client: TrustHubClient, id_: str) -> bool:
        """Delete it; Twilio refuses while a verified document stands on it."""
        return delete_address(client, require_sid(id_, self.prefix, self.noun))


def _as_declared(record: Properties, wanted: Properties) -> Properties:
    """Keep the lines as declared beside Twilio's version, unless correction was declined."""
    declined = wanted.get("auto_correct_address") is False
    declared = {} if declined else {name: wanted.get(name) for name in LINES}
    return {**record, **declared, CORRECTED: lines_of(record)}


class Address(TrustHubResource, module="trusthub", name="Address"):
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

    _verbs = AddressProvider()
    _outputs = (
        CORRECTED,
        "validated",
        "verified",
        "date_created",
        "date_updated",
        "uri",
        "adopted",
    )

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
