"""Names of resources: URNs, and references to a provider (a URN and an id)."""

from __future__ import annotations

STACK_TYPE = "pulumi:pulumi:Stack"
DYNAMIC, NATIVE = "pulumi-python", "trusthub"
"""Pulumi's package of dynamic Python resources, and the package of our plugin."""
_PROVIDERS = "pulumi:providers:"


def make_urn(*, stack: str, project: str, type_: str, name: str, parent: str = "") -> str:
    """Build a URN; a component's type precedes its child's type, the stack's does not."""
    above = qualified_type(parent) if parent else STACK_TYPE
    qualified = type_ if above == STACK_TYPE else f"{above}${type_}"
    return f"urn:pulumi:{stack}::{project}::{qualified}::{name}"


def qualified_type(urn: str) -> str:
    """The type with the types of the parents."""
    return urn.split("::", 3)[2]


def type_of(urn: str) -> str:
    """The resource's own type."""
    return qualified_type(urn).split("$")[-1]


def name_of(urn: str) -> str:
    """The resource's name."""
    return urn.split("::", 3)[3]


def reference(urn: str, id_: str) -> str:
    """Give the reference to a provider."""
    return f"{urn}::{id_}"


def provider_urn(reference_: str) -> str:
    """The provider's URN in a reference."""
    return reference_.rpartition("::")[0]


def is_provider(type_: str) -> bool:
    """Whether resources of this type are providers."""
    return type_.startswith(_PROVIDERS)


def provider_type(package: str) -> str:
    """Give the type of a package's providers."""
    return _PROVIDERS + package


def package_of(type_: str) -> str:
    """The package of a resource, or the package that a provider is of."""
    return type_.removeprefix(_PROVIDERS).partition(":")[0]


def is_default_provider(urn: str) -> bool:
    """Whether the engine created the provider by itself, and so does not show it."""
    return is_provider(type_of(urn)) and name_of(urn).startswith("default")
