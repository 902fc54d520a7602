"""A scripted server, and settings that lead to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from scripted import ACCOUNT, ScriptedServer

from pulumi_trusthub._config import Credentials, Settings

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    """A scripted server on a free port."""
    scripted = ScriptedServer()
    yield scripted
    scripted.end()


@pytest.fixture
def settings(server: ScriptedServer) -> Settings:
    """Settings that lead to the scripted server."""
    return Settings(Credentials(ACCOUNT, ACCOUNT, "token-of-the-test"), server.url, timeout=5.0)
