"""What each verb asks Twilio, to the last request, and how it survives a lost answer."""

from __future__ import annotations

import dataclasses
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from pulumi_trusthub._core.api.client import TrustHubClient
from pulumi_trusthub._core.api.pagination import PAGE_SIZE
from pulumi_trusthub._core.model.config import Credentials, Settings
from pulumi_trusthub._core.model.errors import (
    AlreadyAssignedError,
    AlreadyExistsError,
    ApiError,
    AuthenticationError,
    ConfigurationError,
    ConflictError,
    NoncompliantError,
    NotSubmittedError,
    OutcomeUnknownError,
    RefusedError,
    UnderReviewError,
    UnexpectedAnswerError,
    WrongAccountError,
)
from pulumi_trusthub._core.model.refs import CHANNEL_ENDPOINT, ENTITY, BundleKind, BundleRef
from pulumi_trusthub._core.rules.assignments import ensure_assignment
from pulumi_trusthub._core.rules.bundles import create_bundle, find_adoptable_bundle, update_bundle
from pulumi_trusthub._core.rules.evaluations import evaluate
from pulumi_trusthub._core.rules.linked_products import products_with_number
from pulumi_trusthub._core.rules.reviews import require_no_review, submit

if TYPE_CHECKING:
    from pulumi_trusthub.simulator import Simulator

SHAKEN_STIR = "RN7a97559effdf62d00f4298208492a5ea"
ACME = {"friendly_name": "Acme", "email": "a@example.com", "policy_sid": SHAKEN_STIR}
LOST: list[dict[str, Any]] = [
    {"drop_before": True},
    {"drop_after": True},
    {"status": 500},
    {"status": 503},
    {"not_json": True, "work": "before"},
    {"not_json": True, "work": "after"},
    {"status": 429, "code": 20429},
    {"status": 429, "code": 20429, "headers": {"Retry-After": "1"}},
    {"status": 409, "code": 20162},
]


def named(effect: dict[str, Any]) -> str:
    """Name a fault for the list of tests."""
    return "-".join(f"{key}={value}" for key, value in effect.items() if key != "headers")


def asked(simulator: Simulator) -> list[str]:
    """The log, without the addresses' common beginning."""
    return [
        f"{entry.method} {entry.path.removeprefix('/v1/')}"
        for entry in simulator.control.requests()
    ]


def on_number(number: str) -> dict[str, str]:
    """The fields of a number's assignment."""
    return {"ChannelEndpointType": "phone-number", "ChannelEndpointSid": number}


def test_creating_a_product_looks_first(client: TrustHubClient, simulator: Simulator) -> None:
    """One filtered list and one POST."""
    record = create_bundle(
        client, BundleKind.TRUST_PRODUCT, {**ACME, "status_callback": "https://a.example"}
    )

    assert asked(simulator) == [
        f"GET TrustProducts?PolicySid={SHAKEN_STIR}&FriendlyName=Acme&PageSize=1000",
        "POST TrustProducts",
    ]
    assert simulator.control.requests()[1].form == {
        "PolicySid": SHAKEN_STIR,
        "FriendlyName": "Acme",
        "Email": "a@example.com",
        "StatusCallback": "https://a.example",
    }
    assert "draft" == record["status"]


def test_updating_a_product_sends_what_changed(
    client: TrustHubClient, simulator: Simulator, product: BundleRef
) -> None:
    """One POST with the changed fields, and never a status."""
    update_bundle(client, product, {**ACME, "friendly_name": "New"}, ["friendly_name"])

    assert asked(simulator) == [f"POST {product.path}"]
    assert simulator.control.requests()[0].form == {"FriendlyName": "New"}


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


def test_submitting_evaluates_first(
    client: TrustHubClient, simulator: Simulator, product: BundleRef
) -> None:
    """Read, evaluate, submit; the status travels alone."""
    record = submit(client, product)

    assert asked(simulator) == [
        f"GET {product.path}",
        f"GET {product.path}/Evaluations?PageSize=1000",
        f"POST {product.path}/Evaluations",
        f"POST {product.path}",
    ]
    assert simulator.control.requests()[-1].form == {"Status": "pending-review"}
    assert "pending-review" == record["status"]


