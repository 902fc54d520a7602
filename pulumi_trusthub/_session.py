"""The clients of this process, one for each account and way to reach it.

This is the package's one module-level state: resources of one account share a pool of
connections, and the host that runs providers loads each class once but keeps no other place for
what they share.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from ._client import TrustHubClient

if TYPE_CHECKING:
    from ._config import Settings

_CLIENTS: dict[Settings, TrustHubClient] = {}
_LOCK = threading.Lock()


def client_for(settings: Settings) -> TrustHubClient:
    """Give the one client of these settings."""
    with _LOCK:
        client = _CLIENTS.get(settings)
        if client is None:
            client = _CLIENTS[settings] = TrustHubClient(settings)
        return client
