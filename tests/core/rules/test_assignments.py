"""An assignment is looked for and made once, and a refusal is explained."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from acme import ACME, LOST, another, asked, named, on_number

from pulumi_trusthub._core.model.errors import (
    AlreadyAssignedError,
    ApiError,
    ConflictError,
    RefusedError,
    ResponseLostError,
)
from pulumi_trusthub._core.model.refs import CHANNEL_ENDPOINT, ENTITY, BundleKind, BundleRef
from pulumi_trusthub._core.rules.assignments import ensure_assignment
from pulumi_trusthub._core.rules.bundles import create_bundle
from pulumi_trusthub._core.rules.entities import create_entity

if TYPE_CHECKING:
    from pulumi_trusthub._core.api.client import TrustHubClient
    from pulumi_trusthub.simulator import Simulator


def test_assigning_a_number_looks_first(
    client: TrustHubClient, simulator: Simulator, profile: BundleRef, number: str
) -> None:
    """One filtered list and one POST; a second time the list alone."""
    first = ensure_assignment(client, CHANNEL_ENDPOINT, profile, on_number(number))
    second = ensure_assignment(client, CHANNEL_ENDPOINT, profile, on_number(number))

    look = (
        f"GET {profile.path}/ChannelEndpointAssignments?ChannelEndpointSid={number}&PageSize=1000"
    )
    assert asked(simulator) == [look, f"POST {profile.path}/ChannelEndpointAssignments", look]
    assert (False, True) == (first.existed, second.existed)
    assert first.record["sid"] == second.record["sid"]


def test_a_product_in_place_of_a_profile_is_named(client: TrustHubClient) -> None:
    """Twilio says only that the object cannot be assigned."""
    one, other = (
        BundleRef(
            BundleKind.TRUST_PRODUCT, create_bundle(client, BundleKind.TRUST_PRODUCT, it)["sid"]
        )
        for it in (ACME, {**ACME, "friendly_name": "Other"})
    )

    with pytest.raises(ApiError, match=rf"{other.sid} is a trust product; the SID of a customer"):
        ensure_assignment(client, ENTITY, one, {"ObjectSid": other.sid})


@pytest.mark.parametrize("duplicates", ["refuse", "accept"])
@pytest.mark.parametrize("fault", LOST, ids=named)
def test_a_number_is_assigned_once_in_spite_of_faults(
    fault: dict[str, Any],
    duplicates: str,
    client: TrustHubClient,
    simulator: Simulator,
    profile: BundleRef,
    number: str,
) -> None:
    """Whether Twilio refuses a second assignment or doubles it."""
    simulator.control.settings(duplicate_assignments=duplicates)
    simulator.control.fault(method="POST", path="/ChannelEndpointAssignments$", **fault)

    made = ensure_assignment(client, CHANNEL_ENDPOINT, profile, on_number(number))

    there = list(client.records(f"{profile.path}/ChannelEndpointAssignments"))
    assert [made.record["sid"]] == [a["sid"] for a in there]
    assert not made.existed


def test_a_number_that_another_product_holds_is_an_error(
    client: TrustHubClient,
    simulator: Simulator,
    product: BundleRef,
    profile: BundleRef,
    number: str,
) -> None:
    """409 is not success: the error names the holder."""
    ensure_assignment(client, CHANNEL_ENDPOINT, profile, on_number(number))
    ensure_assignment(client, CHANNEL_ENDPOINT, product, on_number(number))
    other = create_bundle(client, BundleKind.TRUST_PRODUCT, {**ACME, "friendly_name": "Other"})[
        "sid"
    ]
    ensure_assignment(
        client, ENTITY, BundleRef(BundleKind.TRUST_PRODUCT, other), {"ObjectSid": profile.sid}
    )
    simulator.control.clear_requests()

    with pytest.raises(
        AlreadyAssignedError, match=f"already assigned to trust product {product.sid}"
    ):
        ensure_assignment(
            client, CHANNEL_ENDPOINT, BundleRef(BundleKind.TRUST_PRODUCT, other), on_number(number)
        )


def test_an_unnamed_holder_is_looked_for(
    client: TrustHubClient,
    simulator: Simulator,
    product: BundleRef,
    profile: BundleRef,
    number: str,
) -> None:
    """The bundles of the same policy are asked."""
    ensure_assignment(client, CHANNEL_ENDPOINT, profile, on_number(number))
    ensure_assignment(client, CHANNEL_ENDPOINT, product, on_number(number))
    other = create_bundle(client, BundleKind.TRUST_PRODUCT, {**ACME, "friendly_name": "Other"})[
        "sid"
    ]
    simulator.control.fault(
        method="POST",
        path=f"/{other}/ChannelEndpointAssignments$",
        status=409,
        body={"code": 20409, "message": "Conflict", "status": 409},
    )

    with pytest.raises(AlreadyAssignedError, match=product.sid):
        ensure_assignment(
            client, CHANNEL_ENDPOINT, BundleRef(BundleKind.TRUST_PRODUCT, other), on_number(number)
        )


def test_an_unexplained_conflict_passes_or_is_reported(
    client: TrustHubClient, simulator: Simulator, profile: BundleRef, number: str
) -> None:
    """It is tried again a few times, and then reported as it is."""
    conflict: dict[str, Any] = {
        "status": 409,
        "body": {"code": 20409, "message": "Conflict", "status": 409},
    }
    endpoint = "/ChannelEndpointAssignments$"
    simulator.control.fault(method="POST", path=endpoint, times=2, **conflict)
    assert not ensure_assignment(client, CHANNEL_ENDPOINT, profile, on_number(number)).existed

    simulator.control.fault(method="POST", path="/EntityAssignments$", times=99, **conflict)
    with pytest.raises(ConflictError, match="code 20409, HTTP 409"):
        ensure_assignment(client, ENTITY, profile, {"ObjectSid": "IT" + "0" * 32})


def test_the_order_of_profile_and_product_is_explained(
    client: TrustHubClient, product: BundleRef, number: str
) -> None:
    """Whoever forgets the profile reads what to do."""
    with pytest.raises(ApiError, match="goes onto the customer profile first"):
        ensure_assignment(client, CHANNEL_ENDPOINT, product, on_number(number))


def test_a_profile_where_a_product_belongs_is_named(
    client: TrustHubClient, profile: BundleRef, number: str
) -> None:
    """A BU SID does not tell, so a 404 is looked into."""
    wrong = BundleRef(BundleKind.TRUST_PRODUCT, profile.sid)
    with pytest.raises(RefusedError, match="is a customer profile; the SID of a trust product"):
        ensure_assignment(client, CHANNEL_ENDPOINT, wrong, on_number(number))


@pytest.mark.parametrize("duplicates", ["refuse", "accept"])
def test_a_number_given_twice_at_once_is_assigned_once(
    duplicates: str, client: TrustHubClient, simulator: Simulator, profile: BundleRef, number: str
) -> None:
    """A program that names a number twice, on a server that takes both."""
    simulator.control.settings(duplicate_assignments=duplicates)

    def put(_: int) -> str:
        return str(
            ensure_assignment(client, CHANNEL_ENDPOINT, profile, on_number(number)).record["sid"]
        )

    with ThreadPoolExecutor(4) as pool:
        sids = set(pool.map(put, range(4)))

    assert 1 == len(sids) == len(list(client.records(f"{profile.path}/ChannelEndpointAssignments")))


def test_a_conflict_of_a_link_blames_no_innocent_product(
    client: TrustHubClient, simulator: Simulator, product: BundleRef, profile: BundleRef
) -> None:
    """A profile may be linked to many products: that another has it explains nothing."""
    other = create_bundle(client, BundleKind.TRUST_PRODUCT, {**ACME, "friendly_name": "Other"})[
        "sid"
    ]
    sid = profile.sid
    words = f"{sid} conflicts with {product.sid}"
    conflict = {"code": 20409, "message": words, "status": 409}
    simulator.control.fault(
        method="POST", path=f"/{other}/EntityAssignments$", status=409, body=conflict, times=2
    )
    own = {"code": 20409, "message": f"{sid} is busy", "status": 409}
    simulator.control.fault(
        method="POST", path="/EntityAssignments$", status=409, body=own, times=99
    )

    with pytest.raises((ConflictError, AlreadyAssignedError)) as raised:
        ensure_assignment(
            client, ENTITY, BundleRef(BundleKind.TRUST_PRODUCT, other), {"ObjectSid": sid}
        )

    assert f"already assigned to trust product {sid}" not in str(raised.value)


def test_a_404_on_something_else_does_not_blame_the_bundle(
    client: TrustHubClient, simulator: Simulator, profile: BundleRef, number: str
) -> None:
    """A number that is not there is what the hint asks about."""
    simulator.control.fault(method="POST", times=99, status=404, code=20404)

    with pytest.raises(ApiError, match=f"Is {number} an object of this account"):
        ensure_assignment(client, CHANNEL_ENDPOINT, profile, on_number(number))


@pytest.mark.parametrize("lag", [2, 5, 6])
def test_a_doubled_assignment_is_taken_back(
    lag: int, client: TrustHubClient, simulator: Simulator, profile: BundleRef, number: str
) -> None:
    """Whether the first one shows before the second POST or after it, one is left."""
    simulator.control.settings(duplicate_assignments="accept", read_lag=lag)
    simulator.control.fault(method="POST", path="/ChannelEndpointAssignments$", drop_after=True)

    made = ensure_assignment(client, CHANNEL_ENDPOINT, profile, on_number(number))

    assert not made.existed
    assert 1 == simulator.control.counts()["channel_endpoint_assignments"]
    assert client.get_or_none(f"{profile.path}/ChannelEndpointAssignments/{made.record['sid']}")


LATE: dict[str, Any] = {
    "status": 400,
    "body": {
        "code": 20001,
        "message": "Channel endpoint is not assigned to all the required supporting Customer "
        "profile",
    },
}
"""Twilio's refusal of a number that its checks do not see on the profile yet."""


