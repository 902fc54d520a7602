"""The dependencies in a state, where each resource stands after its dependencies."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from pulumi_trusthub.testing.values.state import State


def dependants(
    states: list[State], root: State, *, passed_over: Collection[str]
) -> Iterator[State]:
    """Yield the direct and indirect dependants of a resource; a child is none by itself."""
    reached = {root.urn}
    after = next(index for index, state in enumerate(states) if state is root) + 1
    for state in states[after:]:
        if state.urn not in passed_over and not reached.isdisjoint(state.needs()):
            reached.add(state.urn)
            yield state


def layers(states: list[State], condemned: list[State]) -> list[list[State]]:
    """Group resources for deletion: no group depends on a group before it."""
    needed = _needed(states)
    wanted = {id(state) for state in condemned}
    height: dict[int, int] = {}
    for index, state in enumerate(states):
        if id(state) in wanted:
            below = [height[id(states[i])] for i in needed[index] if id(states[i]) in wanted]
            height[id(state)] = max(below, default=-1) + 1
    groups: list[list[State]] = [[] for _ in range(max(height.values(), default=-1) + 1)]
    for state in condemned:
        groups[height[id(state)]].append(state)
    return groups[::-1]


def below(states: list[State], state: State) -> set[int]:
    """The direct and indirect dependencies of a resource, by identity."""
    needed = _needed(states)
    found: set[int] = set()
    waiting = [index for index, candidate in enumerate(states) if candidate is state]
    while waiting:
        for index in needed[waiting.pop()]:
            if id(states[index]) not in found:
                found.add(id(states[index]))
                waiting.append(index)
    return found


def _needed(states: list[State]) -> list[set[int]]:
    """Give for each resource the places of its dependencies, which all come before the resource."""
    places: dict[str, list[int]] = {}
    children: dict[str, list[int]] = {}
    parents: dict[str, str] = {}
    needed: list[set[int]] = []
    for index, state in enumerate(states):
        found: set[int] = set()
        for urn in {*state.needs()}:
            for place in places.get(urn, ()):
                found.add(place)
                if not states[place].custom:
                    # A dependant of a component depends on everything in the component.
                    found.update(children.get(urn, ()))
        found.update(places.get(state.parent, ()))
        needed.append(found)
        places.setdefault(state.urn, []).append(index)
        parents[state.urn] = state.parent
        above = state.parent
        while above:
            children.setdefault(above, []).append(index)
            above = parents.get(above, "")
    return needed
