"""The paths of the 2010 API: accounts, their phone numbers and their addresses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..rules import addresses
from ..store.errors import AUTHENTICATION, TwilioError
from ..store.models import Account, Address, Collection, PhoneNumber
from . import parameters, serializers
from .pagination import find, held, listed_2010, matching, reading, removing
from .parameters import Parameter
from .routing import NO_CONTENT, PAGING, ApiRequest, Operation

_ACCOUNT = f"{serializers.API_2010}/Accounts/{{account}}"
_NUMBERS = f"{_ACCOUNT}/IncomingPhoneNumbers.json"
_NUMBER = f"{_ACCOUNT}/IncomingPhoneNumbers/{{sid}}.json"
_ADDRESSES = f"{_ACCOUNT}/Addresses.json"
_ADDRESS = f"{_ACCOUNT}/Addresses/{{sid}}.json"

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
    released = removing(
        _numbers, lambda store, it: store.release_phone_number(store.owner(it), it.sid)
    )
    yield Operation("GET", _NUMBERS, _list_numbers, filters)
    yield Operation("GET", _NUMBER, reading(_numbers), serializer=serializers.phone_number)
    yield Operation("DELETE", _NUMBER, released, status=NO_CONTENT)
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
    removed = removing(_addresses, lambda store, it: addresses.delete_address(store.owner(it), it))
    yield Operation("POST", _ADDRESSES, _create_address, create, status=201, serializer=shown)
    yield Operation("GET", _ADDRESSES, _list_addresses, filters)
    yield Operation("GET", _ADDRESS, reading(_addresses), serializer=shown)
    yield Operation("POST", _ADDRESS, _update_address, update, serializer=shown)
    yield Operation("DELETE", _ADDRESS, removed, status=NO_CONTENT)
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
    found = [it for it in request.store.accounts.values() if request.account.reaches(it)]
    if request.values.get("Status", "active") != "active":
        found = []
    found = matching(request, found, "FriendlyName")
    return listed_2010(request, found, serializers.account, key="accounts")


def _fetch_account(request: ApiRequest) -> Account:
    account = _account(request)
    _refuse_api_key(request)
    return account


def _refuse_api_key(request: ApiRequest) -> None:
    """A standard key opens everything but accounts and keys."""
    if request.by_api_key:
        raise TwilioError(401, AUTHENTICATION, "Authenticate")


def _numbers(request: ApiRequest) -> Collection[PhoneNumber]:
    return _account(request).phone_numbers


def _list_numbers(request: ApiRequest) -> dict[str, Any]:
    found = addresses.matching_numbers(_account(request), request.values.get("PhoneNumber", ""))
    if request.values.get("Origin") == "hosted":
        found = []
    found = matching(request, found, "FriendlyName")
    return listed_2010(request, found, serializers.phone_number, key="incoming_phone_numbers")


def _addresses(request: ApiRequest) -> Collection[Address]:
    return _account(request).addresses


def _create_address(request: ApiRequest) -> Address:
    values, correct = _address_values(request)
    return addresses.create_address(request.store, _account(request), values, correct=correct)


def _list_addresses(request: ApiRequest) -> dict[str, Any]:
    found = held(request, _addresses(request))
    found = matching(request, found, "CustomerName", "FriendlyName", "IsoCountry")
    if "EmergencyEnabled" in request.values:
        wanted = parameters.is_true(request.values["EmergencyEnabled"])
        found = [it for it in found if it.emergency_enabled is wanted]
    return listed_2010(request, found, serializers.address, key="addresses")


def _update_address(request: ApiRequest) -> Address:
    account = _account(request)
    address = find(request, account.addresses)
    values, correct = _address_values(request)
    addresses.update_address(request.store, account, address, values, correct=correct)
    return address


def _address_values(request: ApiRequest) -> tuple[dict[str, Any], bool]:
    """The fields that are given, and whether to correct them."""
    values: dict[str, Any] = {field: value or None for field, value in request.fields.items()}
    correct = parameters.is_true(values.pop("auto_correct_address", "true"))
    if "emergency_enabled" in values:
        values["emergency_enabled"] = parameters.is_true(values["emergency_enabled"])
    return values, correct
