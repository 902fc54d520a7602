"""Do we survive what the API's contract allows: lists that lag, fields that are null, odd words?"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest
from scripted import ACCOUNT, Answer

from pulumi_trusthub._core.api.client import TrustHubClient
from pulumi_trusthub._core.api.run import Run
from pulumi_trusthub._core.bulk.listing import Listing
from pulumi_trusthub._core.bulk.plan import BulkOptions, BulkState, Parents
from pulumi_trusthub._core.bulk.remove import remove
from pulumi_trusthub._core.handlers.submissions import SubmissionHandler
from pulumi_trusthub._core.model.attestation import Chain
from pulumi_trusthub._core.model.config import Credentials, Settings
from pulumi_trusthub._core.model.errors import (
    AlreadyAssignedError,
    AnswerLostError,
    ApiError,
    UnexpectedAnswerError,
)
from pulumi_trusthub._core.model.refs import CHANNEL_ENDPOINT, ENTITY, BundleKind, BundleRef
from pulumi_trusthub._core.rules.addresses import create_address, delete_address
from pulumi_trusthub._core.rules.assignments import ensure_assignment, find_assignment
from pulumi_trusthub._core.rules.bundles import create_bundle, find_by_name
from pulumi_trusthub._core.rules.entities import create_entity, update_entity
from pulumi_trusthub._core.rules.idempotency import recently_created, recently_created_at_twilio
from pulumi_trusthub._core.rules.linked_products import linked_products
from pulumi_trusthub._core.rules.reviews import submit
from pulumi_trusthub.dynamic.providers import AddressProvider
from pulumi_trusthub.lookups import listing as lookups

if TYPE_CHECKING:
    from scripted import ScriptedServer

    from pulumi_trusthub.simulator import Simulator

SHAKEN_STIR = "RN7a97559effdf62d00f4298208492a5ea"
ACME = {"friendly_name": "Acme", "email": "a@example.com", "policy_sid": SHAKEN_STIR}
PERSON = {"friendly_name": "One", "type": "authorized_representative_1"}
ADDRESS = {
    "customer_name": "Ada Lovelace",
    "street": "12 Quite Secret Street",
    "city": "San Francisco",
    "region": "CA",
    "postal_code": "94105",
    "iso_country": "US",
}


def on_number(number: str) -> dict[str, str]:
    """The fields of a number's assignment."""
    return {"ChannelEndpointType": "phone-number", "ChannelEndpointSid": number}


def another(client: TrustHubClient) -> BundleRef:
    """A second product."""
    made = create_bundle(client, BundleKind.TRUST_PRODUCT, {**ACME, "friendly_name": "Another"})
    return BundleRef(BundleKind.TRUST_PRODUCT, made["sid"])


def page(*records: dict[str, Any]) -> dict[str, Any]:
    """A list as Twilio answers it."""
    return {"results": list(records), "meta": {"key": "results", "next_page_url": None}}


def posts(simulator: Simulator, words: str) -> int:
    """How many POSTs there were whose path has these words."""
    return sum(it.method == "POST" and words in it.path for it in simulator.control.requests())


def test_what_this_run_has_deleted_is_in_no_list(
    client: TrustHubClient, simulator: Simulator, profile: BundleRef, number: str
) -> None:
    """A list may still show it for a while: neither taken over nor in anybody's way."""
    made = ensure_assignment(client, CHANNEL_ENDPOINT, profile, on_number(number)).record
    bundle = create_bundle(client, BundleKind.TRUST_PRODUCT, ACME)
    address = create_address(client, ADDRESS)
    client.delete(f"{profile.path}/ChannelEndpointAssignments/{made['sid']}")
    client.delete(f"TrustProducts/{bundle['sid']}")
    delete_address(client, address["sid"])
    simulator.control.fault(
        method="GET", path="/ChannelEndpointAssignments$", status=200, body=page(made)
    )
    simulator.control.fault(method="GET", path="/TrustProducts$", status=200, body=page(bundle))
    simulator.control.fault(
        method="GET", path=r"/Addresses\.json$", status=200, body={"addresses": [address]}
    )

    assert find_assignment(client, CHANNEL_ENDPOINT, profile, number) is None
    assert [] == find_by_name(client, BundleKind.TRUST_PRODUCT, SHAKEN_STIR, "Acme")
    assert [] == list(client.records(f"{client.addresses()}.json"))
    assert {0} == {fault.left for fault in simulator.control.faults()}


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


