"""The paths of the 2010 API: accounts, their phone numbers and their addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pulumi_trusthub.simulator import addresses, answers, forms

from .errors import AUTHENTICATION, Refusal
from .forms import Parameter
from .listing import find, listed_2010, read
from .routing import NO_CONTENT, PAGING, Call, Operation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .models import Account

_ACCOUNT = f"{answers.API_2010}/Accounts/{{account}}"
_NUMBERS = f"{_ACCOUNT}/IncomingPhoneNumbers"
_ADDRESSES = f"{_ACCOUNT}/Addresses"

_EDITABLE = {
    "CustomerName": "customer_name",
    "Street": "street",
    "StreetSecondary": "street_secondary",
    "City": "city",
    "Region": "region",
    "PostalCode": "postal_code",
    "FriendlyName": "friendly_name",
}

_SWITCHES = (
    Parameter("FriendlyName", forms.at_most(64), may_be_empty=True),
    Parameter("StreetSecondary", may_be_empty=True),
    Parameter("EmergencyEnabled", forms.boolean),
    Parameter("AutoCorrectAddress", forms.boolean),
)
_LINES = ("CustomerName", "Street", "City", "Region", "PostalCode")


def operations() -> Iterator[Operation]:
    """The operations of the 2010 API that are served."""
    filters = (
        Parameter("PhoneNumber"),
        Parameter("FriendlyName"),
        Parameter("Beta", forms.boolean),
        Parameter("Origin", forms.one_of("twilio", "hosted")),
        *PAGING,
    )
    yield Operation("GET", f"{_NUMBERS}.json", _list_numbers, filters)
    yield Operation("GET", f"{_NUMBERS}/{{sid}}.json", _fetch_number)
    yield Operation("DELETE", f"{_NUMBERS}/{{sid}}.json", _release_number, status=NO_CONTENT)
    create = (
        *(Parameter(name, required=True) for name in _LINES),
        Parameter("IsoCountry", forms.iso_country, required=True),
        *_SWITCHES,
    )
    update = (*(Parameter(name) for name in _LINES), *_SWITCHES)
    filters = (
        Parameter("CustomerName"),
        Parameter("FriendlyName"),
        Parameter("EmergencyEnabled", forms.boolean),
        Parameter("IsoCountry", forms.iso_country),
        *PAGING,
    )
    yield Operation("POST", f"{_ADDRESSES}.json", _create_address, create, status=201)
    yield Operation("GET", f"{_ADDRESSES}.json", _list_addresses, filters)
    yield Operation("GET", f"{_ADDRESSES}/{{sid}}.json", _fetch_address)
    yield Operation("POST", f"{_ADDRESSES}/{{sid}}.json", _update_address, update)
    yield Operation("DELETE", f"{_ADDRESSES}/{{sid}}.json", _delete_address, status=NO_CONTENT)
    states = Parameter("Status", forms.one_of("active", "closed", "suspended"))
    yield Operation(
        "GET",
        f"{answers.API_2010}/Accounts.json",
        _list_accounts,
        (Parameter("FriendlyName"), states, *PAGING),
    )
    yield Operation("GET", f"{_ACCOUNT}.json", _fetch_account)


def _account(call: Call) -> Account:
    """The account in the path, when the credentials open it."""
    account = call.world.accounts.get(call.path_values["account"])
    if account is None or not call.account.reaches(account):
        raise Refusal(401, AUTHENTICATION, "Authenticate")
    return account


def _list_accounts(call: Call) -> dict[str, Any]:
    """The account itself and its subaccounts, which are all active."""
    _refuse_api_key(call)
    name = call.values.get("FriendlyName")
    found = (
        it
        for it in call.world.accounts.values()
        if call.account.reaches(it)
        and name in {None, it.friendly_name}
        and call.values.get("Status", "active") == "active"
    )
    return listed_2010(call, found, answers.account, key="accounts")


def _fetch_account(call: Call) -> dict[str, Any]:
    account = _account(call)
    _refuse_api_key(call)
    return answers.account(account)


def _refuse_api_key(call: Call) -> None:
    """A standard key opens everything but accounts and keys."""
    if call.by_api_key:
        raise Refusal(401, AUTHENTICATION, "Authenticate")


def _list_numbers(call: Call) -> dict[str, Any]:
    values = call.values
    found = addresses.matching_numbers(_account(call), values.get("PhoneNumber", ""))
    name = values.get("FriendlyName")
    if values.get("Origin") == "hosted":
        return listed_2010(call, (), answers.phone_number, key="incoming_phone_numbers")
    return listed_2010(
        call,
        (it for it in found if name in {None, it.friendly_name}),
        answers.phone_number,
        key="incoming_phone_numbers",
    )


def _fetch_number(call: Call) -> dict[str, Any]:
    return answers.phone_number(read(call, _account(call).phone_numbers))


def _release_number(call: Call) -> None:
    account = _account(call)
    call.world.release_phone_number(account, find(call, account.phone_numbers).sid)


def _create_address(call: Call) -> dict[str, Any]:
    values = _address_values(call)
    values |= {
        "iso_country": call.values["IsoCountry"],
        "street_secondary": values.get("street_secondary"),
        "friendly_name": values.get("friendly_name"),
        "emergency_enabled": values.get("emergency_enabled", False),
    }
    made = addresses.create_address(call.world, _account(call), values, correct=_correct(call))
    return answers.address(made)


def _list_addresses(call: Call) -> dict[str, Any]:
    values = call.values
    emergency = values.get("EmergencyEnabled")
    wanted = forms.is_true(emergency, default=False)
    found = [
        it
        for it in _account(call).addresses.values()
        if values.get("CustomerName", it.customer_name) == it.customer_name
        and values.get("FriendlyName", it.friendly_name) == it.friendly_name
        and values.get("IsoCountry", it.iso_country) == it.iso_country
        and (emergency is None or it.emergency_enabled is wanted)
    ]
    return listed_2010(call, found, answers.address, key="addresses")


def _fetch_address(call: Call) -> dict[str, Any]:
    return answers.address(read(call, _account(call).addresses))


def _update_address(call: Call) -> dict[str, Any]:
    account = _account(call)
    address = find(call, account.addresses)
    addresses.update_address(
        call.world, account, address, _address_values(call), correct=_correct(call)
    )
    return answers.address(address)


def _delete_address(call: Call) -> None:
    account = _account(call)
    addresses.delete_address(account, find(call, account.addresses))


def _address_values(call: Call) -> dict[str, Any]:
    values: dict[str, Any] = {
        field: call.values[name] or None for name, field in _EDITABLE.items() if name in call.values
    }
    if "EmergencyEnabled" in call.values:
        values["emergency_enabled"] = forms.is_true(call.values["EmergencyEnabled"], default=False)
    return values


def _correct(call: Call) -> bool:
    return forms.is_true(call.values.get("AutoCorrectAddress"), default=True)
