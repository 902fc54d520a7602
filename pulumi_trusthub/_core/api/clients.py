"""The clients of this process: one client for each set of settings.

This is the package's one module-level state: resources of one account share a pool of
connections, and the process that runs providers loads each class once but has no other place for
shared objects.  Settings with another time-out or other credentials have a client of their own, but
an account's server has one limit for all of them, so the clients of one account share one limiter.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from .client import TrustHubClient
from .limiter import Limiter
from .request_log import RequestLog

if TYPE_CHECKING:
    from pulumi_trusthub._core.model.config import Settings

_CLIENTS: dict[Settings, TrustHubClient] = {}
_LIMITERS: dict[tuple[str, str], Limiter] = {}
_LOGS: dict[str, RequestLog] = {}
_LOCK = threading.Lock()


def client_for(settings: Settings) -> TrustHubClient:
    """Give the client of these settings."""
    with _LOCK:
        client = _CLIENTS.get(settings)
        if client is None:
            log = _log_for(settings)
            client = TrustHubClient(settings, limiter=_limiter_for(settings), log=log)
            _CLIENTS[settings] = client
        return client


def _log_for(settings: Settings) -> RequestLog | None:
    """Give the log that the settings name, which all clients of the process share."""
    if settings.log is None:
        return None
    if settings.log not in _LOGS:
        _LOGS[settings.log] = RequestLog(settings.log)
    _LOGS[settings.log].account(settings)
    return _LOGS[settings.log]


def _limiter_for(settings: Settings) -> Limiter:
    """Give the limiter of an account, which its clients share; the lowest of their caps holds."""
    account = (settings.credentials.account_sid, settings.trusthub_origin)
    limiter = _LIMITERS.setdefault(account, Limiter(settings.max_concurrency))
    limiter.cap(settings.max_concurrency)
    return limiter