def refuse(simulator: Simulator, product: BundleRef, **answer: Any) -> None:
    """Have a number refused on a product."""
    path = f"{CHANNEL_ENDPOINT.on(product)}$"
    simulator.control.fault(method="POST", path=path, **answer)


def test_a_number_whose_profile_twilio_does_not_see_yet_is_put_on_the_product_all_the_same(
    client: TrustHubClient,
    simulator: Simulator,
    product: BundleRef,
    profile: BundleRef,
    number: str,
) -> None:
    """By its own reads it is on the profile, so what checks that lags behind."""
    ensure_assignment(client, CHANNEL_ENDPOINT, profile, on_number(number))
    refuse(simulator, product, **LATE, times=4)

    made = ensure_assignment(client, CHANNEL_ENDPOINT, product, on_number(number))

    assert not made.existed
    assert [0] == [fault.left for fault in simulator.control.faults()]
    assert 2 == simulator.control.counts()["channel_endpoint_assignments"]
    assert {} == client.memory.refused_since


@pytest.mark.parametrize(
    ("words", "known"), [("object ITx not found", True), ("The object is of a wrong type", False)]
)
def test_a_young_object_that_is_refused_as_unknown_is_assigned_all_the_same(
    words: str, *, known: bool, client: TrustHubClient, simulator: Simulator, product: BundleRef
) -> None:
    """With 400 as with 404; any other refusal is none that time mends."""
    wanted = {"friendly_name": "One", "type": "authorized_representative_1"}
    person = create_entity(client, "EndUsers", wanted)
    body = {"code": 22205, "message": words}
    simulator.control.fault(
        method="POST", path="/EntityAssignments$", status=400, body=body, times=3 if known else 1
    )

    with nullcontext() if known else pytest.raises(ApiError, match=words):
        ensure_assignment(client, ENTITY, product, {"ObjectSid": person["sid"]})

    assert [0] == [fault.left for fault in simulator.control.faults()]