def test_what_is_in_the_way_after_a_lost_answer_may_be_ours(
    client: TrustHubClient, simulator: Simulator, profile: BundleRef, number: str
) -> None:
    """Refused as a double and listed nowhere yet: it is not said to be certainly not there."""
    simulator.control.settings(read_lag=50)
    simulator.control.fault(method="POST", path="/ChannelEndpointAssignments$", drop_after=True)

    with pytest.raises(AnswerLostError, match="may be this very assignment"):
        ensure_assignment(client, CHANNEL_ENDPOINT, profile, on_number(number))


def test_400_may_say_that_it_is_taken_too(
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


def test_a_bundle_of_a_moment_ago_may_not_be_there_for_a_post(
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


def test_links_are_read_once_for_all_profiles(
    client: TrustHubClient, simulator: Simulator, product: BundleRef, profile: BundleRef
) -> None:
    """One list for each product, however many profiles ask; a new link is seen at once."""
    sid = profile.sid
    simulator.control.clear_requests()

    found = [linked_products(client, each) for each in (sid, "BU" + "0" * 32, "BU" + "1" * 32)]
    once = len(simulator.control.requests())
    other = another(client)
    ensure_assignment(client, ENTITY, other, {"ObjectSid": sid})
    both = {it["sid"] for it in linked_products(client, sid)}

    assert [[product.sid], [], []] == [[it["sid"] for it in each] for each in found]
    assert 2 == once
    assert {product.sid, other.sid} == both


def test_an_attribute_whose_removal_was_lost_is_removed(
    client: TrustHubClient, simulator: Simulator
) -> None:
    """An answer of 503 without the work: what is no longer declared must not stay, at any depth."""
    before = {"a": "1", "private": "x", "deep": {"b": "2", "private": "y"}}
    after = {"a": "1", "deep": {"b": "2"}}
    made = create_entity(client, "EndUsers", {**PERSON, "attributes": before})
    path = f"EndUsers/{made['sid']}"
    simulator.control.fault(method="POST", path=f"/{path}$", status=503)
    wanted = {**PERSON, "attributes": after}

    update_entity(client, path, {"attributes": before}, wanted, ["attributes"])

    assert after == client.get(path)["attributes"]


def test_numbers_that_are_incomplete_may_not_be_readable_yet(
    client: TrustHubClient, simulator: Simulator, profile: BundleRef, number: str
) -> None:
    """A destroy right after an up that failed half way finds them all the same."""
    simulator.control.settings(read_lag=2)
    client.create(f"{profile.path}/ChannelEndpointAssignments", on_number(number))

    run = Run(client, lambda _: None, lambda _: None)

    taken = remove(
        run,
        Parents(profile=profile),
        BulkState(incomplete=[number]),
        options=BulkOptions("phone-number"),
        recent=True,
    )

    assert [] == taken.reasons
    assert 0 == simulator.control.counts()["channel_endpoint_assignments"]


def test_a_number_without_a_name_is_no_number() -> None:
    """Every field of an answer may be null (OpenAPI file), and what is not named is not removed."""
    listing = Listing(
        BundleRef(BundleKind.CUSTOMER_PROFILE, "BU1"),
        [{"sid": "RA1", "channel_endpoint_sid": None}],
    )

    assert {} == listing.paths
    assert [] == listing.of_type("phone-number")


def test_a_submission_that_shows_late_was_made(
    client: TrustHubClient, simulator: Simulator, product: BundleRef
) -> None:
    """The answer, and the look after it, may still have the old status."""
    before = client.get(product.path)
    done = client.update(product.path, {"Status": "pending-review"})
    path = f"/{product.path}$"
    simulator.control.fault(method="GET", path=path, status=200, body=before)
    simulator.control.fault(method="POST", path=path, status=200, body=before)
    simulator.control.fault(method="GET", path=path, times=2, status=200, body=before)

    submitted = submit(client, product, evaluate_first=False)

    assert done["status"] == submitted["status"] == "pending-review"


def test_triggers_that_were_empty_are_no_triggers(
    client: TrustHubClient, simulator: Simulator, product: BundleRef
) -> None:
    """Empty and left out are the same, so nothing rejected is submitted again for it."""
    submit(client, product)
    simulator.control.review(product.sid, "twilio-rejected", errors=[18601])
    simulator.control.clear_requests()
    olds = {"trust_product_sid": product.sid, "triggers": {}}
    news = {"trust_product_sid": product.sid, "force_destroy": True}

    run = Run(client, lambda _: None, lambda _: None)
    SubmissionHandler().update(run, product.path, olds, news)

    assert 0 == posts(simulator, "")


def test_an_approval_in_another_spelling_is_one(simulator: Simulator) -> None:
    """For what a number signs with, and for bundles."""
    chain = Chain(
        product_sid="BU1",
        product_status="TWILIO_APPROVED",
        profile_sid="BU2",
        profile_status="Twilio-Approved",
        linked=True,
    )

    assert [] == chain.missing(on_profile=True, on_product=True)
    assert lookups._fits("status", "TWILIO_APPROVED", "twilio-approved")
    assert not lookups._fits("status", "draft", "twilio-approved")
    assert simulator.url


def test_a_page_that_says_404_is_not_twilio(server: ScriptedServer) -> None:
    """A proxy or a wrong address must not empty a state; any other 404 is one."""
    credentials = Credentials(ACCOUNT, ACCOUNT, "token")
    client = TrustHubClient(Settings(credentials, server.url), sleep=lambda _: None)
    html = {"Content-Type": "text/html; charset=utf-8"}
    server.will(Answer(404, "<h1>Not Found</h1>", html))

    with pytest.raises(UnexpectedAnswerError, match=r"is not Twilio.*trusthub:baseUrl"):
        client.get_or_none("TrustProducts/BU1")
    server.will(Answer(404, ""))
    assert client.get_or_none("TrustProducts/BU1") is None


def test_a_fast_clock_makes_nothing_old(
    client: TrustHubClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twilio's clock says how old something is, unless ours leaves no doubt."""
    now = datetime.now(timezone.utc)
    ages = {
        seconds: (now - timedelta(seconds=seconds)).isoformat() for seconds in (30, 150, 86_400)
    }
    monkeypatch.setattr(client, "server_time", lambda: now - timedelta(seconds=120))

    assert [True, False, False] == [recently_created(born) for born in ages.values()]
    assert [True, True, False] == [
        recently_created_at_twilio(client, born) for born in ages.values()
    ]


def test_pages_may_be_named_at_the_top(server: ScriptedServer) -> None:
    """Instead of below meta."""
    credentials = Credentials(ACCOUNT, ACCOUNT, "token")
    client = TrustHubClient(Settings(credentials, server.url), sleep=lambda _: None)
    server.will(
        Answer(200, '{"results": [{"sid": "BU1"}], "next_page_url": "/v1/TrustProducts?Page=1"}'),
        Answer(200, '{"results": [{"sid": "BU2"}]}'),
    )

    assert ["BU1", "BU2"] == [record["sid"] for record in client.records("TrustProducts")]


def test_the_lines_of_an_address_are_in_no_text(
    client: TrustHubClient, simulator: Simulator
) -> None:
    """Neither where Twilio repeats one, nor where it suggests another, nor in a problem's name."""
    path = r"/Addresses\.json$"
    texts = []
    for code in (20001, 21629):
        said = {"code": code, "message": "Is 12 Quite Secret Street 14 Other Street?"}
        simulator.control.fault(method="POST", path=path, status=400, body=said)
        with pytest.raises(ApiError) as refused:
            create_address(client, ADDRESS)
        texts.append(str(refused.value))
    problems = AddressProvider().check({}, {**ADDRESS, "postal_code": 94105}).failures

    assert "Is [secret] 14 Other Street" in texts[0]
    assert "Street" not in texts[1]
    assert "(code 21629, HTTP 400" in texts[1]
    assert [("", "postal_code must be a string")] == [(it.property, it.reason) for it in problems]
