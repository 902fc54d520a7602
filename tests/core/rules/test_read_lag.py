"""What Twilio's reads do not show yet, or still show."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

import pytest
from acme import ACME, ADDRESS, asked, connected, on_number, patient

from pulumi_trusthub._core.api.client import TrustHubClient
from pulumi_trusthub._core.model.errors import (
    AlreadyExistsError,
    ConflictError,
    NothingCreatedError,
    OutcomeUnknownError,
    ResponseLostError,
)
from pulumi_trusthub._core.model.refs import CHANNEL_ENDPOINT, ENTITY, BundleKind, BundleRef
from pulumi_trusthub._core.rules.addresses import create_address
from pulumi_trusthub._core.rules.assignments import ensure_assignment, is_assigned
from pulumi_trusthub._core.rules.bundles import create_bundle, find_adoptable_bundle
from pulumi_trusthub._core.rules.entities import create_entity, find_adoptable_entity
from pulumi_trusthub._core.rules.evaluations import evaluate
from pulumi_trusthub._core.rules.read_lag import seconds_young

if TYPE_CHECKING:
    from collections.abc import Callable

    from pulumi_trusthub._core.api.client import Record
    from pulumi_trusthub.simulator import Simulator

LAG = 45.0
"""Seconds of lag that somebody has told of in public."""
PERSON = {"friendly_name": "One", "type": "authorized_representative_1"}


def test_a_fast_clock_makes_nothing_old(
    client: TrustHubClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twilio's clock says how old something is, unless ours leaves no doubt."""
    now = datetime.now(timezone.utc)
    ages = [(now - timedelta(seconds=seconds)).isoformat() for seconds in (150, 200, 86_400)]
    monkeypatch.setattr(client, "server_time", lambda: now - timedelta(seconds=120))

    assert [pytest.approx(30, abs=5), 0, 0] == [seconds_young(client, born) for born in ages]


@pytest.mark.parametrize(
    ("born", "left"),
    [
        (timedelta(0), 60),
        (timedelta(seconds=50), 10),
        (timedelta(seconds=70), 0),
        (timedelta(days=9), 0),
        (timedelta(seconds=-300), 60),
    ],
)
@pytest.mark.parametrize("zone", ["Z", ".%fZ", ""])
def test_an_object_is_young_for_the_read_lag(
    born: timedelta, left: int, zone: str, client: TrustHubClient
) -> None:
    """What is left of a minute, by a time of any of the forms that occur, on any clock."""
    then = datetime.now(timezone.utc) - born
    dates = [then.strftime(f"%Y-%m-%dT%H:%M:%S{zone}"), format_datetime(then)]

    assert [left, left] == [pytest.approx(seconds_young(client, it), abs=5) for it in dates]


def test_an_object_without_a_date_is_old(client: TrustHubClient) -> None:
    """Nothing is waited for that may never have been there."""
    assert [0, 0] == [seconds_young(client, it) for it in (None, "yesterday")]


CREATES: dict[str, Callable[[TrustHubClient], Record]] = {
    "trust_products": lambda client: create_bundle(client, BundleKind.TRUST_PRODUCT, ACME),
    "end_users": lambda client: create_entity(client, "EndUsers", PERSON),
    "addresses": lambda client: create_address(client, ADDRESS),
}


@pytest.mark.parametrize("kind", CREATES)
@pytest.mark.parametrize("fault", [{"drop_after": True}, {"status": 503}], ids=["done", "not done"])
def test_the_object_of_a_lost_post_is_waited_for(
    kind: str, fault: dict[str, Any], simulator: Simulator
) -> None:
    """Twilio takes a second one of each without a word, so there is no second one."""
    client = patient(simulator)
    simulator.control.settings(lists_miss_new_seconds=LAG)
    simulator.control.fault(method="POST", **fault)
    before = simulator.control.counts()[kind]

    CREATES[kind](client)

    assert before + 1 == simulator.control.counts()[kind]