def test_a_product_that_takes_no_number_is_waited_for_once(
    client: TrustHubClient,
    simulator: Simulator,
    product: BundleRef,
    profile: BundleRef,
    number: str,
) -> None:
    """Of thousands of numbers not each may take a minute, and the next step is told."""
    ensure_assignment(client, CHANNEL_ENDPOINT, profile, on_number(number))
    refuse(simulator, product, **LATE, times=999)
    posts = list[int]()

    for _ in range(2):
        simulator.control.clear_requests()
        with pytest.raises(ApiError, match="first and then onto the trust product"):
            ensure_assignment(client, CHANNEL_ENDPOINT, product, on_number(number))
        posts.append(sum(line.startswith("POST") for line in asked(simulator)))
        client.memory.refused_since[product.path, "not on the profile"] -= 61  # waited, then

    assert posts[0] > 10
    assert posts[1] == 1


def test_a_link_of_this_run_counts_where_no_list_shows_the_link(
    client: TrustHubClient,
    simulator: Simulator,
    product: BundleRef,
    profile: BundleRef,
    number: str,
) -> None:
    """Lists lag behind what a first up has just done, and the refusal does, too."""
    ensure_assignment(client, CHANNEL_ENDPOINT, profile, on_number(number))
    simulator.control.settings(lists_miss_new_seconds=20)
    refuse(simulator, product, **LATE, times=2)

    ensure_assignment(client, CHANNEL_ENDPOINT, product, on_number(number))

    assert [0] == [fault.left for fault in simulator.control.faults()]


