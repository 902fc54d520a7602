"""Dependants of a resource that is deleted before its replacement is created."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pulumi_trusthub.testing.providers.host import ProviderError
from pulumi_trusthub.testing.values.property_values import UNKNOWN, Properties
from pulumi_trusthub.testing.values.urns import is_provider, provider_urn

from .dependency_graph import dependants
from .deployment import Deployment, Step

if TYPE_CHECKING:
    from pulumi_trusthub.testing.values.state import State


class ProtectedDependantError(ProviderError):
    """A dependant must be deleted too, but is protected."""


@dataclass
class Decisions:
    """The decisions of a deployment so far, with the state before."""

    base: list[State]
    """The state before the deployment, in order."""
    deleting: dict[str, bool]
    """URNs that are deleted, or will be: registered again, a resource is a replacement."""
    olds: dict[str, State] = field(default_factory=dict)
    news: dict[str, State] = field(default_factory=dict)
    taken: dict[str, str] = field(default_factory=dict)
    """The decision for each resource: create, update, same, replace or read."""
    deleted_early: set[int] = field(default_factory=set)
    keys: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Why a dependant was deleted early: the properties that would require its replacement."""

    def __post_init__(self) -> None:
        self.olds = {state.urn: state for state in self.base if not state.delete}


def dependants_first(
    decisions: Decisions, deployment: Deployment, old: State, urn: str
) -> list[Step]:
    """Delete the dependants that cannot outlive a resource, the last in line first."""
    together = [
        (state, ())
        for state in {**decisions.olds, **decisions.news}.values()
        if urn in state.replace_with or state.deleted_with == urn
    ]
    steps: list[Step] = []
    for state, keys in reversed([*_replaced_by(decisions, deployment, old), *together]):
        if id(state) in decisions.deleted_early or state.pending_replacement:
            continue  # deleted already, by this deployment or an earlier one that failed halfway
        decisions.keys[state.urn] = keys
        if state.protect and not state.delete:
            raise ProtectedDependantError(
                f'unable to replace resource "{state.urn}" as part of replacing "{urn}" as it is '
                "currently marked for protection. To unprotect the resource, remove the `protect` "
                "flag from the resource in your Pulumi program and run `pulumi up`, or use the "
                f"command:\n`pulumi state unprotect '{state.urn}'`"
            )
        kind = "delete" if state.delete else "delete-replaced"
        deployment.registry.ensure_from(state.provider, decisions.base)
        decisions.deleting[state.urn] = True
        decisions.deleted_early.add(id(state))
        steps.append(Step(kind, old=state, later=not state.delete))
    return steps


def _replaced_by(
    decisions: Decisions, deployment: Deployment, root: State
) -> list[tuple[State, tuple[str, ...]]]:
    """Diff each dependant with unknown values in place of the resource's outputs."""
    condemned = {root.urn}
    passed_over = {*decisions.taken, *decisions.deleting}
    found: list[tuple[State, tuple[str, ...]]] = []
    for state in dependants(decisions.base, root, passed_over=passed_over):
        if not state.custom or state.external:
            continue
        keys: tuple[str, ...] | None = None
        if provider_urn(state.provider) in condemned or state.deleted_with in condemned:
            keys = ()
        else:
            inputs = {
                key: UNKNOWN
                if condemned.intersection(state.property_dependencies.get(key, ()))
                else value
                for key, value in state.inputs.items()
            }
            if inputs != state.inputs:
                keys = _if_unknown(decisions, deployment, state, inputs)
        if keys is not None:
            condemned.add(state.urn)
            found.append((state, keys))
    return found


def _if_unknown(
    decisions: Decisions, deployment: Deployment, state: State, inputs: Properties
) -> tuple[str, ...] | None:
    if is_provider(state.type):
        return None
    deployment.registry.ensure_from(state.provider, decisions.base)
    provider = deployment.registry.of(state)
    if provider is None:
        return None
    diff = provider.diff(
        state.urn, state.id, old_inputs=state.inputs, olds=state.outputs, news=inputs
    )
    return diff.replaces or None
