"""The file for ``pulumi import --file``, and the personal data for the configuration beside it.

``pulumi import`` sends a dynamic provider nothing but an id, which is not enough.  From CLI 3.254
on the file may hold all inputs and outputs, and then the provider is not called.  The plugin reads
an object by its id, so for the native form ids are enough, and nothing personal is in the file.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from pulumi.dynamic.dynamic import serialize_provider

from pulumi_trusthub._core.account.inventory import ADDRESS_SIDS, ImportEntry, Inventory
from pulumi_trusthub._core.handlers.addresses import PERSONAL
from pulumi_trusthub._core.handlers.entities import SECRET
from pulumi_trusthub._core.rules.corrections import CORRECTED

from .errors import PROVIDER_KEY
from .form import dynamic_type, native_type
from .names import to_camel
from .providers import PROVIDERS

if TYPE_CHECKING:
    from collections.abc import Collection

_MARK = "4dabf18193072939515e22adb298388d"  # the engine's mark of all its special values
_SECRET = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105 - the engine's mark of secrets


def import_file(found: Inventory, *, native: bool) -> str:
    """Write the file for ``pulumi import --file``, for dynamic or native resources."""
    write = _native if native else _written
    entries = [write(entry) for entry in (*found.described, *found.entries)]
    return json.dumps({"resources": entries}, indent=2) + "\n"


def personal_data(found: Inventory) -> dict[str, dict[str, Any]]:
    """Give the personal data that the program reads from the configuration, by resource name."""
    read = {thing.name: _personal(thing) for thing in found.described}
    return {name: values for name, values in read.items() if values}


def refers_to_addresses(thing: ImportEntry) -> bool:
    """Tell whether a document's attributes hold nothing but SIDs of addresses."""
    return set(thing.inputs.get(SECRET) or {}) == {ADDRESS_SIDS}


def _personal(thing: ImportEntry) -> dict[str, Any]:
    if thing.type_name == "Address":
        return {name: thing.inputs[name] for name in PERSONAL if name in thing.inputs}
    return {} if refers_to_addresses(thing) else thing.inputs.get(SECRET) or {}


def _native(entry: ImportEntry) -> dict[str, Any]:
    written: dict[str, Any] = {
        "type": native_type(entry.type_name),
        "name": entry.name,
        "id": entry.id,
    }
    if entry.type_name == "ChannelEndpointAssignments":
        # The id alone stands for one bundle, and for every number on it.
        written |= {"inputs": to_camel(entry.inputs), "outputs": to_camel(entry.outputs)}
    return written


def _written(entry: ImportEntry) -> dict[str, Any]:
    pickled = {PROVIDER_KEY: _pickled(entry.type_name)}
    hidden = {*PERSONAL, CORRECTED} if entry.type_name == "Address" else {SECRET}
    return {
        "type": dynamic_type(entry.type_name),
        "name": entry.name,
        "id": entry.id,
        "inputs": {**_sealed(entry.inputs, hidden), **pickled},
        "outputs": {**_sealed(entry.outputs, hidden), **pickled},
    }


@cache
def _pickled(type_name: str) -> str:
    """Pickle the provider of a type, which takes a while."""
    return str(serialize_provider(PROVIDERS[type_name]))


def _sealed(values: dict[str, Any], hidden: Collection[str]) -> dict[str, Any]:
    """Wrap personal data as secrets, which the engine encrypts at once."""
    return {
        name: {_MARK: _SECRET, "plaintext": json.dumps(value)} if name in hidden else value
        for name, value in values.items()
    }