@pytest.mark.parametrize("first", ["unknown", "late"])
def test_two_refusals_that_pass_may_follow_one_another(
    first: str,
    client: TrustHubClient,
    simulator: Simulator,
    product: BundleRef,
    profile: BundleRef,
    number: str,
) -> None:
    """A new product is not known, and then the number on its profile is not."""
    ensure_assignment(client, CHANNEL_ENDPOINT, profile, on_number(number))
    unknown = {"status": 404, "code": 20404}
    for answer in (unknown, LATE) if first == "unknown" else (LATE, unknown):
        refuse(simulator, product, **answer)

    ensure_assignment(client, CHANNEL_ENDPOINT, product, on_number(number))

    assert [0, 0] == [fault.left for fault in simulator.control.faults()]


def test_numbers_that_a_new_product_does_not_know_are_waited_for_together(
    client: TrustHubClient, simulator: Simulator, product: BundleRef
) -> None:
    """Of a thousand numbers of another account not each takes a minute."""
    posts = list[int]()

    for digit in "12":
        simulator.control.clear_requests()
        with pytest.raises(ApiError, match="an object of this account"):
            ensure_assignment(client, CHANNEL_ENDPOINT, product, on_number("PN" + 32 * digit))
        posts.append(sum(line.startswith("POST") for line in asked(simulator)))
        client.memory.refused_since[product.path, "unknown"] -= 61  # waited, then

    assert posts[0] > 10
    assert posts[1] == 1


def test_a_refusal_is_told_where_what_it_misses_cannot_be_read(
    client: TrustHubClient,
    simulator: Simulator,
    product: BundleRef,
    profile: BundleRef,
    number: str,
) -> None:
    """An outage of the reads beside it says less."""
    ensure_assignment(client, CHANNEL_ENDPOINT, profile, on_number(number))
    refuse(simulator, product, **LATE)
    simulator.control.fault(method="GET", path="/EntityAssignments$", status=503, times=999)

    with pytest.raises(ApiError, match="first and then onto the trust product"):
        ensure_assignment(client, CHANNEL_ENDPOINT, product, on_number(number))


def test_a_number_that_is_on_no_profile_is_refused_at_once(
    client: TrustHubClient, simulator: Simulator, product: BundleRef, number: str
) -> None:
    """Waiting would not help."""
    with pytest.raises(ApiError, match="first and then onto the trust product"):
        ensure_assignment(client, CHANNEL_ENDPOINT, product, on_number(number))

    assert 1 == sum(line.startswith("POST") for line in asked(simulator)[-9:])


