"""Addresses, which belong to the 2010 API; Twilio may rewrite them in postal form."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from pulumi_trusthub._core.api.exactly_once import update_once
from pulumi_trusthub._core.api.redaction import redacting
from pulumi_trusthub._core.model.codes import ADDRESS_OF_A_VERIFIED_DOCUMENT, CORRECTED_ADDRESS
from pulumi_trusthub._core.model.errors import ApiError, RefusedError, missing

from .corrections import alike, name_filter, same, same_name
from .idempotency import create_without_key, require_unique
from .read_lag import confirmed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from pulumi_trusthub._core.api.client import Record, TrustHubClient

LINES = {
    "street": "Street",
    "street_secondary": "StreetSecondary",
    "city": "City",
    "region": "Region",
    "postal_code": "PostalCode",
}
"""Inputs that correction may rewrite, and their names in a POST."""

NAMES = {"customer_name": "CustomerName", "friendly_name": "FriendlyName"}


def address_path(client: TrustHubClient, sid: str) -> str:
    """Give the path of one address."""
    return f"{client.addresses()}/{sid}.json"


def create_address(client: TrustHubClient, wanted: Mapping[str, Any]) -> Record:
    """Create an address, exactly once."""
    path = f"{client.addresses()}.json"
    fields = _on_the_wire({k: v for k, v in wanted.items() if v is not None}, wanted)
    fields["IsoCountry"] = wanted["iso_country"]
    filters = {
        "CustomerName": name_filter(wanted["customer_name"]),
        "FriendlyName": name_filter(wanted.get("friendly_name")),
        "IsoCountry": wanted["iso_country"],
    }
    names = {name: wanted.get(name) for name in NAMES}

    def post() -> Record:
        with _hidden(wanted):
            return client.create(path, fields)

    def candidates() -> Iterator[Record]:
        # Twilio may have rewritten the lines: names, country and creation time must be enough.
        for record in client.records(path, **filters):
            if alike(names, {name: record.get(name) for name in NAMES}):
                yield record

    return create_without_key(
        client,
        (path, *(value or "" for value in names.values()), wanted["iso_country"]),
        post,
        candidates,
        lambda sid: client.delete(address_path(client, sid)),
    )


def find_adoptable_address(
    client: TrustHubClient, wanted: Mapping[str, Any], sid: str | None
) -> Record | None:
    """Find the address to adopt.

    Returns:
        The address; None when no SID was given and no address has this name and country.

    Raises:
        RefusedError: No address has this SID, the address's country differs, or several match.
    """
    country = wanted["iso_country"]
    if sid is None:
        name = wanted["friendly_name"]
        filters = {"FriendlyName": name_filter(name), "IsoCountry": country}
        found = confirmed(
            client,
            lambda: (
                record
                for record in client.records(f"{client.addresses()}.json", **filters)
                if record.get("iso_country") == country
                and same_name(record.get("friendly_name"), name)
            ),
            lambda record: address_path(client, record["sid"]),
            "the address of this name",
        )
        return require_unique(client, found, f"Several addresses in {country} have this name")
    record = client.get_or_none(address_path(client, sid))
    if record is None:
        raise RefusedError(missing(f"address {sid}", client.account_sid))
    if record.get("iso_country") not in {country, None}:
        raise RefusedError(
            f"The address {sid} is in {record.get('iso_country')} and not in {country}: a country "
            f"cannot be changed, so it cannot be adopted as this one."
        )
    return record


def update_address(
    client: TrustHubClient, sid: str, wanted: Mapping[str, Any], changed: Collection[str]
) -> Record:
    """Update an address to the inputs; an input that is left out is cleared."""
    path = address_path(client, sid)
    fields = _on_the_wire({name: wanted.get(name) for name in sent_with(changed)}, wanted)

    def done() -> Record | None:
        record = client.get(path)
        return None if differences(record, wanted) else record

    def post() -> Record:
        with _hidden(wanted):
            return client.update(path, fields)

    with _explained():
        # The same values sent twice do no harm, so the POST for a rewritten address may repeat.
        return update_once(client, post, done)


def sent_with(changed: Iterable[str]) -> list[str]:
    """Name the inputs that a POST sends for these changes.

    Twilio corrects an address as a whole, so its lines are sent together.
    """
    names = list(dict.fromkeys(changed))
    is_whole = not {*LINES, "auto_correct_address"}.isdisjoint(names)
    return list(dict.fromkeys([*names, *LINES])) if is_whole else names


def delete_address(client: TrustHubClient, sid: str) -> bool:
    """Delete an address; False when it was gone already."""
    with _explained():
        return client.delete(address_path(client, sid))


def differences(record: Mapping[str, Any], wanted: Mapping[str, Any]) -> list[str]:
    """Name the fields in which an address differs from the inputs."""
    found = {
        name: (record.get(name) or "", wanted.get(name) or "")
        for name in (*NAMES, *LINES, "emergency_enabled")
    }
    return [
        name
        for name, pair in found.items()
        if not (same_name(*pair) if name in NAMES else same(*pair))
    ]


def lines_of(record: Mapping[str, Any]) -> dict[str, str]:
    """Take the lines that correction may rewrite from a response."""
    return {name: record[name] for name in LINES if record.get(name)}


def _on_the_wire(values: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, str]:
    fields = {
        parameter: values[name] or ""
        for name, parameter in {**NAMES, **LINES}.items()
        if name in values
    }
    if "emergency_enabled" in values:
        fields["EmergencyEnabled"] = _switch(on=bool(values["emergency_enabled"]))
    fields["AutoCorrectAddress"] = _switch(on=wanted.get("auto_correct_address") is not False)
    return fields


def _switch(*, on: bool) -> str:
    return "true" if on else "false"


@contextmanager
def _hidden(wanted: Mapping[str, Any]) -> Iterator[None]:
    """Redact the address lines in Twilio's errors: they are personal data."""
    try:
        with redacting({name: wanted.get(name) for name in {**NAMES, **LINES}}):
            yield
    except ApiError as error:
        if error.code not in CORRECTED_ADDRESS:
            raise
        raise error.replace(
            message="Twilio does not know this address as it is written; what it suggests is left "
            "out here, because addresses may be personal",
            hint="Mend the lines, or leave auto_correct_address on.",
        ) from None


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except ApiError as error:
        if error.code != ADDRESS_OF_A_VERIFIED_DOCUMENT:
            raise
        raise error.with_hint(
            "A supporting document that Twilio has verified stands on it: declare a new address "
            "and a new document, and move the bundle to that, before this one is touched."
        ) from error
