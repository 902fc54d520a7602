"""A world for each test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from toy_world import World

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A new world."""
    return World(tmp_path / "world")
