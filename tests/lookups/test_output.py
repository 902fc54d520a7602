"""A lookup without credentials."""

from __future__ import annotations

import pytest

import pulumi_trusthub as trusthub
from pulumi_trusthub._core.model.errors import ConfigurationError


def test_a_plain_lookup_raises_without_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    """It cannot wait for an ``up`` that has some."""
    for name in ("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_API_KEY", "TWILIO_API_SECRET"):
        monkeypatch.delenv(name, raising=False)

    with pytest.raises(ConfigurationError, match="No Twilio credentials"):
        trusthub.get_trust_products()
