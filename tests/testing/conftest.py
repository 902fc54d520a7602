"""A world for each test, on both engines unless the test is about one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from skips import needs_pulumi
from toy_world import World

from pulumi_trusthub.testing import EmbeddedStack, PulumiStack

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pulumi_trusthub.testing import Stack

KINDS: dict[str, type[Stack]] = {"embedded": EmbeddedStack, "pulumi": PulumiStack}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Ask each question of both engines, but for those that only one can answer."""
    if "world" in metafunc.fixturenames:
        engines = [pytest.param("embedded"), pytest.param("pulumi", marks=needs_pulumi)]
        one = metafunc.definition.get_closest_marker("engine")
        wanted = [it for it in engines if one is None or it.values == one.args]
        metafunc.parametrize("world", wanted, indirect=True)


@pytest.fixture
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    """A new world."""
    made = World(tmp_path / "world", KINDS[request.param])
    yield made
    made.end()
