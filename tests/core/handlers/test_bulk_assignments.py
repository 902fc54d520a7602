"""The bulk resource's two verbs that never touch the network, and what it tells."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest
from many_numbers import BOTH, BU, MANY, OTHER
from pulumi.output import Unknown

from pulumi_trusthub._core.api.client import TrustHubClient
from pulumi_trusthub._core.api.run import Run
from pulumi_trusthub._core.bulk import batch
from pulumi_trusthub._core.handlers.bulk_assignments import NAMED_PROBLEMS
from pulumi_trusthub._core.model.config import Credentials, Settings
from pulumi_trusthub.dynamic.errors import print_line, warn
from pulumi_trusthub.dynamic.providers import ChannelEndpointAssignmentsProvider

if TYPE_CHECKING:
    from pulumi_trusthub.simulator import Simulator

provider = ChannelEndpointAssignmentsProvider()


def failed(**news: Any) -> dict[str, str]:
    """Check inputs and give reason by property."""
    result = provider.check({}, {**BOTH, "channel_endpoint_sids": MANY[:2], **news})
    return {failure.property: failure.reason for failure in result.failures}


@pytest.mark.parametrize(
    ("news", "property_", "reason"),
    [
        ({"channel_endpoint_sids": None}, "channel_endpoint_sids", "must be a list"),
        ({"channel_endpoint_sids": MANY[0]}, "channel_endpoint_sids", "must be a list"),
        ({"channel_endpoint_sids": [MANY[0], BU]}, "channel_endpoint_sids[1]", "SID of a bundle"),
        ({"channel_endpoint_sids": ["+14155550100"]}, "channel_endpoint_sids[0]", "get_phone"),
        ({"channel_endpoint_sids": [Unknown(), ""]}, "channel_endpoint_sids[1]", "is not a SID"),
        ({"channel_endpoint_sids": [1.0]}, "channel_endpoint_sids[0]", "must be a string"),
        (
            {"trust_product_sid": None, "customer_profile_sid": None},
            "trust_product_sid",
            "give trust_product_sid, customer_profile_sid, or both",
        ),
        ({"customer_profile_sid": BU}, "trust_product_sid", "is the same bundle"),
        (
            {"channel_endpoint_sids": [], "exclusive": True},
            "channel_endpoint_sids",
            "allow_empty=True",
        ),
        ({"exclusive": "yes"}, "exclusive", "must be true or false"),
    ],
)
def test_a_slip_is_named(news: dict[str, Any], property_: str, reason: str) -> None:
    """Each leads to one failure at the property, or the place in the list, that it is in."""
    failures = failed(**news)

    assert [property_] == list(failures)
    assert reason in failures[property_]


def test_only_the_first_wrong_numbers_are_named() -> None:
    """A list that is wrong from end to end does not fill the screen."""
    failures = failed(channel_endpoint_sids=["x"] * 500)

    assert NAMED_PROBLEMS + 1 == len(failures)
    assert "490 more of its 500 SIDs are wrong" == failures["channel_endpoint_sids"]


@pytest.mark.parametrize(
    "news",
    [
        {"channel_endpoint_sids": []},
        {"channel_endpoint_sids": [], "exclusive": True, "allow_empty": True},
        {"channel_endpoint_sids": Unknown(), "exclusive": True},
        {"channel_endpoint_sids": [MANY[0], Unknown()]},
        {"trust_product_sid": Unknown()},
        {"trust_product_sid": Unknown(), "customer_profile_sid": Unknown()},
        {"trust_product_sid": None},
        {"customer_profile_sid": None, "keep_existing": True},
    ],
)
def test_empty_and_unknown_lists_pass_the_check(news: dict[str, Any]) -> None:
    """No number at all, what is not known yet, one parent or both."""
    assert {} == failed(**news)


def test_a_number_given_twice_is_stored_once() -> None:
    """And the first check keeps the order of the program."""
    news = {**BOTH, "channel_endpoint_sids": [MANY[3], MANY[1], MANY[3]]}

    assert [MANY[3], MANY[1]] == provider.check({}, news).inputs["channel_endpoint_sids"]


def test_a_free_place_is_not_a_number() -> None:
    """With ignore_changes the old inputs come in again as they are."""
    olds = {**BOTH, "channel_endpoint_sids": [MANY[0], "", MANY[2]]}

    again = provider.check(olds, olds)
    same = {**BOTH, "channel_endpoint_sids": [MANY[2], MANY[0]]}

    assert [] == again.failures
    assert olds == again.inputs
    assert provider.diff("x", same, olds).changes is False


@pytest.mark.parametrize(
    ("olds", "news", "changes", "replaces"),
    [
        ({}, {"channel_endpoint_sids": MANY[1::-1]}, False, []),
        ({}, {"channel_endpoint_sids": MANY[:3]}, True, []),
        ({}, {"channel_endpoint_sids": [*MANY[:2], Unknown()]}, True, []),
        ({"incomplete": MANY[5:6]}, {}, True, []),
        ({"others": MANY[5:6]}, {}, False, []),
        ({"others": MANY[5:6], "exclusive": True}, {"exclusive": True}, True, []),
        ({}, {"keep_existing": True}, True, []),
        ({}, {"trust_product_sid": OTHER}, True, ["trust_product_sid"]),
        ({}, {"customer_profile_sid": None}, True, ["customer_profile_sid"]),
        ({}, {"trust_product_sid": Unknown()}, True, ["trust_product_sid"]),
    ],
)
def test_other_numbers_are_an_update_another_parent_a_replacement(
    olds: dict[str, Any],
    news: dict[str, Any],
    changes: bool,  # noqa: FBT001
    replaces: list[str],
) -> None:
    """Other numbers are an update, another parent is a replacement that deletes first."""
    base = {**BOTH, "channel_endpoint_sids": MANY[:2]}

    result = provider.diff("x", {**base, **olds}, {**base, **news})

    assert (changes, replaces, bool(replaces)) == (
        result.changes,
        result.replaces,
        result.delete_before_replace,
    )


def test_ten_thousand_numbers_are_checked_and_compared_quickly() -> None:
    """A preview with nothing to do checks and compares once; the bound has room for a slow day."""
    news = {**BOTH, "channel_endpoint_sids": MANY}
    start = time.process_time()

    checked = provider.check(news, news)
    diff = provider.diff("x", news, checked.inputs)

    assert time.process_time() - start < 0.5
    assert ([], False) == (checked.failures, diff.changes)


def test_the_engine_shows_the_progress_of_long_work(
    simulator: Simulator, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a host prints stands under the stack, so each line names the bundle."""
    monkeypatch.setattr(batch, "PROGRESS", 0.0)
    account = simulator.control.accounts()[0]
    credentials = Credentials(simulator.account_sid, simulator.account_sid, simulator.auth_token)
    client = TrustHubClient(Settings(credentials, simulator.url))
    numbers = list(account.phone_numbers.values())[:2]
    inputs = {
        "customer_profile_sid": account.customer_profiles[0],
        "channel_endpoint_sids": numbers,
        "channel_endpoint_type": "phone-number",
    }

    run = Run(client, warn, print_line)
    state = provider.handler.create(run, inputs)
    provider.handler.delete(run, state.id, state.outputs)

    bundle = f"customer profile {account.customer_profiles[0]}"
    assert [
        f"{bundle}: 1 of 2 numbers assigned",
        f"{bundle}: 2 of 2 numbers assigned",
        f"{bundle}: 1 of 2 numbers removed",
        f"{bundle}: 2 of 2 numbers removed",
    ] == capsys.readouterr().out.splitlines()
