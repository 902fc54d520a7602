"""Check and diff of a bundle."""

from __future__ import annotations

import types
from typing import Any

import pytest
from pulumi.output import Unknown
from valid_inputs import BU, PRODUCT, PROVIDERS, failed

from pulumi_trusthub._core.model.config import Credentials, Settings
from pulumi_trusthub._core.model.policies import Policy


def test_every_problem_is_reported_at_once() -> None:
    """One preview shows all there is to mend."""
    news = {
        "email": "nobody",
        "policy_sid": "RNxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "status_callback": "example.com",
        "frendly_name": "Acme",
    }

    assert failed(PROVIDERS[0], news) == {
        "friendly_name": "is required",
        "frendly_name": "is not an input of this resource",
        "email": "is not an e-mail address such as compliance@example.com",
        "policy_sid": "still has the placeholder of an example; put the policy SID there "
        "(RN and 32 hexadecimal digits), or an output that has it",
        "status_callback": "is not a URL such as https://example.com/trusthub-status",
    }


def test_a_field_missing_in_the_answer_is_no_change() -> None:
    """Every field of an answer may be null; what was declared stays."""
    record = {"sid": BU, "policy_sid": None, "friendly_name": None, "email": None}
    client: Any = types.SimpleNamespace(
        account_sid="AC" + "1" * 32,
        settings=Settings(Credentials("AC" + "1" * 32, "AC" + "1" * 32, "token")),
    )

    outputs = PROVIDERS[0].handler._outputs(client, {**record, "allow_replace": True}, PRODUCT, {})

    assert PROVIDERS[0].diff(BU, outputs, PRODUCT).changes is False
    assert "allow_replace" not in outputs
    assert "sid" not in outputs
    assert client.account_sid == outputs["account_sid"]


def test_another_policy_must_be_allowed() -> None:
    """A new policy is a new product and a new review, so it is not done in passing."""
    provider, olds, news = PROVIDERS[0], PRODUCT, {**PRODUCT, "policy_sid": "RN" + "9" * 32}

    def refused(olds: dict[str, Any], news: dict[str, Any]) -> list[str]:
        return [failure.property for failure in provider.check(olds, news).failures]

    assert refused(olds, news) == ["policy_sid"]
    assert refused(olds, {**news, "allow_replace": True}) == []
    assert refused(olds, {**news, "policy_sid": Unknown()}) == []
    assert refused({}, news) == []  # the second check of a replacement
    assert provider.diff(BU, olds, news).replaces == ["policy_sid"]


@pytest.mark.parametrize(
    ("olds", "news"),
    [
        ({**PRODUCT, "status": "draft", "__provider": "a"}, {**PRODUCT, "__provider": "b"}),
        ({**PRODUCT, "status_callback": ""}, PRODUCT),
        ({**PRODUCT, "allow_replace": False}, PRODUCT),
        (PRODUCT, {**PRODUCT, "adopt": True}),
        (PRODUCT, {**PRODUCT, "for_customer_profile_sid": BU}),
        (PRODUCT, {**PRODUCT, "for_customer_profile_sid": Unknown()}),
    ],
)
def test_outputs_and_empty_values_are_no_change(olds: dict[str, Any], news: dict[str, Any]) -> None:
    """Outputs, the pickled provider, empty values and what only a create asks for are none."""
    assert PROVIDERS[0].diff(BU, olds, news).changes is False


@pytest.mark.parametrize(
    ("provider", "policy_sid", "said"),
    [
        (PROVIDERS[0], Policy.SECONDARY_CUSTOMER_PROFILE, "is the policy of a secondary customer"),
        (PROVIDERS[0], Policy.PRIMARY_CUSTOMER_PROFILE, "is the policy of a primary customer"),
        (PROVIDERS[0], Policy.VOICE_INTEGRITY, None),
        (PROVIDERS[0], "RN" + "9" * 32, None),
        (PROVIDERS[4], Policy.SHAKEN_STIR, "is the policy of a trust product (Policy.SHAKEN_STIR)"),
        (PROVIDERS[4], Policy.PRIMARY_CUSTOMER_PROFILE, "is made in Twilio's Console alone"),
        (PROVIDERS[4], Policy.SECONDARY_CUSTOMER_PROFILE, None),
        (PROVIDERS[4], "RN" + "9" * 32, None),
        (PROVIDERS[4], Unknown(), None),
    ],
)
def test_a_known_policy_of_another_kind(provider: Any, policy_sid: Any, said: str | None) -> None:
    """A policy that nobody knows passes, and so does one that is not known yet."""
    given = policy_sid.value if isinstance(policy_sid, Policy) else policy_sid

    found = provider.check({}, {**PRODUCT, "policy_sid": given}).failures

    assert (["policy_sid"] if said else []) == [failure.property for failure in found]
    assert all(str(said) in failure.reason for failure in found)


@pytest.mark.parametrize("olds", [True, False])
def test_a_primary_profile_that_exists_may_be_declared(*, olds: bool) -> None:
    """An imported one, and one that is adopted: only a create is impossible."""
    news = {**PRODUCT, "policy_sid": Policy.PRIMARY_CUSTOMER_PROFILE.value}
    adopting = {**news, "adopt": BU}

    result = PROVIDERS[4].check(news if olds else {}, news if olds else adopting)

    assert [] == result.failures
