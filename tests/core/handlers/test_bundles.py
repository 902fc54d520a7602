"""Check and diff of a bundle."""

from __future__ import annotations

import types
from typing import Any

import pytest
from pulumi.output import Unknown
from valid_inputs import BU, PRODUCT, PROVIDERS, failed

from pulumi_trusthub._core.model.config import Credentials, Settings


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

    outputs = PROVIDERS[0].handler._outputs(client, {**record, "allow_replace": True}, PRODUCT)

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