def test_a_doubled_assignment_that_cannot_be_deleted_yet_is_taken_back_all_the_same(
    client: TrustHubClient, simulator: Simulator, profile: BundleRef, number: str
) -> None:
    """The DELETE of what was just created may be a 404, like a read."""
    simulator.control.settings(duplicate_assignments="accept", read_lag=4)
    simulator.control.fault(method="POST", path="/ChannelEndpointAssignments$", drop_after=True)
    simulator.control.fault(method="DELETE", status=404, code=20404, times=2)
    client.settings = replace(client.settings, read_lag=1)

    ensure_assignment(client, CHANNEL_ENDPOINT, profile, on_number(number))

    assert [0, 0] == [fault.left for fault in simulator.control.faults()]
    assert 1 == simulator.control.counts()["channel_endpoint_assignments"]


def test_an_assignment_refused_after_a_lost_answer_may_be_ours(
    client: TrustHubClient, simulator: Simulator, profile: BundleRef, number: str
) -> None:
    """Refused as a double and listed nowhere yet: it is not said to be certainly not there."""
    simulator.control.settings(read_lag=50)
    simulator.control.fault(method="POST", path="/ChannelEndpointAssignments$", drop_after=True)

    with pytest.raises(ResponseLostError, match="may be this very assignment"):
        ensure_assignment(client, CHANNEL_ENDPOINT, profile, on_number(number))


def test_a_400_may_say_that_the_number_is_taken(
    client: TrustHubClient,
    simulator: Simulator,
    product: BundleRef,
    profile: BundleRef,
    number: str,
) -> None:
    """The holder is named, as after a 409."""
    other = another(client)
    for bundle in (profile, product):
        ensure_assignment(client, CHANNEL_ENDPOINT, bundle, on_number(number))
    words = f"{number} is already assigned to {product.sid}"
    simulator.control.fault(
        method="POST",
        path="/ChannelEndpointAssignments$",
        status=400,
        body={"code": 70003, "message": words, "status": 400},
    )

    with pytest.raises(AlreadyAssignedError, match=f"to trust product {product.sid}"):
        ensure_assignment(client, CHANNEL_ENDPOINT, other, on_number(number))


def test_a_post_on_a_young_bundle_is_tried_again(
    client: TrustHubClient,
    simulator: Simulator,
    product: BundleRef,
    profile: BundleRef,
    number: str,
) -> None:
    """Although its lists can be read already: it is tried again for a while."""
    ensure_assignment(client, CHANNEL_ENDPOINT, profile, on_number(number))
    client.memory.created.add(product.sid)
    path = f"/{product.path}/ChannelEndpointAssignments$"
    simulator.control.fault(method="POST", path=path, times=3, status=404, code=20404)

    assert not ensure_assignment(client, CHANNEL_ENDPOINT, product, on_number(number)).existed


@pytest.mark.parametrize("young", ["the entity", "neither for this run"])
def test_a_post_of_a_young_entity_is_tried_again(
    young: str, client: TrustHubClient, simulator: Simulator, product: BundleRef
) -> None:
    """Whether this run has created it or an earlier one, just before."""
    person = {"friendly_name": "One", "type": "authorized_representative_1"}
    sid = create_entity(client, "EndUsers", person)["sid"]
    client.memory.created = {sid} if young == "the entity" else set()
    path = f"/{product.path}/EntityAssignments$"
    simulator.control.fault(method="POST", path=path, times=3, status=404, code=20404)

    assert not ensure_assignment(client, ENTITY, product, {"ObjectSid": sid}).existed


def test_a_list_of_a_young_bundle_is_waited_for(
    client: TrustHubClient, simulator: Simulator, product: BundleRef, profile: BundleRef
) -> None:
    """A minute, where a read by its SID shows how young the bundle of an earlier run is."""
    client.memory.created.clear()
    path = f"/{product.path}/EntityAssignments"
    simulator.control.fault(method="GET", path=path, times=9, status=404, code=20404)

    assert ensure_assignment(client, ENTITY, product, {"ObjectSid": profile.sid}).existed
