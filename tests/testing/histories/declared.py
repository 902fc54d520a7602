"""Programs as plain data, and the Pulumi program that declares what the data says."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

import pulumi
from toy import Thing

import pulumi_trusthub as trusthub

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence

_NEEDS = {
    "link": {"person", "product"},
    "backing": {"product"},
    "numbers": {"product", "backing"},
}
"""What those of Trust Hub refer to."""
_POLICIES = {"k": trusthub.Policy.CNAM, "l": trusthub.Policy.VOICE_INTEGRITY}
_PROPERTIES = {
    "person": {"value": "friendly_name", "note": "attributes", "kind": "type"},
    "product": {"value": "friendly_name", "note": "status_callback", "kind": "policy_sid"},
    "numbers": {"value": "channel_endpoint_sids"},
}
"""What is made of a declaration's fields."""
OUTSIDE = "outside-000000"
"""An object that no stack made, for those that only look."""


@dataclass(frozen=True, repr=False)
class Declared:
    """One resource of a program; references to what is not declared before it do not count."""

    slot: str
    """What the other resources of the program call it, whatever its name is."""
    what: str = "thing"
    """A thing, a box (component), an owner (explicit provider), a look (get), or one of ours."""
    name: str = ""
    """Its name in the stack, where that is not its slot."""
    value: str = "1"
    note: str = ""
    kind: str = ""
    """Another kind replaces it."""
    unique: str = ""
    """Another one replaces it, and the old one is deleted first."""
    secret: bool = False
    feeds: tuple[tuple[str, str], ...] = ()
    """Properties that are made from another's serial."""
    after: tuple[str, ...] = ()
    parent: str = ""
    owner: str = ""
    protect: bool | None = None
    retain: bool | None = None
    ignore: tuple[str, ...] = ()
    early: bool | None = None
    """The option delete_before_replace."""
    replace_on: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    """Earlier names."""
    came_from: str = ""
    """An earlier parent: a slot, or ``root``."""
    goes_with: str = ""
    """The option deleted_with."""
    replaced_with: tuple[str, ...] = ()
    hidden: bool = False
    """The option additional_secret_outputs."""
    trigger: str = ""
    """The option replacement_trigger."""

    def __repr__(self) -> str:
        """Show what is not as usual, as code."""
        given = [
            f"{found.name}={getattr(self, found.name)!r}"
            for found in fields(self)[1:]
            if getattr(self, found.name) != found.default
        ]
        return f"Declared({', '.join([repr(self.slot), *given])})"

    @property
    def may_fail(self) -> bool:
        """Whether a step may fail: of a product, whose name may be there already, or no URL."""
        return bool(self.protect) or self.what == "product"

    @property
    def called(self) -> str:
        """The name in the stack."""
        return self.name or self.slot


def settled(program: Sequence[Declared]) -> tuple[Declared, ...]:
    """Drop references to what is not declared before, is of the wrong kind, or makes a circle."""
    found: dict[str, Declared] = {}
    reached: dict[str, set[str]] = {}
    for each in program:
        if not _NEEDS.get(each.what, frozenset()) <= found.keys():
            continue
        boxes = [slot for slot, other in found.items() if other.what == "box"]
        parents = boxes if each.what in {"thing", "box", "look"} else []
        parent = each.parent if each.parent in parents else ""
        above = {*_above(found, parent)}
        # Whoever depends on a box depends on all that is in it, now and later.
        free = {slot for slot in found if above.isdisjoint({slot, *reached[slot]})}
        real = {slot for slot in free if found[slot].what in {"thing", "look"}}
        resources = {slot for slot in free if found[slot].what != "owner"}
        owners = {slot for slot in free if found[slot].what == "owner"}
        kept = found[each.slot] = replace(
            each,
            feeds=tuple((key, slot) for key, slot in each.feeds if slot in real),
            after=tuple(slot for slot in each.after if slot in resources),
            parent=parent,
            owner=each.owner if each.owner in owners and each.what != "owner" else "",
            goes_with=each.goes_with if each.goes_with in resources else "",
            replaced_with=tuple(slot for slot in each.replaced_with if slot in resources),
            came_from=each.came_from if each.came_from in [*parents, "root"] else "",
        )
        needed = {
            *(slot for _, slot in kept.feeds),
            *kept.after,
            kept.owner,
            kept.goes_with,
            *kept.replaced_with,
        } - {""}
        reached[each.slot] = needed.union(*(reached[slot] for slot in needed))
    return tuple(found.values())


def _above(found: Mapping[str, Declared], parent: str) -> Iterator[str]:
    while parent:
        yield parent
        parent = found[parent].parent


def program_of(
    declared: Sequence[Declared], *, in_turn: bool = False
) -> Callable[[], Awaitable[None]]:
    """Make a program of its declarations, which waits for each where all must come in turn."""

    async def program() -> None:
        made: dict[str, Any] = {}
        for each in declared:
            resource = made[each.slot] = _make(each, made)
            if each.what in {"thing", "look"}:
                pulumi.export(each.slot, resource.serial)
            if in_turn:
                await resource.urn.future(with_unknowns=True)

    return program


