"""A lookup without credentials, and the form of a lookup that gives an output."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pulumi
import pytest
from broken_network import break_network, each_failure

import pulumi_trusthub as trusthub
from pulumi_trusthub._core.model.errors import ConfigurationError, TrustHubError

if TYPE_CHECKING:
    from pulumi_trusthub.lookups.output import OutputLookup


def test_a_plain_lookup_raises_without_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    """It cannot wait for an ``up`` that has some."""
    for name in ("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_API_KEY", "TWILIO_API_SECRET"):
        monkeypatch.delenv(name, raising=False)

    with pytest.raises(ConfigurationError, match="No Twilio credentials"):
        trusthub.get_trust_products()


@pytest.mark.usefixtures("simulator", "mocks")
@pytest.mark.parametrize(
    ("lookup", "is_secret"),
    [
        (trusthub.get_end_users_output, True),
        (trusthub.get_supporting_documents_output, True),
        (trusthub.get_end_user_types_output, False),
        (trusthub.get_customer_profiles_output, False),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_only_people_make_an_output_a_secret(lookup: OutputLookup[Any], *, is_secret: bool) -> None:
    """What is found of others may be shown."""

    async def asked() -> bool:
        return bool(await lookup().is_secret())

    assert is_secret is asyncio.get_event_loop().run_until_complete(asked())


def test_the_output_form_says_that_it_is_a_secret() -> None:
    """Where its documentation is read: in an editor."""
    assert "get_end_users_output" == getattr(trusthub.get_end_users_output, "__name__", "")
    assert "The output is a secret." in str(trusthub.get_end_users_output.__doc__)
    assert "secret" not in str(trusthub.get_policies_output.__doc__)


@pytest.mark.usefixtures("simulator", "mocks")
@each_failure
def test_a_broken_network_ends_a_program_with_one_line(
    wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A RunError is what Pulumi shows without a traceback; the plain form raises ours."""
    break_network(monkeypatch, wrong)

    async def asked() -> object:
        return await trusthub.get_trust_products_output().future()

    with pytest.raises(pulumi.RunError, match=r"^GET /v1/TrustProducts failed: [^\n]+$"):
        asyncio.get_event_loop().run_until_complete(asked())
    with pytest.raises(TrustHubError, match=r"^GET /v1/TrustProducts failed: "):
        trusthub.get_trust_products()
