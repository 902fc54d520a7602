"""Refresh: reads every resource, and puts the result into the state."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from .deployment import Deployment, Step

if TYPE_CHECKING:
    from pulumi_trusthub.testing.values.state import State

    from .executor import Executor


def refresh(deployment: Deployment, executor: Executor) -> None:
    """Read every resource by itself, and rebuild the state from the results."""
    base = deployment.snapshot.base
    steps: list[Step] = []
    for state in base:
        # With the configuration in the state: the program has not run.
        deployment.registry.ensure_from(state.provider, base)
        steps.append(Step("refresh", old=state))
    executor.run_all(steps, go_on=True)
    deployment.snapshot.base[:] = _rebuilt(steps)
    deployment.snapshot.write()


def _rebuilt(steps: list[Step]) -> list[State]:
    """Leave out deleted resources, and every reference to them."""
    found: list[State] = []
    there: set[str] = set()
    for step in steps:
        if step.deleted:
            continue
        state = step.state
        cleaned = replace(
            state,
            encoded=state.encoded,
            parent=state.parent if state.parent in there else "",
            dependencies=[urn for urn in state.dependencies if urn in there],
            property_dependencies={
                key: [urn for urn in urns if urn in there]
                for key, urns in state.property_dependencies.items()
                if there.intersection(urns)
            },
            deleted_with=state.deleted_with if state.deleted_with in there else "",
            replace_with=[urn for urn in state.replace_with if urn in there],
        )
        found.append(cleaned)
        there.add(cleaned.urn)
    return found