class Box(pulumi.ComponentResource):
    """A component."""

    def __init__(self, name: str, value: str, opts: pulumi.ResourceOptions) -> None:
        super().__init__("toy:index:Box", name, {}, opts)
        self.register_outputs({"value": value})


class Owner(pulumi.ProviderResource):
    """An explicit provider of things."""

    def __init__(self, name: str, owner: Any, opts: pulumi.ResourceOptions) -> None:
        super().__init__("pulumi-python", name, {"toy:owner": owner}, opts)


def _make(each: Declared, made: dict[str, Any]) -> Any:
    makers: dict[str, Callable[[Declared, dict[str, Any], pulumi.ResourceOptions], Any]] = {
        "box": _box,
        "owner": _owner,
        "look": _look,
        "person": _end_user,
        "product": _product,
        "link": _link,
        "backing": _backing,
        "numbers": _numbers,
    }
    return makers.get(each.what, _thing)(each, made, _options(each, made))


def _value(each: Declared) -> Any:
    return pulumi.Output.secret(each.value) if each.secret else each.value


def _thing(each: Declared, made: dict[str, Any], options: pulumi.ResourceOptions) -> Any:
    given = {"note": each.note, "kind": each.kind, "unique": each.unique}
    properties: dict[str, Any] = {key: found for key, found in given.items() if found}
    properties |= {key: made[slot].serial for key, slot in each.feeds}
    value = properties.pop("value", _value(each))
    return Thing(each.called, value, opts=options, **properties)


def _look(each: Declared, _made: dict[str, Any], options: pulumi.ResourceOptions) -> Any:
    read = pulumi.ResourceOptions(id=OUTSIDE)
    return Thing(each.called, None, opts=pulumi.ResourceOptions.merge(options, read))


def _box(each: Declared, _made: dict[str, Any], options: pulumi.ResourceOptions) -> Any:
    return Box(each.called, each.value, options)


def _owner(each: Declared, _made: dict[str, Any], options: pulumi.ResourceOptions) -> Any:
    return Owner(each.called, _value(each), options)


def _end_user(each: Declared, _made: dict[str, Any], options: pulumi.ResourceOptions) -> Any:
    name = f"Person {each.value}"
    return trusthub.EndUser(each.called, friendly_name=name, opts=options, **_person(each))


def _product(each: Declared, _made: dict[str, Any], options: pulumi.ResourceOptions) -> Any:
    return trusthub.TrustProduct(
        each.called,
        friendly_name=f"Product {each.value}",
        email="compliance@example.com",
        policy_sid=_POLICIES.get(each.kind, trusthub.Policy.SHAKEN_STIR),
        allow_replace=True,
        status_callback={"n": "https://example.com/n", "m": "m"}.get(each.note),
        opts=options,
    )


def _link(each: Declared, made: dict[str, Any], options: pulumi.ResourceOptions) -> Any:
    return trusthub.EntityAssignment(
        each.called,
        trust_product_sid=made["product"].sid,
        object_sid=made["person"].sid,
        opts=options,
    )


def _backing(each: Declared, made: dict[str, Any], options: pulumi.ResourceOptions) -> Any:
    return trusthub.EntityAssignment(
        each.called,
        trust_product_sid=made["product"].sid,
        object_sid=pulumi.Config().require("profile"),
        opts=options,
    )


def _numbers(each: Declared, made: dict[str, Any], options: pulumi.ResourceOptions) -> Any:
    linked = pulumi.ResourceOptions(depends_on=[made["backing"]])
    return trusthub.ChannelEndpointAssignments(
        each.called,
        channel_endpoint_sids=pulumi.Config().require_object("numbers")[: int(each.value)],
        customer_profile_sid=pulumi.Config().require("profile"),
        trust_product_sid=made["product"].sid,
        opts=pulumi.ResourceOptions.merge(options, linked),
    )


def _person(each: Declared) -> dict[str, Any]:
    if not each.kind:
        shown = f"EXAMPLE {each.note}".strip()
        return {"type": "cnam_information", "attributes": {"cnam_display_name": shown}}
    attributes = {
        "use_case": each.note or "Support",
        "business_employee_count": "10",
        "average_business_day_call_volume": "100",
    }
    return {"type": "voice_integrity_information", "attributes": attributes}


def _options(each: Declared, made: dict[str, Any]) -> pulumi.ResourceOptions:
    aliases: list[Any] = [pulumi.Alias(name=name) for name in each.aliases]
    if each.came_from:
        parent = None if each.came_from == "root" else made[each.came_from]
        aliases += [pulumi.Alias(name=name, parent=parent) for name in (each.called, *each.aliases)]
    return pulumi.ResourceOptions(
        depends_on=[made[slot] for slot in each.after] or None,
        parent=made.get(each.parent),
        provider=made.get(each.owner),
        protect=each.protect,
        retain_on_delete=each.retain,
        ignore_changes=[_PROPERTIES.get(each.what, {}).get(it, it) for it in each.ignore] or None,
        delete_before_replace=each.early,
        replace_on_changes=list(each.replace_on) or None,
        aliases=aliases or None,
        deleted_with=made.get(each.goes_with),
        replace_with=[made[slot] for slot in each.replaced_with] or None,
        additional_secret_outputs=["serial"] if each.hidden else None,
        replacement_trigger=each.trigger or None,
    )