@pytest.mark.parametrize("kind", [*CREATES, "channel_endpoint_assignments", "evaluations"])
def test_a_create_that_is_never_answered_ends_after_two_posts(
    kind: str, simulator: Simulator, profile: BundleRef, number: str
) -> None:
    """Both are looked for to the end, so that nothing is left that a later list may show."""
    others: dict[str, Callable[[TrustHubClient], object]] = {
        "channel_endpoint_assignments": lambda client: ensure_assignment(
            client, CHANNEL_ENDPOINT, profile, on_number(number)
        ),
        "evaluations": lambda client: evaluate(client, profile, client.get(profile.path)),
    }
    create = {**CREATES, **others}[kind]
    slept, told = list[float](), list[str]()
    client = TrustHubClient(connected(simulator).settings, slept.append).telling(told.append)
    simulator.control.fault(method="POST", status=503, times=99)
    before = simulator.control.counts()[kind]

    with pytest.raises(NothingCreatedError) as raised:
        create(client)

    posts = [entry for entry in simulator.control.requests() if entry.method == "POST"]
    assert 2 == len(posts)
    assert 120 <= sum(slept) <= 125
    assert 2 == len(told)
    assert all("What became of that is looked for" in line for line in told)
    assert "It was sent twice, and 60 seconds of looking each time" in str(raised.value)
    assert "done all the same" not in "".join([*told, str(raised.value)])
    simulator.control.clear_faults()
    create(connected(simulator))
    assert before + 1 == simulator.control.counts()[kind]


@pytest.mark.parametrize(
    ("kind", "step"),
    [
        ("trust_products", "Run `pulumi up` once more: what is there will be found."),
        ("end_users", "look in the account first"),
        ("addresses", "look in the account first"),
    ],
)
def test_an_object_that_no_later_look_finds_is_to_be_looked_for_by_hand(
    kind: str, step: str, simulator: Simulator
) -> None:
    """Neither the POST nor the look was answered, and only bundles have a name that is a key."""
    client = connected(simulator)
    client.verify_credentials()
    simulator.control.fault(method="POST", drop_after=True, times=99)
    simulator.control.fault(method="GET", path="/(EndUsers|Addresses.json)$", times=99, status=503)
    simulator.control.fault(method="GET", path="/TrustProducts$", skip=1, times=99, status=503)
    before = simulator.control.counts()[kind]

    with pytest.raises(OutcomeUnknownError) as raised:
        CREATES[kind](client)

    assert step in str(raised.value)
    assert before + 1 == simulator.control.counts()[kind]


@pytest.mark.parametrize("duplicates", ["refuse", "accept"])
def test_a_lost_assignment_is_waited_for(
    duplicates: str, simulator: Simulator, profile: BundleRef, number: str
) -> None:
    """Whether Twilio refuses a second one or doubles it; the wait is told of."""
    told: list[str] = []
    client = patient(simulator).telling(told.append)
    simulator.control.settings(duplicate_assignments=duplicates, lists_miss_new_seconds=LAG)
    simulator.control.fault(method="POST", drop_after=True)

    made = ensure_assignment(client, CHANNEL_ENDPOINT, profile, on_number(number))

    assert not made.existed
    assert 1 == simulator.control.counts()["channel_endpoint_assignments"]
    assert 1 == len(told)
    assert "this waits for up to 60 seconds" in told[0]


def test_an_object_that_a_409_names_is_there(
    client: TrustHubClient, simulator: Simulator, profile: BundleRef, number: str
) -> None:
    """A refusal that names the very bundle is success, as soon as a list shows the SID."""
    told: list[str] = []
    simulator.control.settings(lists_miss_new_seconds=LAG)
    first = ensure_assignment(client, CHANNEL_ENDPOINT, profile, on_number(number))
    again = patient(simulator).telling(told.append)

    second = ensure_assignment(again, CHANNEL_ENDPOINT, profile, on_number(number))

    assert first.record["sid"] == second.record["sid"]
    assert not second.existed
    assert f"{number} is on the {profile} already" in told[0]


def test_an_object_that_no_list_shows_is_an_error(
    client: TrustHubClient, simulator: Simulator, profile: BundleRef, number: str
) -> None:
    """Patience ends, and the error says what is known."""
    simulator.control.settings(lists_miss_new_seconds=3_600)
    ensure_assignment(client, CHANNEL_ENDPOINT, profile, on_number(number))

    with pytest.raises(ResponseLostError, match="That may be this very assignment"):
        ensure_assignment(patient(simulator), CHANNEL_ENDPOINT, profile, on_number(number))


