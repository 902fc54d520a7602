"""An API key of the parent beside the SID of a subaccount: what is made must not be the parent's.

The parent's key reads the subaccount's numbers, and Trust Hub, whose addresses have no account in
them, answers it for the parent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from engines import resources
from world import SHAKEN_STIR

if TYPE_CHECKING:
    from engines import Engine, Launch

    from pulumi_trusthub.simulator import SimulatedAccount, Simulator

WITHOUT_PARENT = ("TrustProduct", "CustomerProfile", "EndUser", "SupportingDocument")
ON_A_BUNDLE = ("EntityAssignment", "ChannelEndpointAssignment", "ChannelEndpointAssignments")
OBJECTS = (
    "trust_products",
    "customer_profiles",
    "end_users",
    "supporting_documents",
    "entity_assignments",
    "channel_endpoint_assignments",
    "addresses",
)


def plant(simulator: Simulator, **parent: Any) -> SimulatedAccount:
    """Start over with a parent that has an API key and a subaccount that has one too."""
    simulator.control.reset(empty=True)
    account = {
        "api_keys": [{}],
        "phone_numbers": 3,
        "subaccounts": [{"api_keys": [{}], "phone_numbers": 1}],
        **parent,
    }
    return simulator.control.seed({"accounts": [account]})[0]


def started(
    launch: Launch, *, of: SimulatedAccount, key_of: SimulatedAccount, **config: str
) -> Engine:
    """Start the program in one account with an API key of another, or of the same."""
    engine = launch("whose_account", **config)
    del engine.config["trusthub:accountSid"], engine.config["trusthub:authToken"]
    engine.environment |= {
        "TWILIO_ACCOUNT_SID": of.sid,
        "TWILIO_API_KEY": key_of.api_keys[0].sid,
        "TWILIO_API_SECRET": key_of.api_keys[0].secret,
    }
    return engine


def held(simulator: Simulator, account: SimulatedAccount) -> dict[str, int]:
    """Count what an account holds in Trust Hub, and its addresses."""
    counts = simulator.control.state()["accounts"][account.sid]["counts"]
    return {kind: counts[kind] for kind in OBJECTS if counts[kind]}


def refusal(parent: SimulatedAccount) -> str:
    """What is said of the key."""
    sub = parent.subaccounts[0]
    return f"The API key belongs to account {parent.sid}, but the account configured is {sub.sid}: "


def asked(simulator: Simulator, method: str) -> list[str]:
    """The paths of the requests of one method."""
    return [entry.path for entry in simulator.control.requests() if entry.method == method]


@pytest.mark.parametrize("kind", WITHOUT_PARENT)
def test_an_object_made_in_the_parent_is_deleted_again(
    launch: Launch, simulator: Simulator, kind: str
) -> None:
    """The answer to the first POST tells; neither account nor state keeps anything."""
    parent = plant(simulator)
    engine = started(launch, of=parent.subaccounts[0], key_of=parent, kind=kind)

    refused = engine.up()

    [posted], [deleted] = asked(simulator, "POST"), asked(simulator, "DELETE")
    assert not refused.ok
    assert refusal(parent) in refused.errors["made"]
    assert f"{deleted.rpartition('/')[2]} was made there, and deleted again." in refused.text
    assert deleted.startswith(f"{posted}/")
    assert {} == held(simulator, parent) == held(simulator, parent.subaccounts[0])
    assert {} == resources(engine)


@pytest.mark.parametrize("kind", ON_A_BUNDLE)
def test_an_assignment_made_in_the_parent_is_deleted_again(
    launch: Launch, simulator: Simulator, kind: str
) -> None:
    """Lists that show nothing yet are no proof, and of many numbers only the first is tried."""
    profile = {"friendly_name": "Example Inc", "status": "twilio-approved"}
    product = {"friendly_name": "Acme", "policy_sid": SHAKEN_STIR}
    parent = plant(simulator, customer_profiles=[profile], trust_products=[product])
    before = held(simulator, parent)
    nothing = {"meta": {"key": "results"}, "results": []}
    simulator.control.fault(
        method="GET",
        path="/v1/(CustomerProfiles|TrustProducts)$",
        times=100,
        status=200,
        body=nothing,
    )
    on_product = kind == "EntityAssignment"
    engine = started(
        launch,
        of=parent.subaccounts[0],
        key_of=parent,
        kind=kind,
        bundleSid=(parent.trust_products if on_product else parent.customer_profiles)[0],
        sids=parent.customer_profiles[0] if on_product else " ".join(parent.phone_numbers.values()),
    )

    refused = engine.up()

    [posted], [deleted] = asked(simulator, "POST"), asked(simulator, "DELETE")
    assert not refused.ok
    assert refusal(parent) in refused.text
    assert deleted.startswith(f"{posted}/")
    assert before == held(simulator, parent)
    assert {} == resources(engine)


def test_the_first_of_many_creates_is_tried_alone(launch: Launch, simulator: Simulator) -> None:
    """The others wait for what the first POST answers, and are refused without one."""
    parent = plant(simulator)
    engine = started(launch, of=parent.subaccounts[0], key_of=parent, kind="TrustProducts")

    refused = engine.up()

    assert not refused.ok
    assert 1 == len(asked(simulator, "POST")) == len(asked(simulator, "DELETE"))
    assert {} == held(simulator, parent)


def test_an_object_that_cannot_be_deleted_again_is_named(
    launch: Launch, simulator: Simulator
) -> None:
    """Where Twilio refuses the deletion, the error has the SID and what Twilio said."""
    parent = plant(simulator)
    simulator.control.fault(method="DELETE", times=100, status=403, code=20403)
    engine = started(launch, of=parent.subaccounts[0], key_of=parent, kind="TrustProduct")

    refused = engine.up()

    left = simulator.control.accounts()[0].trust_products
    assert not refused.ok
    assert refusal(parent) in refused.errors["made"]
    assert (
        f"{left[0]} was made there and could not be deleted, so delete it there (" in refused.text
    )
    assert "code 20403, HTTP 403" in refused.text
    assert 1 == len(left)


@pytest.mark.parametrize("kind", ["TrustProduct", "EndUser"])
def test_an_object_of_a_lost_post_is_named_and_left(
    launch: Launch, simulator: Simulator, kind: str
) -> None:
    """No answer has said that it is ours to delete."""
    parent = plant(simulator)
    simulator.control.fault(method="POST", drop_after=True)
    engine = started(launch, of=parent.subaccounts[0], key_of=parent, kind=kind)

    refused = engine.up()

    now = simulator.control.accounts()[0]
    [left] = [*now.trust_products, *now.end_users]
    assert not refused.ok
    assert f"{refusal(parent)}{left} was made there, so delete it there." in refused.text
    assert [] == asked(simulator, "DELETE")
    assert {} == resources(engine)


def test_end_users_alone_show_the_keys_account(launch: Launch, simulator: Simulator) -> None:
    """Where the parent has no bundle but an end user, nothing is sent that would make anything."""
    person = {"friendly_name": "Nobody", "type": "starter_customer_profile_information"}
    parent = plant(simulator, end_users=[person])
    engine = started(launch, of=parent.subaccounts[0], key_of=parent, kind="TrustProduct")

    refused = engine.up()

    assert not refused.ok
    assert f"{refusal(parent)}nothing was read or changed." in refused.errors["made"]
    assert [] == asked(simulator, "POST")


def test_a_parents_key_creates_an_address_in_the_subaccount(
    launch: Launch, simulator: Simulator
) -> None:
    """The 2010 API has the account in its paths, and lets a parent work in its subaccounts."""
    parent = plant(simulator)
    engine = started(launch, of=parent.subaccounts[0], key_of=parent, kind="Address")

    up = engine.up()

    assert up.ok, up.text
    assert ({}, {"addresses": 1}) == (
        held(simulator, parent),
        held(simulator, parent.subaccounts[0]),
    )


@pytest.mark.as_native
def test_a_parents_key_cannot_empty_a_subaccounts_state(
    launch: Launch, simulator: Simulator
) -> None:
    """Numbers that the parent's key can read do not make its 404 believed."""
    parent = plant(simulator)
    sub = parent.subaccounts[0]
    engine = started(launch, of=sub, key_of=sub, kind="TrustProduct")
    up = engine.up()
    before = resources(engine)
    own = dict(engine.environment)
    engine.environment |= {
        "TWILIO_API_KEY": parent.api_keys[0].sid,
        "TWILIO_API_SECRET": parent.api_keys[0].secret,
    }

    refused = [engine.refresh(), engine.destroy()]
    after = resources(engine)
    engine.environment = own
    destroyed = engine.destroy()

    assert up.ok, up.text
    assert [False, False] == [outcome.ok for outcome in refused]
    for outcome in refused:
        assert f"nothing shows that the API key is one of account {sub.sid}" in outcome.text
    assert before == after
    assert destroyed.ok, destroyed.text
    assert {} == held(simulator, sub)


