"""Names of resources: URNs, and references to a provider (a URN and an id)."""

from __future__ import annotations

STACK_TYPE = "pulumi:pulumi:Stack"
PROVIDER_TYPE = "pulumi:providers:pulumi-python"
PACKAGE = "pulumi-python"


def make_urn(*, stack: str, project: str, type_: str, name: str, parent: str = "") -> str:
    """Build a URN; a component's type goes in front of its child's, the stack's does not."""
    above = qualified_type(parent) if parent else STACK_TYPE
    qualified = type_ if above == STACK_TYPE else f"{above}${type_}"
    return f"urn:pulumi:{stack}::{project}::{qualified}::{name}"


def qualified_type(urn: str) -> str:
    """All of the type, with those of the parents."""
    return urn.split("::", 3)[2]


def type_of(urn: str) -> str:
    """Only the resource's own type."""
    return qualified_type(urn).split("$")[-1]


def name_of(urn: str) -> str:
    """Only the name."""
    return urn.split("::", 3)[3]


def reference(urn: str, id_: str) -> str:
    """Point to one provider."""
    return f"{urn}::{id_}"


def provider_urn(reference_: str) -> str:
    """Which provider a reference points to."""
    return reference_.rpartition("::")[0]


def is_provider(type_: str) -> bool:
    """Whether resources of this type are providers."""
    return type_.startswith("pulumi:providers:")


def is_default_provider(urn: str) -> bool:
    """Whether the engine made it by itself, so that no person hears of it."""
    return is_provider(type_of(urn)) and name_of(urn).startswith("default")