def test_a_conflict_of_another_kind_is_no_success(
    client: TrustHubClient, simulator: Simulator, profile: BundleRef, number: str
) -> None:
    """The same status and the same bundle, and nothing is assigned."""
    words = f"Bundle {profile.sid} cannot be edited while it is in-review."
    body = {"code": 20409, "message": words, "status": 409}
    simulator.control.fault(method="POST", status=409, body=body, times=99)

    with pytest.raises(ConflictError, match="cannot be edited"):
        ensure_assignment(client, CHANNEL_ENDPOINT, profile, on_number(number))


def test_a_run_knows_what_it_has_made(
    client: TrustHubClient, simulator: Simulator, profile: BundleRef, number: str
) -> None:
    """Two resources of a program for the same thing, which no list shows."""
    simulator.control.settings(duplicate_assignments="accept", lists_miss_new_seconds=LAG)
    first = ensure_assignment(client, CHANNEL_ENDPOINT, profile, on_number(number))
    create_bundle(client, BundleKind.TRUST_PRODUCT, ACME)

    second = ensure_assignment(client, CHANNEL_ENDPOINT, profile, on_number(number))

    assert (first.record, True) == (second.record, second.existed)
    with pytest.raises(AlreadyExistsError):
        create_bundle(client, BundleKind.TRUST_PRODUCT, ACME)


def test_an_object_that_only_lists_show_is_created_again(
    client: TrustHubClient, simulator: Simulator, profile: BundleRef, number: str
) -> None:
    """Deleted a moment ago by another command: not there before, not adopted, not in the way."""
    simulator.control.settings(lists_keep_deleted_seconds=LAG)
    held = ensure_assignment(client, CHANNEL_ENDPOINT, profile, on_number(number)).record["sid"]
    bundle = create_bundle(client, BundleKind.TRUST_PRODUCT, ACME)
    person = create_entity(client, "EndUsers", PERSON)
    for path in (f"TrustProducts/{bundle['sid']}", f"EndUsers/{person['sid']}"):
        client.delete(path)
    client.delete(f"{profile.path}/ChannelEndpointAssignments/{held}")
    again = patient(simulator)

    assert not is_assigned(patient(simulator), CHANNEL_ENDPOINT, profile, number)
    assert find_adoptable_bundle(again, BundleKind.TRUST_PRODUCT, ACME, None) is None
    assert find_adoptable_entity(again, "EndUsers", PERSON, None) is None
    simulator.control.fault(method="POST", path="/TrustProducts$", drop_after=True)
    assert bundle["sid"] != create_bundle(again, BundleKind.TRUST_PRODUCT, ACME)["sid"]
    made = ensure_assignment(again, CHANNEL_ENDPOINT, profile, on_number(number))
    assert not made.existed
    assert held != made.record["sid"]


def test_an_old_object_that_is_gone_is_gone_at_once(
    client: TrustHubClient, simulator: Simulator
) -> None:
    """Only what is young may be listed before it can be read."""
    simulator.control.settings(lists_keep_deleted_seconds=LAG)
    simulator.control.advance_clock(-3_600)
    bundle = create_bundle(client, BundleKind.TRUST_PRODUCT, ACME)
    simulator.control.advance_clock(3_600)
    client.delete(f"TrustProducts/{bundle['sid']}")
    naps: list[float] = []
    again = patient(simulator)
    again.sleep = naps.append

    create_bundle(again, BundleKind.TRUST_PRODUCT, ACME)

    assert [] == naps


@pytest.mark.parametrize("by_an_earlier_run", [False, True])
def test_an_evaluation_that_misses_what_is_new_is_repeated(
    by_an_earlier_run: bool,  # noqa: FBT001
    simulator: Simulator,
    profile: BundleRef,
) -> None:
    """Until it sees the link; whoever waits is told."""
    told: list[str] = []
    simulator.control.settings(evaluations_miss_new_seconds=LAG)
    client = patient(simulator).telling(told.append)
    made = create_bundle(client, BundleKind.TRUST_PRODUCT, ACME)
    product = BundleRef(BundleKind.TRUST_PRODUCT, made["sid"])
    ensure_assignment(client, ENTITY, product, {"ObjectSid": profile.sid})
    if by_an_earlier_run:
        client = patient(simulator).telling(told.append)

    evaluation = evaluate(client, product, made)

    assert "compliant" == evaluation["status"]
    assert 1 == len(told)
    assert "misses what was put on it a moment ago" in told[0]