def test_a_parents_key_reads_nothing_into_a_subaccounts_stack(
    launch: Launch, simulator: Simulator
) -> None:
    """A get and a lookup of what the parent has are refused, and so is what rests on them."""
    parent = plant(
        simulator,
        trust_products=[{"friendly_name": "Acme", "policy_sid": SHAKEN_STIR}],
        customer_profiles=[{"friendly_name": "Example Inc", "status": "twilio-approved"}],
    )
    product = parent.trust_products[0]
    engine = started(launch, of=parent.subaccounts[0], key_of=parent, kind="get", bundleSid=product)

    got = engine.up()
    engine.config["behaviour:kind"] = "lookup"
    looked_up = engine.up()

    assert [False, False] == [got.ok, looked_up.ok]
    for outcome in (got, looked_up):
        assert f"{refusal(parent)}nothing was read or changed." in outcome.text
    assert {} == resources(engine)
    assert {"GET"} == {entry.method for entry in simulator.control.requests()}


@pytest.mark.parametrize("kind", WITHOUT_PARENT)
def test_a_subaccounts_own_key_makes_and_deletes_in_an_empty_account(
    launch: Launch, simulator: Simulator, kind: str
) -> None:
    """Nothing shows beforehand whose it is, and nothing is in the way of it."""
    parent = plant(simulator)
    sub = parent.subaccounts[0]
    engine = started(launch, of=sub, key_of=sub, kind=kind)

    up = engine.up()
    refreshed = engine.refresh()
    unchanged = engine.preview()
    destroyed = engine.destroy()

    assert up.ok, up.text
    assert refreshed.ok, refreshed.text
    assert {} == unchanged.changes
    assert destroyed.ok, destroyed.text
    assert {} == held(simulator, sub) == held(simulator, parent)
