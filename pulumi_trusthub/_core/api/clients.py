"""The clients of this process, one for each account and way to reach it.

This is the package's one module-level state: resources of one account share a pool of
connections, and the host that runs providers loads each class once but keeps no other place for
what they share.  Settings that differ, in their time-out or their credentials, are clients of their
own, but what an account's server bears is one number, so that clients of one account have one
limiter.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from .client import TrustHubClient
from .limiter import Limiter

if TYPE_CHECKING:
    from pulumi_trusthub._core.model.config import Settings

_CLIENTS: dict[Settings, TrustHubClient] = {}
_LIMITERS: dict[tuple[str, str], Limiter] = {}
_LOCK = threading.Lock()


def client_for(settings: Settings) -> TrustHubClient:
    """Give the one client of these settings."""
    with _LOCK:
        client = _CLIENTS.get(settings)
        if client is None:
            client = _CLIENTS[settings] = TrustHubClient(settings, limiter=_limiter_for(settings))
        return client


def _limiter_for(settings: Settings) -> Limiter:
    """Give what all clients of an account share; the lowest of their caps holds."""
    account = (settings.credentials.account_sid, settings.trusthub_origin)
    limiter = _LIMITERS.setdefault(account, Limiter(settings.max_concurrency))
    limiter.cap(settings.max_concurrency)
    return limiter
