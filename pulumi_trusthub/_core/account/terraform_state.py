"""The objects of Trust Hub in a state of Terraform, which Terraform and OpenTofu write alike.

Only ids are taken: what an object is like is read from Twilio.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pulumi_trusthub._core.model.errors import LookupFailedError
from pulumi_trusthub._core.model.refs import CHANNEL_ENDPOINT, ENTITY, AssignmentKind, BundleKind
from pulumi_trusthub._core.model.sids import in_one_case, last_sid, sid_problem

from .inventory import slug

if TYPE_CHECKING:
    from collections.abc import Iterator

STATE_VERSION = 4
"""The version of the states of Terraform from 0.12 on."""

PULL = "`terraform state pull` writes one (`tofu state pull` where OpenTofu is used)"
_PREFIX = "twilio_trusthub_"


@dataclass(frozen=True)
class _Kind:
    """What a resource of twilio's Terraform provider is here.

    Attributes:
        type_name: The resource type.
        prefix: How the SIDs begin.
        on: For an assignment: the kinds of its bundle and of itself.
    """

    type_name: str
    prefix: str
    on: tuple[BundleKind, AssignmentKind] | None = None


def _kinds() -> Iterator[tuple[str, _Kind]]:
    for bundle, name in (
        (BundleKind.CUSTOMER_PROFILE, "customer_profiles"),
        (BundleKind.TRUST_PRODUCT, "trust_products"),
    ):
        yield f"{_PREFIX}{name}_v1", _Kind(bundle.type_name, "BU")
        for kind, of, type_name in (
            (ENTITY, "entity", "EntityAssignment"),
            (CHANNEL_ENDPOINT, "channel_endpoint", "ChannelEndpointAssignment"),
        ):
            yield (
                f"{_PREFIX}{name}_{of}_assignments_v1",
                _Kind(type_name, kind.prefix, (bundle, kind)),
            )
    yield f"{_PREFIX}end_users_v1", _Kind("EndUser", "IT")
    yield f"{_PREFIX}supporting_documents_v1", _Kind("SupportingDocument", "RD")
    yield "twilio_api_accounts_addresses", _Kind("Address", "AD")


KINDS = dict(_kinds())
"""The resources of twilio's Terraform provider, by type."""


@dataclass(frozen=True)
class TerraformObject:
    """An object in a state of Terraform.

    Attributes:
        address: Its address, as ``terraform state list`` has it, and its provider, where the state
            has several.
        name: The resource's name in the stack.
        type_name: The resource type here.
        id: The resource's id here.
    """

    address: str
    name: str
    type_name: str
    id: str


@dataclass
class TerraformState:
    """What a state of Terraform says of Trust Hub.

    Attributes:
        left_out: Why some are left out, by address.
        others: How many of its resources are not Trust Hub's.
    """

    objects: list[TerraformObject] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)
    others: int = 0


def read_terraform_state(text: str, source: str) -> TerraformState:
    """Read a state of Terraform.

    Raises:
        LookupFailedError: The text is no such state, or has nothing of Trust Hub; says what would
            be right.
    """
    resources = [it for it in _resources(text, source) if it.get("mode") == "managed"]
    ours = [it for it in resources if _is_ours(it)]
    providers = Counter(_provider(it) for it in ours)
    state = TerraformState(others=len(resources) - len(ours))
    found: dict[tuple[str, str], TerraformObject] = {}
    for resource in ours:
        provider = f" of {_provider(resource)}" if len(providers) > 1 else ""
        for instance in _mappings(resource.get("instances")):
            _take(found, state.left_out, resource, instance, provider)
    state.objects.extend(found.values())
    if not ours:
        raise LookupFailedError(
            f"{source} has nothing of Trust Hub among its resources ({len(resources)}): twilio's "
            f"Terraform provider calls them {_PREFIX}…_v1. Is it the state of the right workspace?"
        )
    return state


def _resources(text: str, source: str) -> list[dict[str, Any]]:
    try:
        state = json.loads(text)
    except ValueError:
        state = None
    if not isinstance(state, dict):
        raise LookupFailedError(f"{source} is not JSON, so no state of Terraform: {PULL}.")
    if "encrypted_data" in state:
        raise LookupFailedError(
            f"{source} is encrypted by OpenTofu: `tofu state pull` writes it in plain text."
        )
    if "format_version" in state:
        raise LookupFailedError(
            f"{source} is what `terraform show -json` prints, not the state itself: {PULL}."
        )
    version = state.get("version")
    if version != STATE_VERSION:
        said = f"has version {version!r}" if "version" in state else "has no version"
        raise LookupFailedError(
            f"{source} {said}; a state of version {STATE_VERSION} is wanted, as Terraform writes "
            f"from 0.12 on: {PULL}."
        )
    return _mappings(state.get("resources"))


def _is_ours(resource: dict[str, Any]) -> bool:
    kind = str(resource.get("type"))
    return kind.startswith(_PREFIX) or kind in KINDS


def _take(
    found: dict[tuple[str, str], TerraformObject],
    left_out: dict[str, str],
    resource: dict[str, Any],
    instance: dict[str, Any],
    provider: str,
) -> None:
    """Add an instance of a resource, or say why not."""
    address = f"{_address(resource, instance)}{provider}"
    if instance.get("deposed"):
        left_out[f"{address} (deposed)"] = "it was replaced, and Terraform was to delete it"
        return
    kind = KINDS.get(str(resource.get("type")))
    if kind is None:
        left_out[address] = "there is no such resource here"
        return
    id_ = _id(kind, instance)
    if id_ is None:
        left_out[address] = f"the state has no SID {kind.prefix}… of it"
        return
    name = _name(resource, instance)
    first = found.setdefault(
        (kind.type_name, id_), TerraformObject(address, name, kind.type_name, id_)
    )
    if first.address != address:
        left_out[address] = f"it is {first.address} once more"


def _id(kind: _Kind, instance: dict[str, Any]) -> str | None:
    """Give the id that an object has here; None where the state does not say enough."""
    attributes = instance.get("attributes")
    attributes = attributes if isinstance(attributes, dict) else {}
    theirs = str(attributes.get("id") or "")
    sid = str(attributes.get("sid") or last_sid(theirs))
    if sid_problem(sid, kind.prefix):
        return None
    if kind.on is None:
        return in_one_case(sid)
    bundle, assignment = kind.on
    parent = str(attributes.get(bundle.input_name) or theirs.partition("/")[0])
    if sid_problem(parent, "BU"):
        return None
    return in_one_case(f"{bundle.collection}/{parent}/{assignment.collection}/{sid}")


def _address(resource: dict[str, Any], instance: dict[str, Any]) -> str:
    parts = (resource.get("module"), resource.get("type"), resource.get("name"))
    return ".".join(str(it) for it in parts if it) + _index(instance)


def _index(instance: dict[str, Any]) -> str:
    key = instance.get("index_key")
    return "" if key is None else f"[{json.dumps(key, ensure_ascii=False)}]"


def _name(resource: dict[str, Any], instance: dict[str, Any]) -> str:
    """Make a name: its modules, its own, and its index."""
    modules = re.sub(r"(^|\.)module\.", " ", str(resource.get("module") or ""))
    return slug(f"{modules} {resource.get('name')} {_index(instance)}", "resource")


def _provider(resource: dict[str, Any]) -> str:
    """Name a resource's provider, with its alias: ``provider["…/twilio/twilio"].sub``."""
    return str(resource.get("provider"))


def _mappings(found: object) -> list[dict[str, Any]]:
    return [it for it in found if isinstance(it, dict)] if isinstance(found, list) else []
