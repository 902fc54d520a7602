"""Single assignments between the engine and the host."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from hosts import PRODUCT, old
from policy_sids import SECONDARY

from pulumi_trusthub.dynamic.providers import (
    ChannelEndpointAssignmentProvider,
    CustomerProfileProvider,
    EndUserProvider,
    EntityAssignmentProvider,
    TrustProductProvider,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from hosts import Wire
    from pulumi.dynamic import ResourceProvider

    from pulumi_trusthub.simulator import Simulator


def test_an_earlier_assignment_is_taken_with_a_warning(
    new_wire: Callable[[], Wire], simulator: Simulator
) -> None:
    """An assignment that joins the same two is ours now; ``keep_existing`` leaves it on delete."""
    wire = new_wire()
    provider = ChannelEndpointAssignmentProvider()
    account = simulator.control.accounts()[0]
    properties = {
        "customer_profile_sid": account.customer_profiles[0],
        "channel_endpoint_sid": next(iter(account.phone_numbers.values())),
        "channel_endpoint_type": "phone-number",
    }
    first = new_wire().ask("Create", provider, properties=properties)
    second = wire.ask("Create", provider, properties=properties)
    kept = wire.ask("Create", provider, properties={**properties, "keep_existing": True})

    destroying = new_wire()
    destroying.ask("Delete", provider, id=kept["id"], properties=kept["properties"])
    left = simulator.control.counts()["channel_endpoint_assignments"]
    destroying.ask("Delete", provider, id=second["id"], properties=second["properties"])

    assert first["id"] == second["id"] == kept["id"]
    assert [False, True, True] == [x["properties"]["existed"] for x in (first, second, kept)]
    assert wire.printed.having("it is owned by this one now, and destroy will remove it")
    # The third was asked of the same run as the second.
    assert wire.printed.having("is declared by two resources of this program")
    assert 1 == left
    assert 0 == simulator.control.counts()["channel_endpoint_assignments"]


def test_an_assignment_that_is_no_longer_kept_is_told(
    new_wire: Callable[[], Wire], simulator: Simulator
) -> None:
    """Whoever takes ``keep_existing`` away reads that the next destroy takes more along."""
    wire = new_wire()
    provider = ChannelEndpointAssignmentProvider()
    account = simulator.control.accounts()[0]
    properties = {
        "customer_profile_sid": account.customer_profiles[0],
        "channel_endpoint_sid": next(iter(account.phone_numbers.values())),
        "channel_endpoint_type": "phone-number",
    }
    new_wire().ask("Create", provider, properties=properties)
    kept = wire.ask("Create", provider, properties={**properties, "keep_existing": True})
    before = list(wire.printed)

    wire.ask("Update", provider, id=kept["id"], olds=kept["properties"], news=properties)

    assert [] == [line for line in before if "there before this stack" in line]
    [told] = wire.printed.having("there before this stack")
    assert "it is owned by this one now, and destroy will remove it" in told


def test_an_assignment_of_the_same_run_is_not_an_earlier_one(
    wire: Wire, simulator: Simulator
) -> None:
    """Whichever of two resources is asked second: ``keep_existing`` would leave it there."""
    provider = ChannelEndpointAssignmentProvider()
    account = simulator.control.accounts()[0]
    properties = {
        "customer_profile_sid": account.customer_profiles[0],
        "channel_endpoint_sid": next(iter(account.phone_numbers.values())),
        "channel_endpoint_type": "phone-number",
        "keep_existing": True,
    }

    both = [wire.ask("Create", provider, properties=properties) for _ in range(2)]

    assert [False, False] == [made["properties"]["existed"] for made in both]


def test_a_number_that_another_product_carries_stays_on_the_profile(
    wire: Wire, simulator: Simulator
) -> None:
    """Its calls would lose their attestation, whether Twilio would refuse the removal or not."""
    simulator.control.settings(remove_number_from_profile_while_on_product="allow")
    account = simulator.control.accounts()[0]
    profile, number = account.customer_profiles[0], next(iter(account.phone_numbers.values()))
    numbers = ChannelEndpointAssignmentProvider()
    endpoint = {"channel_endpoint_sid": number, "channel_endpoint_type": "phone-number"}
    product = wire.ask("Create", TrustProductProvider(), properties=PRODUCT)["id"]
    link = {"trust_product_sid": product, "object_sid": profile}
    wire.ask("Create", EntityAssignmentProvider(), properties=link)
    on_profile = wire.ask(
        "Create", numbers, properties={"customer_profile_sid": profile, **endpoint}
    )
    wire.ask("Create", numbers, properties={"trust_product_sid": product, **endpoint})

    wire.ask("Delete", numbers, id=on_profile["id"], properties=on_profile["properties"])

    assert 2 == simulator.control.counts()["channel_endpoint_assignments"]


def test_a_link_that_is_gone_is_not_told_to_stay(
    new_wire: Callable[[], Wire], simulator: Simulator
) -> None:
    """Somebody has taken it off the approved product, so its delete is done."""
    wire, links = new_wire(), EntityAssignmentProvider()
    profile = simulator.control.accounts()[0].customer_profiles[0]
    product = wire.ask("Create", TrustProductProvider(), properties=PRODUCT)["id"]
    link = {"trust_product_sid": product, "object_sid": profile}
    made = wire.ask("Create", links, properties=link)
    wire.ask("Delete", links, id=made["id"], properties=made["properties"])
    simulator.control.review(product, "twilio-approved")

    destroying = new_wire()
    destroying.ask("Delete", links, id=made["id"], properties=old(made["properties"]))

    assert [] == list(destroying.printed)


@pytest.fixture
def on_profile(new_wire: Callable[[], Wire], simulator: Simulator) -> dict[str, dict[str, Any]]:
    """A profile with a person on it, and the link between them, of an earlier command."""
    wire = new_wire()
    named = {**PRODUCT, "policy_sid": SECONDARY}
    profile = wire.ask("Create", CustomerProfileProvider(), properties=named)
    fields = {"friendly_name": "Nobody", "type": "starter_customer_profile_information"}
    person = wire.ask("Create", EndUserProvider(), properties=fields)
    ends = {"customer_profile_sid": profile["id"], "object_sid": person["id"]}
    link = wire.ask("Create", EntityAssignmentProvider(), properties=ends)
    simulator.control.settings(remove_entity_in_review_or_approved="refuse")
    return {"profile": profile, "person": person, "link": link}


def delete(wire: Wire, provider: ResourceProvider, made: dict[str, Any], **change: Any) -> None:
    """Delete what another command has created."""
    wire.ask("Delete", provider, id=made["id"], properties={**made["properties"], **change})


@pytest.mark.parametrize("status", ["in-review", "twilio-approved"])
def test_a_person_whom_twilio_does_not_take_off_goes_with_the_profile(
    status: str,
    wire: Wire,
    on_profile: dict[str, dict[str, Any]],
    simulator: Simulator,
) -> None:
    """The link stays with a warning, and the person can be deleted after the profile."""
    simulator.control.settings(delete_under_review="allow")
    simulator.control.review(on_profile["profile"]["id"], status)  # type: ignore[arg-type]
    profile, person = on_profile["profile"], on_profile["person"]

    delete(wire, EntityAssignmentProvider(), on_profile["link"])
    refused = wire.fail(
        "Delete", EndUserProvider(), id=person["id"], properties=person["properties"]
    )
    left = simulator.control.counts()["entity_assignments"]
    delete(wire, CustomerProfileProvider(), profile)
    delete(wire, EndUserProvider(), person)

    told = f"end users and documents stay on the customer profile {profile['id']}, which is"
    assert 1 == len(wire.printed.having(f"{told} {status}, and go when it is deleted"))
    assert f"It stays on CustomerProfiles/{profile['id']}" in refused.status.message
    assert "(depends_on), the bundle is deleted first" in refused.status.message
    assert 1 == left
    assert 0 == simulator.control.counts()["entity_assignments"]
    assert 0 == simulator.control.counts()["end_users"]


@pytest.mark.parametrize(
    ("status", "force", "fault"),
    [
        ("draft", False, {"status": 400, "code": 20001}),
        ("twilio-approved", True, {}),
        ("twilio-approved", False, {"status": 403, "code": 20003}),
    ],
)
def test_a_link_that_may_not_stay_is_an_error(
    status: str,
    force: bool,  # noqa: FBT001
    fault: dict[str, Any],
    wire: Wire,
    on_profile: dict[str, dict[str, Any]],
    simulator: Simulator,
) -> None:
    """No review holds it, it was to be taken off, or the credentials may not do that."""
    simulator.control.review(on_profile["profile"]["id"], status)  # type: ignore[arg-type]
    if fault:
        simulator.control.fault(method="DELETE", path="/EntityAssignments/", **fault)
    link = on_profile["link"]

    failed = wire.fail(
        "Delete",
        EntityAssignmentProvider(),
        id=link["id"],
        properties={**link["properties"], "force_destroy": force},
    )

    assert "DELETE /v1/CustomerProfiles/" in failed.status.message
    assert [] == list(wire.printed)


NUMBERS = 40


@pytest.mark.parametrize("retry_after", [None, 1])
def test_a_request_refused_with_429_is_done_once(
    wire: Wire, simulator: Simulator, retry_after: int | None
) -> None:
    """Forty creates and deletes by four workers where two are let in: one of each, then none."""
    accounts = simulator.control.seed(
        {"accounts": [{"sid": simulator.account_sid, "phone_numbers": NUMBERS}]}
    )
    profile = {"customer_profile_sid": simulator.customer_profile_sid}
    provider = ChannelEndpointAssignmentProvider()
    numbers = list(accounts[0].phone_numbers.values())[-NUMBERS:]
    before = simulator.control.counts()
    simulator.control.settings(
        max_concurrent_requests=2, latency_seconds=0.01, retry_after=retry_after
    )

    def create(number: str) -> dict[str, Any]:
        inputs = {
            **profile,
            "channel_endpoint_sid": number,
            "channel_endpoint_type": "phone-number",
        }
        return wire.ask("Create", provider, properties=inputs)

    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(create, numbers))
        between = simulator.control.counts()
        list(pool.map(partial(delete, wire, provider), made))

    refused = [r for r in simulator.control.requests() if r.status == 429]
    assert refused
    assert NUMBERS == len({answer["id"] for answer in made})
    added = {kind: count - before[kind] for kind, count in between.items() if count != before[kind]}
    assert {"channel_endpoint_assignments": NUMBERS} == added
    assert before == simulator.control.counts()
