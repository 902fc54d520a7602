"""A provider of its own for another account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pulumi
from recorded_parts import run

import pulumi_trusthub as trusthub

if TYPE_CHECKING:
    from recorded_parts import Recorded

SECRET_MARK = "4dabf18193072939515e22adb298388d"
SECRET = "1b47061264138c4ac30d75fd1eb44270"


def test_a_provider_keeps_its_credentials_secret(mocks: Recorded) -> None:
    """Token and secret are secrets, and the stack's own settings go along."""
    pulumi.runtime.set_config("trusthub:baseUrl", "http://127.0.0.1:1")

    def program() -> pulumi.Output[Any]:
        provider = trusthub.Provider(
            "other", account_sid="AC" + "5" * 32, api_key="SK1", api_secret="a-secret"
        )
        return provider.id

    run(program)

    assert {
        "trusthub:accountSid": "AC" + "5" * 32,
        "trusthub:apiKey": "SK1",
        "trusthub:apiSecret": {SECRET_MARK: SECRET, "value": "a-secret"},
        "trusthub:baseUrl": "http://127.0.0.1:1",
    } == mocks.resources["other"].inputs
