"""The form in which resources register: dynamic, or as resources of the provider plugin.

A program of Python has dynamic resources, and so needs no plugin, unless its configuration has
``trusthub:native: true``.  In the plugin itself, which builds the components for programs of other
languages, all are native.
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING

import pulumi

from .names import camel_path

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NATIVE_PACKAGE, DYNAMIC_PACKAGE = "trusthub", "pulumi-python"


class NativeForm:
    """The form of the provider plugin.

    Attributes:
        configuration: The configuration of the plugin that builds a component, for the component's
            lookups; None in a program, whose lookups have a configuration already.
    """

    def __init__(self, configuration: Mapping[str, str] | None = None) -> None:
        self.configuration = configuration


# A context variable, because one process may run several programs or build several components.
_FORM: ContextVar[NativeForm | None] = ContextVar("trusthub_form", default=None)


def set_form(form: NativeForm) -> None:
    """Register the resources that follow in a native form."""
    _FORM.set(form)


def native_form() -> NativeForm | None:
    """Give the native form where resources register in it, and None where they are dynamic."""
    form = _FORM.get()
    if form is None and pulumi.Config(NATIVE_PACKAGE).get_bool("native"):
        form = NativeForm()
        set_form(form)
    return form


def dynamic_type(type_name: str) -> str:
    """Give the token of a type in the dynamic form."""
    return f"{DYNAMIC_PACKAGE}:dynamic/{NATIVE_PACKAGE}:{type_name}"


def native_type(type_name: str) -> str:
    """Give the token of a type in the native form."""
    return f"{NATIVE_PACKAGE}:index:{type_name}"


def native_options(options: pulumi.ResourceOptions, old_type: str) -> pulumi.ResourceOptions:
    """Give the options of a resource in the native form, whose state may be one of the dynamic."""
    alias = pulumi.ResourceOptions(aliases=[pulumi.Alias(type_=old_type)])
    found = pulumi.ResourceOptions.merge(options, alias)
    found.ignore_changes = _on_the_wire(found.ignore_changes)
    found.replace_on_changes = _on_the_wire(found.replace_on_changes)
    found.additional_secret_outputs = _on_the_wire(found.additional_secret_outputs)
    found.hide_diffs = _on_the_wire(found.hide_diffs)
    return found


def _on_the_wire(paths: Sequence[str] | None) -> list[str] | None:
    return None if paths is None else [camel_path(path) for path in paths]