WRONG = {"object_type": "authorized_representative_1", "passed": False, "error_code": 22214}
"""A failure of the person, of which the evaluation does not say that any field has passed."""


@pytest.mark.parametrize(
    ("failed", "repeated"),
    [
        ([WRONG], False),
        ([{**WRONG, "invalid": [{"object_field": "email", "error_code": 22215}]}], False),
        ([{**WRONG, "object_type": "AUTHORIZED_REPRESENTATIVE_1", "error_code": None}], False),
        ([{**WRONG, "object_type": "primary_customer_profile", "error_code": 22216}], True),
        ([{**WRONG, "object_type": "primary_customer_profile", "error_code": 22216}, WRONG], False),
        ([{**WRONG, "object_type": "customer_profile_business_information"}], False),
        ([{**WRONG, "object_type": None, "error_code": None}], True),
        ([], True),
    ],
)
def test_a_failure_of_an_old_object_is_not_waited_out(
    failed: list[dict[str, Any]],
    repeated: bool,  # noqa: FBT001
    simulator: Simulator,
    profile: BundleRef,
) -> None:
    """The person is on the bundle for an hour and fails, whatever was linked a moment ago."""
    client = patient(simulator)
    simulator.control.advance_clock(-3_600)
    product = BundleRef(
        BundleKind.TRUST_PRODUCT, create_bundle(client, BundleKind.TRUST_PRODUCT, ACME)["sid"]
    )
    person = create_entity(client, "EndUsers", PERSON)
    ensure_assignment(client, ENTITY, product, {"ObjectSid": person["sid"]})
    simulator.control.advance_clock(3_600)
    ensure_assignment(connected(simulator), ENTITY, product, {"ObjectSid": profile.sid})
    body = {"sid": "EL" + "1" * 32, "status": "noncompliant", "results": failed}
    simulator.control.fault(method="POST", path="/Evaluations$", status=201, body=body, times=99)

    evaluate(patient(simulator), product, client.get(product.path))

    posts = [it for it in asked(simulator) if it.startswith("POST") and "Evaluations" in it]
    assert repeated == (len(posts) > 1)


def test_an_unseen_young_person_is_waited_for(simulator: Simulator) -> None:
    """A person who cannot be read yet, so that the type is not known either."""
    client = patient(simulator)
    product = BundleRef(
        BundleKind.TRUST_PRODUCT, create_bundle(client, BundleKind.TRUST_PRODUCT, ACME)["sid"]
    )
    person = create_entity(client, "EndUsers", PERSON)
    ensure_assignment(client, ENTITY, product, {"ObjectSid": person["sid"]})
    missed = {"sid": "EL" + "1" * 32, "status": "noncompliant", "results": [WRONG]}
    simulator.control.fault(method="POST", path="/Evaluations$", status=201, body=missed)
    simulator.control.fault(method="GET", path="/EndUsers/", status=404, code=20404)

    evaluation = evaluate(client, product, client.get(product.path))

    assert missed["sid"] != evaluation["sid"]
    assert [0, 0] == [fault.left for fault in simulator.control.faults()]


@pytest.mark.parametrize("shape", ["invalid", "fields"])
@pytest.mark.parametrize("status", ["draft", None])
def test_an_evaluation_that_sees_what_is_wrong_is_not_repeated(
    status: str | None, shape: str, client: TrustHubClient, simulator: Simulator
) -> None:
    """A profile that is a draft, or none at all: the first answer is the answer."""
    simulator.control.settings(evaluation_shape=shape)
    made = create_bundle(client, BundleKind.TRUST_PRODUCT, ACME)
    product = BundleRef(BundleKind.TRUST_PRODUCT, made["sid"])
    if status:
        planted = {"friendly_name": "Draft", "status": status}
        seed = {"accounts": [{"sid": simulator.account_sid, "customer_profiles": [planted]}]}
        draft = simulator.control.seed(seed)[0].customer_profiles[-1]
        ensure_assignment(client, ENTITY, product, {"ObjectSid": draft})

    assert "noncompliant" == evaluate(client, product, made)["status"]
    assert 1 == simulator.control.counts()["evaluations"]
