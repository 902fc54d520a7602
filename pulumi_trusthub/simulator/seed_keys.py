"""The form of a seed: which keys its objects have, which of them they must have, and what is there.

`docs/testing.md` shows the same as a table, which the tests hold against this one.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from typing import Any

from .models import DocumentStatus, Status
from .policies import BundleKind

Check = Callable[[Any, str], None]
"""Looks at a value, and complains with the path where it stands."""

_JSON_NAMES = {str: "a text", int: "a number", float: "a number", list: "a list", dict: "an object"}


class UnknownSeedError(ValueError):
    """A seed that cannot be planted."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """The keys of one kind of object."""

    required: dict[str, Check] = dataclasses.field(default_factory=dict)
    optional: dict[str, Check] = dataclasses.field(default_factory=dict)


def check_seed(seed: Any) -> None:
    """Refuse a seed of another form, before anything of it is planted."""
    _object("seed")(seed, "")


def _wrong(value: Any, path: str, *, wanted: str) -> UnknownSeedError:
    """Say what belongs there; of what stands there only the kind, as it may be a person's data."""
    plain = value is None or isinstance(value, bool)
    kind = json.dumps(value) if plain else _JSON_NAMES.get(type(value), type(value).__name__)
    return UnknownSeedError(f"{path or 'A seed'} is {wanted}, not {kind}.")


def _text(value: Any, path: str) -> None:
    if not isinstance(value, str):
        raise _wrong(value, path, wanted="a text")


def _text_or_null(value: Any, path: str) -> None:
    if value is not None:
        _text(value, path)


def _switch(value: Any, path: str) -> None:
    if not isinstance(value, bool):
        raise _wrong(value, path, wanted="true or false")


def _code(value: Any, path: str) -> None:
    if not isinstance(value, int) or isinstance(value, bool):
        raise _wrong(value, path, wanted="one of Twilio's codes, a whole number")


def _attributes(value: Any, path: str) -> None:
    if not isinstance(value, dict):
        raise _wrong(value, path, wanted="an object")


def _one_of(words: list[str]) -> Check:
    def check(value: Any, path: str) -> None:
        _text(value, path)
        if value not in words:
            raise UnknownSeedError(f"{path} is one of {', '.join(words)}, not {value!r}.")

    return check


def _list_of(entry: Check) -> Check:
    def check(value: Any, path: str) -> None:
        if not isinstance(value, list):
            raise _wrong(value, path, wanted="a list")
        for place, it in enumerate(value):
            entry(it, f"{path}[{place}]")

    return check


def _object(kind: str) -> Check:
    def check(value: Any, path: str) -> None:
        if not isinstance(value, dict):
            raise _wrong(value, path, wanted="an object")
        keys = KEYS[kind]
        known = keys.required | keys.optional
        for key, it in value.items():
            where = _joined(path, key)
            if key not in known:
                raise UnknownSeedError(
                    f"{where} is unknown: {path or 'a seed'} may have {', '.join(known)}."
                )
            known[key](it, where)
        for key in keys.required:
            if key not in value:
                raise UnknownSeedError(f"{_joined(path, key)} is missing.")

    return check


def _joined(path: str, key: Any) -> str:
    name = str(key) if str(key).isidentifier() else json.dumps(str(key))
    return f"{path}.{name}" if path else name


def _phone_number(value: Any, path: str) -> None:
    if isinstance(value, dict):
        _object("phone number")(value, path)
    elif not isinstance(value, str):
        raise _wrong(value, path, wanted="a text in E.164 or an object")


def _phone_numbers(value: Any, path: str) -> None:
    if isinstance(value, list):
        _list_of(_phone_number)(value, path)
    elif not isinstance(value, int) or isinstance(value, bool):
        raise _wrong(value, path, wanted="a list, or a count")
    elif value < 0:
        raise UnknownSeedError(f"{path} is a list, or a count from 0 on, not {value}.")


_TEXTS = _list_of(_text)

KEYS: dict[str, Keys] = {
    "seed": Keys(
        optional={
            "policies": _list_of(_object("policy")),
            "accounts": _list_of(_object("account")),
        }
    ),
    "policy": Keys(
        required={
            "sid": _text,
            "friendly_name": _text,
            "kind": _one_of([it.value for it in BundleKind]),
        }
    ),
    "account": Keys(
        optional={
            "sid": _text,
            "auth_token": _text,
            "friendly_name": _text,
            "api_keys": _list_of(_object("API key")),
            "phone_numbers": _phone_numbers,
            "addresses": _list_of(_object("address")),
            "end_users": _list_of(_object("end user")),
            "supporting_documents": _list_of(_object("supporting document")),
            "customer_profiles": _list_of(_object("bundle")),
            "trust_products": _list_of(_object("bundle")),
            "subaccounts": _list_of(_object("account")),
        }
    ),
    "API key": Keys(optional={"sid": _text, "secret": _text}),
    "phone number": Keys(
        required={"phone_number": _text}, optional={"sid": _text, "friendly_name": _text}
    ),
    "address": Keys(
        required={
            "customer_name": _text,
            "street": _text,
            "city": _text,
            "region": _text,
            "postal_code": _text,
            "iso_country": _text,
        },
        optional={
            "sid": _text,
            "street_secondary": _text_or_null,
            "friendly_name": _text_or_null,
        },
    ),
    "end user": Keys(
        required={"friendly_name": _text, "type": _text},
        optional={"sid": _text, "attributes": _attributes},
    ),
    "supporting document": Keys(
        required={"friendly_name": _text, "type": _text},
        optional={
            "sid": _text,
            "attributes": _attributes,
            "status": _one_of([it.value for it in DocumentStatus]),
        },
    ),
    "bundle": Keys(
        optional={
            "sid": _text,
            "friendly_name": _text,
            "email": _text,
            "policy_sid": _text,
            "status": _one_of([it.value for it in Status]),
            "errors": _list_of(_code),
            "status_callback": _text_or_null,
            "phone_numbers": _TEXTS,
            "entities": _TEXTS,
            "customer_profiles": _TEXTS,
            "automatic_shaken_stir_product": _switch,
        }
    ),
}