@pytest.mark.parametrize("status", ["pending-review", "in-review", "twilio-approved"])
def test_what_is_submitted_is_not_submitted_again(
    status: str, client: TrustHubClient, simulator: Simulator, product: BundleRef
) -> None:
    """A review under way or won costs one read."""
    submit(client, product)
    if status != "pending-review":
        simulator.control.review(product.sid, status)  # type: ignore[arg-type]
    simulator.control.clear_requests()

    assert status == submit(client, product)["status"]
    assert asked(simulator) == [f"GET {product.path}"]


def test_a_rejected_product_can_be_submitted_again(
    client: TrustHubClient, simulator: Simulator, product: BundleRef
) -> None:
    """It goes back into review when it is told to."""
    submit(client, product)
    simulator.control.review(product.sid, "twilio-rejected", errors=[18601])

    assert "pending-review" == submit(client, product)["status"]


def test_a_submission_that_stays_a_draft_is_an_error(
    client: TrustHubClient, simulator: Simulator, product: BundleRef
) -> None:
    """200 is not acceptance."""
    simulator.control.settings(submit_answer="draft")

    with pytest.raises(NotSubmittedError, match="still draft"):
        submit(client, product)


@pytest.mark.parametrize("answer", ["pending-review", "in-review"])
def test_both_answers_to_a_submission_are_taken(
    answer: str, client: TrustHubClient, simulator: Simulator, product: BundleRef
) -> None:
    """The answer is no echo."""
    simulator.control.settings(submit_answer=answer)

    assert answer == submit(client, product)["status"]


@pytest.mark.parametrize("shape", ["invalid", "fields"])
def test_noncompliance_is_told_in_full(
    shape: str, client: TrustHubClient, simulator: Simulator
) -> None:
    """Nothing is submitted, whatever the shape of the evaluation."""
    simulator.control.settings(evaluation_shape=shape)
    bare = BundleRef(
        BundleKind.TRUST_PRODUCT, create_bundle(client, BundleKind.TRUST_PRODUCT, ACME)["sid"]
    )

    with pytest.raises(NoncompliantError, match=r"nothing was submitted: \(1\) .+ \(evaluation EL"):
        submit(client, bare)

    assert "draft" == client.get(bare.path)["status"]


@pytest.mark.parametrize("fault", LOST, ids=named)
def test_a_product_is_made_once_whatever_happens(
    fault: dict[str, Any], client: TrustHubClient, simulator: Simulator
) -> None:
    """A POST that was lost, refused for now or garbled leaves one product."""
    simulator.control.fault(method="POST", path="/TrustProducts$", **fault)

    record = create_bundle(client, BundleKind.TRUST_PRODUCT, ACME)

    products = list(client.records("TrustProducts"))
    assert [record["sid"]] == [p["sid"] for p in products]
    assert [0] == [f.left for f in simulator.control.faults()]


