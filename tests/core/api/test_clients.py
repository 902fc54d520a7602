"""One limiter for each account."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from pulumi_trusthub._core.api import clients
from pulumi_trusthub._core.api.limiter import INITIAL_CONCURRENCY
from pulumi_trusthub._core.model.config import Credentials, Settings

if TYPE_CHECKING:
    import pytest


def test_clients_of_an_account_share_one_limiter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings that differ otherwise share it, with the lowest cap; another account has another."""
    monkeypatch.setattr(clients, "_CLIENTS", {})
    monkeypatch.setattr(clients, "_LIMITERS", {})
    token = Settings(Credentials("AC" + "1" * 32, "AC" + "1" * 32, "token"))
    key = dataclasses.replace(
        token, credentials=Credentials("AC" + "1" * 32, "SK1", "secret"), max_concurrency=2
    )
    other = Settings(Credentials("AC" + "2" * 32, "AC" + "2" * 32, "token"))
    simulated = dataclasses.replace(token, base_url="http://127.0.0.1:1")

    for settings in (token, key, other, simulated):
        clients.client_for(settings)

    assert 3 == len(clients._LIMITERS)
    assert [2, INITIAL_CONCURRENCY, INITIAL_CONCURRENCY] == [
        limiter.limit for limiter in clients._LIMITERS.values()
    ]
