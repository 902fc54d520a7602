"""Pairs of engines, each with a world and a simulator of its own."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest
from skips import NO_PULUMI
from toy_world import World
from twins import PROJECT, STACK, Twin, Twins, plant

from pulumi_trusthub.simulator import Simulator
from pulumi_trusthub.testing import EmbeddedStack, PulumiStack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def account_free() -> dict[str, str | None]:
    """Give an environment that takes away whatever account the tests' own has."""
    names = ("ACCOUNT_SID", "AUTH_TOKEN", "API_KEY", "API_SECRET")
    return {**{f"TWILIO_{name}": None for name in names}, "TRUSTHUB_BASE_URL": None}


@pytest.fixture(scope="session")
def simulators() -> Iterator[list[Simulator]]:
    """One for each engine."""
    with Simulator() as first, Simulator() as second:
        yield [first, second]


@pytest.fixture(scope="session")
def real_stack() -> Iterator[PulumiStack]:
    """The stack on Pulumi's engine: to make one takes two commands, to empty it takes one."""
    if shutil.which("pulumi") is None:
        pytest.skip(NO_PULUMI)
    with PulumiStack(lambda: None, project=PROJECT, stack=STACK) as stack:
        yield stack


@pytest.fixture
def new_twins(
    simulators: list[Simulator],
    real_stack: PulumiStack,
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[], Twins]:
    """Make two new worlds, each with an engine that has no state."""

    def twin(stack: Any, simulator: Simulator) -> Twin:
        simulator.control.reset()
        world = World(tmp_path_factory.mktemp("world"))
        plant(world)
        stack.environment = account_free() | world.environment
        return Twin(type(stack).__name__, stack, world, simulator)

    def make() -> Twins:
        if real_stack.resources or real_stack.export()["deployment"].get("pending_operations"):
            real_stack.import_({"version": 3, "deployment": {}})
        embedded = EmbeddedStack(lambda: None, project=PROJECT, stack=STACK)
        return Twins(twin(real_stack, simulators[0]), twin(embedded, simulators[1]))

    return make
