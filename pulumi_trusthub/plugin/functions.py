"""The functions of the plugin: the lookups, called by the names that other languages have."""

from __future__ import annotations

import dataclasses
import inspect
from typing import TYPE_CHECKING, Any

import pulumi_trusthub
from pulumi_trusthub._core.model.errors import ConfigurationError, LookupFailedError
from pulumi_trusthub.dynamic.names import camel, snake, to_camel, to_snake
from pulumi_trusthub.lookups.personal import PersonalData

from .catalogue import FUNCTIONS, SIDS
from .wire import Secret

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PROVIDER = "provider"
"""The argument of every lookup that the plugin gives by itself: its own configuration."""

IN_PREVIEW = (
    "A preview without credentials cannot look anything up, for Pulumi takes no unknown value from "
    "a function: give such a pipeline the SIDs by configuration (`pulumi config set`) instead of "
    "this function, or the credentials of an API key."
)


def lookup_of(name: str) -> Callable[..., Any]:
    """Give the lookup of a function such as ``getPhoneNumbers``.

    Raises:
        LookupFailedError: There is no such function.
    """
    if name not in FUNCTIONS:
        raise LookupFailedError(
            f"There is no function {name}: the program wants another version of the plugin."
        )
    found: Callable[..., Any] = getattr(pulumi_trusthub, snake(name))
    return found


def arguments_of(lookup: Callable[..., Any]) -> dict[str, inspect.Parameter]:
    """Give the arguments of a lookup that a program gives."""
    parameters = inspect.signature(lookup).parameters
    return {name: parameter for name, parameter in parameters.items() if name != PROVIDER}


def call(name: str, given: Mapping[str, Any], configuration: Mapping[str, str]) -> dict[str, Any]:
    """Call a function, and give its results by their names in other languages.

    Raises:
        LookupFailedError: There is no such function or argument, or nothing was found.
        ConfigurationError: There are no credentials.
    """
    lookup = lookup_of(name)
    arguments = to_snake(given)
    for wrong in arguments.keys() - arguments_of(lookup).keys():
        raise LookupFailedError(f"{name} has no argument {camel(wrong)}.")
    found = lookup(**arguments, **{PROVIDER: configuration})
    if not FUNCTIONS[name]:
        return _plain(found)
    return {FUNCTIONS[name]: [_plain(each) for each in found], SIDS: [each.sid for each in found]}


def explain_preview(error: ConfigurationError) -> ConfigurationError:
    """Add what a preview without credentials can do instead."""
    return ConfigurationError(f"{error} {IN_PREVIEW}")


def _plain(result: Any) -> dict[str, Any]:
    """Write a result field by field; missing fields are left out, personal data is a secret."""
    fields = {field.name: getattr(result, field.name) for field in dataclasses.fields(result)}
    for name, value in fields.items():
        if isinstance(value, PersonalData):
            fields[name] = Secret(dict(value))
    return {k: v for k, v in to_camel(fields).items() if v is not None}
