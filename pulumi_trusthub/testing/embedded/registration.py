"""A resource as the program registers or reads it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pulumi_trusthub.testing.values.state import State
from pulumi_trusthub.testing.values.urns import (
    STACK_TYPE,
    make_urn,
    name_of,
    qualified_type,
    type_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pulumi_trusthub.testing.values.property_values import Properties


@dataclass(frozen=True)
class Alias:
    """Another name of a resource."""

    urn: str = ""
    name: str = ""
    type: str = ""
    parent: str = ""
    no_parent: bool = False
    stack: str = ""
    project: str = ""


@dataclass(eq=False)
class Goal:
    """The declaration of a resource."""

    type: str
    name: str
    custom: bool
    inputs: Properties
    parent: str = ""
    id: str = ""
    """The id of a resource that is read."""
    provider: str = ""
    dependencies: list[str] = field(default_factory=list)
    property_dependencies: dict[str, list[str]] = field(default_factory=dict)
    protect: bool | None = None
    retain_on_delete: bool | None = None
    delete_before_replace: bool | None = None
    deleted_with: str = ""
    replace_with: list[str] = field(default_factory=list)
    replacement_trigger: Any = None
    ignore_changes: list[str] = field(default_factory=list)
    replace_on_changes: list[str] = field(default_factory=list)
    additional_secret_outputs: list[str] = field(default_factory=list)
    aliases: list[Alias] = field(default_factory=list)

    def state(self, urn: str, alias: str) -> State:
        """Give the new state of the resource, which was found under another name, if any."""
        return State(
            urn=urn,
            type=self.type,
            custom=self.custom,
            id=self.id,
            inputs=self.inputs,
            parent=self.parent,
            provider=self.provider,
            dependencies=sorted(self.dependencies),
            property_dependencies={k: sorted(v) for k, v in self.property_dependencies.items()},
            protect=self.protect or False,
            retain_on_delete=self.retain_on_delete or False,
            deleted_with=self.deleted_with,
            replace_with=self.replace_with,
            replacement_trigger=self.replacement_trigger,
            additional_secret_outputs=self.additional_secret_outputs,
            ignore_changes=self.ignore_changes,
            replace_on_changes=self.replace_on_changes,
            aliases=[alias] if alias else [],
        )

    def inherit(self, parent: Goal) -> None:
        """Inherit the parent's options that the resource does not set."""
        self.deleted_with = self.deleted_with or parent.deleted_with
        if self.protect is None:
            self.protect = parent.protect
        if self.retain_on_delete is None:
            self.retain_on_delete = parent.retain_on_delete


def alias_urns(goal: Goal, *, stack: str, project: str, found_as: Mapping[str, str]) -> list[str]:
    """List the former URNs of a resource, including those from its parent's aliases."""
    urns = [_collapsed(goal, alias, stack, project, found_as) for alias in goal.aliases]
    before = found_as.get(goal.parent)
    if before is not None:
        own = [(goal.type, goal.name), *((type_of(urn), name_of(urn)) for urn in urns)]
        urns += [_as_child(type_, name, goal.parent, before) for type_, name in own]
    return list(dict.fromkeys(urns))


def _collapsed(
    goal: Goal, alias: Alias, stack: str, project: str, found_as: Mapping[str, str]
) -> str:
    if alias.urn:
        return alias.urn
    parent = found_as.get(alias.parent, alias.parent) if alias.parent else goal.parent
    if alias.no_parent or (parent and qualified_type(parent) == STACK_TYPE):
        parent = ""
    return make_urn(
        stack=alias.stack or stack,
        project=alias.project or project,
        type_=alias.type or goal.type,
        name=alias.name or goal.name,
        parent=parent,
    )


def _as_child(type_: str, name: str, parent: str, before: str) -> str:
    """Give a child's name below its parent's old name, with which the child's may begin."""
    if name.startswith(name_of(parent)):
        name = name_of(before) + name.removeprefix(name_of(parent))
    head, project, _ = before.split("::", 2)
    stack = head.removeprefix("urn:pulumi:")
    return make_urn(stack=stack, project=project, type_=type_, name=name, parent=before)
