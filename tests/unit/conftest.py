"""A scripted server with settings that lead to it, and mocks for components."""

from __future__ import annotations

import asyncio
import gc
from typing import TYPE_CHECKING

import pytest
from pulumi.runtime import set_mocks
from pulumi.runtime import settings as runtime
from recorded_parts import Recorded
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


@pytest.fixture(params=[False, True], ids=["up", "preview"])
def mocks(request: pytest.FixtureRequest) -> Iterator[Recorded]:
    """Mocks of an up and of a preview."""
    recorded = Recorded(preview=request.param)
    # The SDK makes the root stack on the current loop, and other tests leave none behind.
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    runtime.set_root_resource(None)  # type: ignore[arg-type]
    set_mocks(recorded, preview=request.param)
    yield recorded
    runtime.set_root_resource(None)  # type: ignore[arg-type]
    asyncio.set_event_loop(None)
    loop.run_until_complete(loop.shutdown_default_executor())
    loop.close()
    gc.collect()