@pytest.mark.parametrize("duplicates", ["refuse", "accept"])
@pytest.mark.parametrize("fault", LOST, ids=named)
def test_a_number_is_assigned_once_whatever_happens(
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


@pytest.mark.parametrize("fault", LOST, ids=named)
def test_an_update_survives(
    fault: dict[str, Any], client: TrustHubClient, simulator: Simulator, product: BundleRef
) -> None:
    """The fields are as wanted afterwards."""
    simulator.control.fault(method="POST", path=f"/{product.path}$", **fault)

    record = update_bundle(client, product, {**ACME, "friendly_name": "New"}, ["friendly_name"])

    assert "New" == record["friendly_name"] == client.get(product.path)["friendly_name"]


@pytest.mark.parametrize("step", ["Evaluations", ""])
@pytest.mark.parametrize("fault", LOST, ids=named)
def test_a_submission_survives(
    fault: dict[str, Any],
    step: str,
    client: TrustHubClient,
    simulator: Simulator,
    product: BundleRef,
) -> None:
    """One evaluation and one submission are left, whichever of the two was lost."""
    path = f"/{product.path}/{step}$" if step else f"/{product.path}$"
    simulator.control.fault(method="POST", path=path, **fault)

    record = submit(client, product)

    assert "pending-review" == record["status"]
    assert 1 == len(list(client.records(f"{product.path}/Evaluations")))


@pytest.mark.parametrize("fault", LOST, ids=named)
def test_a_delete_survives(
    fault: dict[str, Any], client: TrustHubClient, simulator: Simulator, product: BundleRef
) -> None:
    """A DELETE may be sent again: what is gone is done."""
    link = next(client.records(f"{product.path}/EntityAssignments"))["sid"]
    simulator.control.fault(method="DELETE", **fault)

    client.delete(f"{product.path}/EntityAssignments/{link}")

    assert [] == list(client.records(f"{product.path}/EntityAssignments"))


def test_a_bundle_of_that_name_is_named(client: TrustHubClient, product: BundleRef) -> None:
    """Neither taken nor doubled: the error has its SID and both ways out."""
    with pytest.raises(AlreadyExistsError, match=f'adopt="{product.sid}", or give'):
        create_bundle(client, BundleKind.TRUST_PRODUCT, ACME)


def test_a_partial_match_is_no_match(client: TrustHubClient) -> None:
    """Another name, or another policy, is another product, whatever the API's filter finds."""
    create_bundle(client, BundleKind.TRUST_PRODUCT, {**ACME, "friendly_name": "Acme Two"})
    create_bundle(
        client,
        BundleKind.TRUST_PRODUCT,
        {**ACME, "policy_sid": "RN5b3660f9598883b1df4e77f77acefba0"},
    )
    create_bundle(client, BundleKind.TRUST_PRODUCT, ACME)

    assert 3 == len(list(client.records("TrustProducts")))


def test_adopting(client: TrustHubClient, simulator: Simulator, product: BundleRef) -> None:
    """One is found by SID or name; none, several and another policy are told apart."""
    sid = product.sid
    voice = {**ACME, "policy_sid": "RN5b3660f9598883b1df4e77f77acefba0"}

    by_sid = find_adoptable_bundle(client, BundleKind.TRUST_PRODUCT, ACME, sid)
    by_name = find_adoptable_bundle(client, BundleKind.TRUST_PRODUCT, ACME, None)

    assert by_sid is not None
    assert sid == by_sid["sid"]
    assert by_name is not None
    assert sid == by_name["sid"]
    assert find_adoptable_bundle(client, BundleKind.TRUST_PRODUCT, voice, None) is None
    with pytest.raises(RefusedError, match="cannot be adopted as this one"):
        find_adoptable_bundle(client, BundleKind.TRUST_PRODUCT, voice, sid)
    with pytest.raises(RefusedError, match="There is no trust product"):
        find_adoptable_bundle(client, BundleKind.TRUST_PRODUCT, ACME, "BU" + "0" * 32)
    simulator.control.seed(
        {
            "accounts": [
                {"sid": simulator.account_sid, "trust_products": [{**ACME, "status": "draft"}]}
            ]
        }
    )
    with pytest.raises(RefusedError, match="Several trust products"):
        find_adoptable_bundle(client, BundleKind.TRUST_PRODUCT, ACME, None)


def test_a_number_that_another_product_holds_is_told_so(
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


def test_a_holder_that_the_message_does_not_name_is_looked_for(
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


def test_a_conflict_that_nobody_explains_passes_or_is_told(
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


def test_which_products_carry_a_number(
    client: TrustHubClient, product: BundleRef, profile: BundleRef, number: str
) -> None:
    """Only those that are linked to the profile count."""
    sid = profile.sid
    ensure_assignment(client, CHANNEL_ENDPOINT, profile, on_number(number))
    assert [] == products_with_number(client, sid, number)
    ensure_assignment(client, CHANNEL_ENDPOINT, product, on_number(number))

    assert [product.sid] == [p["sid"] for p in products_with_number(client, sid, number)]
    assert [] == products_with_number(client, "BU" + "0" * 32, number)


@pytest.mark.parametrize("status", ["pending-review", "in-review"])
def test_the_gate_is_shut_while_a_review_runs(
    status: str, client: TrustHubClient, simulator: Simulator, product: BundleRef
) -> None:
    """Before, after and without a bundle it is open."""
    require_no_review(client, product)
    submit(client, product)
    simulator.control.review(product.sid, status)  # type: ignore[arg-type]

    with pytest.raises(UnderReviewError, match="force_destroy=True"):
        require_no_review(client, product)
    require_no_review(client, BundleRef(BundleKind.TRUST_PRODUCT, "BU" + "0" * 32))


def test_all_pages_are_followed(client: TrustHubClient, simulator: Simulator) -> None:
    """2,500 numbers are three pages of a thousand."""
    simulator.control.seed({"accounts": [{"sid": simulator.account_sid, "phone_numbers": 2_500}]})
    simulator.control.clear_requests()

    found = list(client.phone_numbers(client.account_sid))

    assert 2_510 == len({n["sid"] for n in found})
    assert -(-len(found) // PAGE_SIZE) == len(asked(simulator)) == 3


@pytest.mark.parametrize("duplicates", ["refuse", "accept"])
def test_one_number_twice_at_once_is_assigned_once(
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


def test_a_post_is_never_repeated_without_a_look(
    client: TrustHubClient, simulator: Simulator
) -> None:
    """When looking fails too, what became of the POST is not known, and nobody guesses."""
    simulator.control.fault(method="POST", path="/TrustProducts$", drop_after=True)
    simulator.control.fault(method="GET", path="/TrustProducts$", skip=1, times=99, status=503)

    with pytest.raises(OutcomeUnknownError, match="It was not sent again"):
        create_bundle(client, BundleKind.TRUST_PRODUCT, ACME)

    simulator.control.clear_faults()
    assert 1 == len(list(client.records("TrustProducts")))


def test_a_server_that_works_on_after_the_time_out_is_waited_for(
    client: TrustHubClient, simulator: Simulator
) -> None:
    """The POST timed out, and the product appears a second later: it is the one."""
    impatient = TrustHubClient(dataclasses.replace(client.settings, timeout=0.3))
    simulator.control.fault(method="POST", path="/TrustProducts$", delay_seconds=1, late=True)

    record = create_bundle(impatient, BundleKind.TRUST_PRODUCT, ACME)

    assert [record["sid"]] == [p["sid"] for p in client.records("TrustProducts")]
    assert 1 == len([line for line in asked(simulator) if line.startswith("POST")])


@pytest.mark.parametrize("lag", range(5))
def test_a_second_post_is_taken_back_when_the_first_shows_up(
    lag: int, client: TrustHubClient, simulator: Simulator
) -> None:
    """Whether the first shows before the second is sent or after it, one product is left."""
    simulator.control.settings(read_lag=lag)
    simulator.control.fault(method="POST", path="/TrustProducts$", drop_after=True)

    record = create_bundle(client, BundleKind.TRUST_PRODUCT, ACME)

    assert 1 == simulator.control.counts()["trust_products"]
    objects = simulator.control.state()["accounts"][simulator.account_sid]["trust_products"]
    assert [record["sid"]] == [held["sid"] for held in objects]


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
    simulator.control.fault(method="POST", times=9, status=404, code=20404)

    with pytest.raises(ApiError, match=f"Is {number} an object of this account"):
        ensure_assignment(client, CHANNEL_ENDPOINT, profile, on_number(number))


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ({"meta": {"key": "results", "next_page_url": "/v1/TrustProducts?Page=1"}}, 2),
        ({"meta": {"next_page_url": None}}, 1),
        ({"meta": None}, 1),
        ({}, 1),
    ],
)
def test_pages_of_other_forms_are_read(
    body: dict[str, Any], found: int, client: TrustHubClient, simulator: Simulator
) -> None:
    """A relative next page, and an envelope that names no key."""
    first = {**body, "results": [{"sid": "BU1"}]}
    simulator.control.fault(method="GET", status=200, body=first)
    last = {"meta": {"key": "results", "next_page_url": None}, "results": [{"sid": "BU2"}]}
    simulator.control.fault(method="GET", status=200, body=last)

    assert found == len(list(client.records("TrustProducts")))


@pytest.mark.parametrize("results", [[1], "odd", {"a": 1}])
def test_what_is_no_list_of_objects_is_said(
    results: object, client: TrustHubClient, simulator: Simulator
) -> None:
    """No traceback, and nothing of Twilio's library."""
    body = {"meta": {"key": "results"}, "results": results}
    simulator.control.fault(method="GET", status=200, body=body)

    with pytest.raises(UnexpectedAnswerError, match="not a list of objects"):
        list(client.records("TrustProducts"))


@pytest.mark.parametrize("status", ["TWILIO_APPROVED", "In-Review"])
def test_a_status_in_another_case_is_the_same(
    status: str, client: TrustHubClient, simulator: Simulator, product: BundleRef
) -> None:
    """What is approved is not submitted again, however it is spelled."""
    body = {"sid": product.sid, "status": status}
    simulator.control.fault(method="GET", path=f"/{product.path}$", status=200, body=body)

    assert status == submit(client, product)["status"]
    assert [f"GET {product.path}"] == asked(simulator)


def test_a_rejected_product_that_200_left_untouched_was_not_submitted(
    client: TrustHubClient, simulator: Simulator, product: BundleRef
) -> None:
    """Only a new time or new reasons tell a second rejection from nothing at all."""
    submit(client, product)
    simulator.control.review(product.sid, "twilio-rejected", errors=[18601])
    same = client.get(product.path)
    simulator.control.fault(method="POST", path=f"/{product.path}$", status=200, body=same)

    with pytest.raises(NotSubmittedError, match="still twilio-rejected"):
        submit(client, product)


def test_a_key_without_a_bundle_to_show_may_create(simulator: Simulator) -> None:
    """In an empty account nothing is a proof, so a 404 is doubted until a POST has answered."""
    simulator.control.reset(empty=True)
    key = {"sid": "SK" + "1" * 32, "secret": "s" * 32}
    account = "AC" + "1" * 32
    simulator.control.seed({"accounts": [{"sid": account, "auth_token": "t", "api_keys": [key]}]})
    credentials = Credentials(account, key["sid"], key["secret"])
    client = TrustHubClient(Settings(credentials, simulator.url), sleep=lambda _: None)

    with pytest.raises(ConfigurationError, match="nothing shows that the API key is one of"):
        client.get_or_none("TrustProducts/BU" + "0" * 32)
    assert create_bundle(client, BundleKind.TRUST_PRODUCT, ACME)["status"] == "draft"
    assert client.get_or_none("TrustProducts/BU" + "0" * 32) is None


def test_a_list_raises_what_everything_raises(client: TrustHubClient, simulator: Simulator) -> None:
    """The library's lists raise another, bare exception; here they don't."""
    simulator.control.fault(method="GET", status=401, code=20003)
    with pytest.raises(AuthenticationError):
        list(client.records("TrustProducts"))

    simulator.control.fault(method="GET", times=99, status=500)
    with pytest.raises(ApiError, match="HTTP 500"):
        list(client.records("TrustProducts"))


@pytest.mark.parametrize(
    ("next_page", "said"),
    [("https://example.com/v1/TrustProducts?Page=1", "credentials are not sent"), ("", "circle")],
)
def test_a_next_page_elsewhere_gets_no_credentials(
    next_page: str, said: str, client: TrustHubClient, simulator: Simulator
) -> None:
    """Pages are followed on the configured host alone, and not for ever."""
    url = next_page or f"{simulator.url}/v1/TrustProducts?PageSize=1000"
    body = {"results": [], "meta": {"key": "results", "next_page_url": url}}
    simulator.control.fault(method="GET", times=9, status=200, body=body)

    with pytest.raises(UnexpectedAnswerError, match=said):
        list(client.records("TrustProducts"))


def test_a_key_of_another_account_is_found_out(simulator: Simulator) -> None:
    """A 404 with an API key is believed only when the key is of the configured account."""
    account = simulator.control.accounts()[0]
    key, sub = account.api_keys[0], account.subaccounts[0]

    def missing(account_sid: str) -> dict[str, Any] | None:
        credentials = Credentials(account_sid, key.sid, key.secret)
        client = TrustHubClient(Settings(credentials, simulator.url))
        return client.get_or_none("TrustProducts/BU" + "0" * 32)

    assert missing(account.sid) is None
    with pytest.raises(WrongAccountError, match=f"belongs to account {account.sid}"):
        missing(sub.sid)


def test_the_region_of_the_environment_changes_nothing(
    client: TrustHubClient, simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The library would rewrite 127.0.0.1 to 127.sydney.au1.0.1."""
    monkeypatch.setenv("TWILIO_REGION", "au1")
    monkeypatch.setenv("TWILIO_EDGE", "sydney")
    fresh = TrustHubClient(client.settings)

    list(fresh.records("TrustProducts"))

    assert 1 == len(asked(simulator))


def test_an_evaluation_that_was_lost_is_not_mistaken_for_an_old_one(
    client: TrustHubClient, simulator: Simulator, product: BundleRef
) -> None:
    """Only what was not there before is taken for the answer."""
    first = evaluate(client, product, SHAKEN_STIR)
    simulator.control.fault(method="POST", path="/Evaluations$", drop_after=True)

    second = evaluate(client, product, SHAKEN_STIR)

    assert first["sid"] != second["sid"]
    assert 2 == len(list(client.records(f"{product.path}/Evaluations")))
