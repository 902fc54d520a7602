"""The paths of the 2010 API: accounts, their phone numbers and their addresses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..rules import addresses
from ..store.errors import AUTHENTICATION, TwilioError
from ..store.models import Account, Address, PhoneNumber
from . import parameters, serializers
from .pagination import find, held, listed_2010, read, remove
from .parameters import Parameter
from .routing import NO_CONTENT, PAGING, ApiRequest, Operation

_ACCOUNT = f"{serializers.API_2010}/Accounts/{{account}}"
_NUMBERS = f"{_ACCOUNT}/IncomingPhoneNumbers.json"
_NUMBER = f"{_ACCOUNT}/IncomingPhoneNumbers/{{sid}}.json"
_ADDRESSES = f"{_ACCOUNT}/Addresses.json"
_ADDRESS = f"{_ACCOUNT}/Addresses/{{sid}}.json"

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
    Parameter("FriendlyName", parameters.at_most(64), may_be_empty=True),
    Parameter("StreetSecondary", may_be_empty=True),
    Parameter("EmergencyEnabled", parameters.boolean),
    Parameter("AutoCorrectAddress", parameters.boolean),
)
_LINES = ("CustomerName", "Street", "City", "Region", "PostalCode")


def operations() -> Iterator[Operation]:
    """The operations of the 2010 API that are served."""
    filters = (
        Parameter("PhoneNumber"),
        Parameter("FriendlyName"),
        Parameter("Beta", parameters.boolean),
        Parameter("Origin", parameters.one_of("twilio", "hosted")),
        *PAGING,
    )
    yield Operation("GET", _NUMBERS, _list_numbers, filters)
    yield Operation("GET", _NUMBER, _fetch_number, serializer=serializers.phone_number)
    yield Operation("DELETE", _NUMBER, _release_number, status=NO_CONTENT)
    create = (
        *(Parameter(name, required=True) for name in _LINES),
        Parameter("IsoCountry", parameters.iso_country, required=True),
        *_SWITCHES,
    )
    update = (*(Parameter(name) for name in _LINES), *_SWITCHES)
    filters = (
        Parameter("CustomerName"),
        Parameter("FriendlyName"),
        Parameter("EmergencyEnabled", parameters.boolean),
        Parameter("IsoCountry", parameters.iso_country),
        *PAGING,
    )
    shown = serializers.address
    yield Operation("POST", _ADDRESSES, _create_address, create, status=201, serializer=shown)
    yield Operation("GET", _ADDRESSES, _list_addresses, filters)
    yield Operation("GET", _ADDRESS, _fetch_address, serializer=shown)
    yield Operation("POST", _ADDRESS, _update_address, update, serializer=shown)
    yield Operation("DELETE", _ADDRESS, _delete_address, status=NO_CONTENT)
    status = Parameter("Status", parameters.one_of("active", "closed", "suspended"))
    states = (Parameter("FriendlyName"), status, *PAGING)
    yield Operation("GET", f"{serializers.API_2010}/Accounts.json", _list_accounts, states)
    yield Operation("GET", f"{_ACCOUNT}.json", _fetch_account, serializer=serializers.account)


def _account(request: ApiRequest) -> Account:
    """The account in the path, when the credentials open it."""
    account = request.store.accounts.get(request.path_values["account"])
    if account is None or not request.account.reaches(account):
        raise TwilioError(401, AUTHENTICATION, "Authenticate")
    return account


def _list_accounts(request: ApiRequest) -> dict[str, Any]:
    """The account itself and its subaccounts, which are all active."""
    _refuse_api_key(request)
    name = request.values.get("FriendlyName")
    found = (
        it
        for it in request.store.accounts.values()
        if request.account.reaches(it)
        and name in {None, it.friendly_name}
        and request.values.get("Status", "active") == "active"
    )
    return listed_2010(request, found, serializers.account, key="accounts")


def _fetch_account(request: ApiRequest) -> Account:
    account = _account(request)
    _refuse_api_key(request)
    return account


def _refuse_api_key(request: ApiRequest) -> None:
    """A standard key opens everything but accounts and keys."""
    if request.by_api_key:
        raise TwilioError(401, AUTHENTICATION, "Authenticate")


def _list_numbers(request: ApiRequest) -> dict[str, Any]:
    values = request.values
    found = addresses.matching_numbers(_account(request), values.get("PhoneNumber", ""))
    name = values.get("FriendlyName")
    if name is not None:
        found = [it for it in found if it.friendly_name == name]
    if values.get("Origin") == "hosted":
        found = []
    return listed_2010(request, found, serializers.phone_number, key="incoming_phone_numbers")


def _fetch_number(request: ApiRequest) -> PhoneNumber:
    return read(request, _account(request).phone_numbers)


def _release_number(request: ApiRequest) -> None:
    account = _account(request)
    request.store.release_phone_number(account, find(request, account.phone_numbers).sid)


def _create_address(request: ApiRequest) -> Address:
    values = _address_values(request) | {"iso_country": request.values["IsoCountry"]}
    return addresses.create_address(
        request.store, _account(request), values, correct=_correct(request)
    )


def _list_addresses(request: ApiRequest) -> dict[str, Any]:
    values = request.values
    emergency = values.get("EmergencyEnabled")
    wanted = parameters.is_true(emergency, default=False)
    found = [
        it
        for it in held(request, _account(request).addresses)
        if values.get("CustomerName", it.customer_name) == it.customer_name
        and values.get("FriendlyName", it.friendly_name) == it.friendly_name
        and values.get("IsoCountry", it.iso_country) == it.iso_country
        and (emergency is None or it.emergency_enabled is wanted)
    ]
    return listed_2010(request, found, serializers.address, key="addresses")


def _fetch_address(request: ApiRequest) -> Address:
    return read(request, _account(request).addresses)


def _update_address(request: ApiRequest) -> Address:
    account = _account(request)
    address = find(request, account.addresses)
    addresses.update_address(
        request.store, account, address, _address_values(request), correct=_correct(request)
    )
    return address


def _delete_address(request: ApiRequest) -> None:
    account = _account(request)
    address = find(request, account.addresses)
    remove(request, address, lambda: addresses.delete_address(account, address))


def _address_values(request: ApiRequest) -> dict[str, Any]:
    given = request.values
    values: dict[str, Any] = {
        field: given[name] or None for name, field in _EDITABLE.items() if name in given
    }
    if "EmergencyEnabled" in given:
        values["emergency_enabled"] = parameters.is_true(given["EmergencyEnabled"], default=False)
    return values


def _correct(request: ApiRequest) -> bool:
    return parameters.is_true(request.values.get("AutoCorrectAddress"), default=True)
