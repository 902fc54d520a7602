"""Refresh: what is there, read anew and put in the place of what was remembered."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from .deployment import Step

if TYPE_CHECKING:
    from pulumi_trusthub.testing.values.state import State

    from .deployment import Deployment
    from .executor import Executor


def refresh(deployment: Deployment, executor: Executor) -> None:
    """Read everything, each for itself, and rebuild the state from what was found."""
    base = deployment.snapshot.base
    steps: list[Step] = []
    for state in base:
        # With the configuration that is in the state: nobody has run the program.
        deployment.registry.ensure_from(state.provider, base)
        steps.append(Step("refresh", old=state))
    executor.run_all(steps, go_on=True)
    deployment.snapshot.base[:] = _rebuilt(steps)
    deployment.snapshot.write()


def _rebuilt(steps: list[Step]) -> list[State]:
    """Leave out what is gone, and every mention of it."""
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
