"""What really goes between the engine and the provider's host."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from hosts import UNKNOWN

from pulumi_trusthub.dynamic.providers import (
    ChannelEndpointAssignmentProvider,
    CustomerProfileProvider,
    EntityAssignmentProvider,
    EvaluationProvider,
    SubmissionProvider,
    TrustProductProvider,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from hosts import Wire

    from pulumi_trusthub.simulator import Simulator

PRODUCT = {
    "friendly_name": "Acme",
    "email": "compliance@example.com",
    "policy_sid": "RN7a97559effdf62d00f4298208492a5ea",
}
MISSING = "BU" + "0" * 32
SECONDARY = "RNdfbf3fae0e1107f8aded0e7cead80bf5"
LINK = {"trust_product_sid": MISSING, "object_sid": "BU" + "1" * 32}


def test_the_life_of_a_product(wire: Wire, simulator: Simulator) -> None:
    """Check, create, diff, update, read and delete, each as the engine calls it."""
    provider = TrustProductProvider()

    checked = wire.ask("Check", provider, olds={}, news=PRODUCT)
    made = wire.ask("Create", provider, properties=PRODUCT)
    outputs = made["properties"]
    renamed = {**PRODUCT, "friendly_name": "New"}
    diff = wire.ask("Diff", provider, id=made["id"], olds=outputs, news=renamed)
    updated = wire.ask("Update", provider, id=made["id"], olds=outputs, news=renamed)
    read = wire.ask("Read", provider, id=made["id"], properties=updated["properties"])
    wire.ask("Delete", provider, id=made["id"], properties=read["properties"])
    gone = wire.ask("Read", provider, id=made["id"], properties=old(read["properties"]))

    assert PRODUCT.items() <= checked["inputs"].items()
    assert "failures" not in checked
    assert made["id"].startswith("BU")
    assert "sid" not in outputs
    assert outputs["account_sid"] == simulator.account_sid
    assert diff == {"changes": "DIFF_SOME"}
    assert updated["properties"]["friendly_name"] == "New"
    assert {**renamed, "__provider": outputs["__provider"]} == read["inputs"]
    assert "id" not in gone


def old(properties: dict[str, Any]) -> dict[str, Any]:
    """Give the same outputs of something that was made long ago."""
    return {**properties, "date_created": "2024-01-01T00:00:00Z"}


def test_unknowns_pass_and_replace(wire: Wire) -> None:
    """In a preview the parent of an assignment is a magic string, at any depth."""
    provider = EntityAssignmentProvider()

    checked = wire.ask("Check", provider, olds={}, news={**LINK, "trust_product_sid": UNKNOWN})
    diff = wire.ask(
        "Diff", provider, id="x", olds=LINK, news={**LINK, "trust_product_sid": UNKNOWN}
    )
    nested = wire.ask(
        "Check",
        SubmissionProvider(),
        olds={},
        news={"trust_product_sid": MISSING, "triggers": {"a": [UNKNOWN]}},
    )

    assert "failures" not in checked
    assert checked["inputs"]["trust_product_sid"] == UNKNOWN
    assert diff == {
        "changes": "DIFF_SOME",
        "replaces": ["trust_product_sid"],
        "deleteBeforeReplace": True,
    }
    assert "failures" not in nested


def test_a_failure_is_one_line_in_the_trailer(wire: Wire) -> None:
    """The host's own answer is for developers; the status that the engine prefers is not."""
    failure = wire.fail("Create", EntityAssignmentProvider(), properties=LINK)

    # A traceback since 3.260, gRPC's own words before.
    assert failure.outer.startswith(("Traceback", "Exception calling application: "))
    message = failure.status.message
    assert message.startswith(f"GET /v1/TrustProducts/{MISSING}/EntityAssignments failed: ")
    assert message.endswith(
        f"There is no trust product {MISSING} in account AC{'5e' * 16}: check the SID, and whether "
        f"the credentials are those of its account."
    )
    assert "\n" not in message
    assert [] == list(failure.status.details)


def test_every_verb_fails_cleanly(wire: Wire, simulator: Simulator) -> None:
    """Create, read, update, delete and diff have their one line each."""
    provider = TrustProductProvider()
    outputs = wire.ask("Create", provider, properties=PRODUCT)["properties"]
    elsewhere = {**outputs, "account_sid": "AC" + "9" * 32}
    renamed = {**PRODUCT, "friendly_name": "New"}
    simulator.control.fault(times=99, status=403, code=20403)

    failures = [
        wire.fail("Create", provider, properties=PRODUCT),
        wire.fail("Read", provider, id=MISSING, properties=outputs),
        wire.fail("Update", provider, id=MISSING, olds=outputs, news=renamed),
        wire.fail("Delete", provider, id=MISSING, properties=outputs),
    ]
    wrong_account = [
        wire.fail("Diff", provider, id=MISSING, olds=elsewhere, news=PRODUCT),
        wire.fail("Read", provider, id=MISSING, properties=elsewhere),
        wire.fail("Update", provider, id=MISSING, olds=elsewhere, news=renamed),
        wire.fail("Delete", provider, id=MISSING, properties=elsewhere),
    ]

    for failure in failures:
        assert "(code 20403, HTTP 403, request RQ" in failure.status.message
    for failure in wrong_account:
        assert "nothing was read or changed" in failure.status.message
    for failure in failures + wrong_account:
        assert "\n" not in failure.status.message
        assert simulator.auth_token not in failure.outer


def test_made_but_not_whole_carries_all_that_the_engine_saves(
    wire: Wire, simulator: Simulator
) -> None:
    """Id, outputs, inputs and reasons; outputs and inputs still hold the provider."""
    provider = TrustProductProvider()
    existing = wire.ask("Create", provider, properties=PRODUCT)["id"]
    simulator.control.fault(method="POST", path=f"/{existing}$", status=400, code=20001)
    wanted = {**PRODUCT, "email": "new@example.com", "adopt": existing}

    partial = wire.fail("Create", provider, properties=wanted).partial

    assert existing == partial.id
    assert ["compliance@example.com", True] == [
        partial.properties[name] for name in ("email", "adopted")
    ]
    assert "new@example.com" == partial.inputs["email"]
    assert partial.properties["__provider"] == partial.inputs["__provider"]
    assert 1 == len(partial.reasons)
    assert "(code 20001, HTTP 400, request RQ" in partial.reasons[0]


def test_a_get_of_what_is_missing_raises(wire: Wire) -> None:
    """The engine would take an empty answer for an existing object."""
    for provider, id_ in [
        (TrustProductProvider(), MISSING),
        (SubmissionProvider(), f"TrustProducts/{MISSING}"),
        (
            ChannelEndpointAssignmentProvider(),
            f"TrustProducts/{MISSING}/ChannelEndpointAssignments/RA{'0' * 32}",
        ),
    ]:
        failure = wire.fail("Read", provider, id=id_, inputs={})
        assert f"{id_} in account" in failure.status.message
        assert failure.status.message.startswith("There is no ")

    form = wire.fail("Read", SubmissionProvider(), id=MISSING, inputs={}).status.message
    assert "TrustProducts/BU… or CustomerProfiles/BU…" in form


def test_a_get_gives_every_field(wire: Wire) -> None:
    """The id alone is enough, and a submission's id says what it is of."""
    made = wire.ask("Create", TrustProductProvider(), properties=PRODUCT)

    read = wire.ask("Read", TrustProductProvider(), id=made["id"], inputs={})

    assert PRODUCT.items() <= read["properties"].items()
    assert "draft" == read["properties"]["status"]


def test_a_get_of_the_wrong_kind_says_so(wire: Wire, simulator: Simulator) -> None:
    """A BU SID does not tell, so the error does."""
    profile = simulator.control.accounts()[0].customer_profiles[0]

    failure = wire.fail("Read", TrustProductProvider(), id=profile, inputs={})
    adopting = wire.fail("Create", TrustProductProvider(), properties={**PRODUCT, "adopt": profile})

    wanted = (
        f"{profile} is a customer profile; the SID of a trust product is needed here. If the "
        f"customer profile is meant, it goes into customer_profile_sid, or CustomerProfile."
    )
    assert [wanted, wanted] == [failure.status.message, adopting.status.message]


def test_four_threads_share_one_provider(wire: Wire, simulator: Simulator) -> None:
    """The host has four workers and one instance of each class."""
    account = simulator.control.accounts()[0]
    profile = account.customer_profiles[0]
    numbers = list(account.phone_numbers.values())

    def put(number: str) -> str:
        properties = {
            "customer_profile_sid": profile,
            "channel_endpoint_sid": number,
            "channel_endpoint_type": "phone-number",
        }
        answer = wire.ask("Create", ChannelEndpointAssignmentProvider(), properties=properties)
        return str(answer["id"])

    with ThreadPoolExecutor(8) as pool:
        ids = set(pool.map(put, numbers))

    assert len(numbers) == len(ids)
    assert len(numbers) == simulator.control.counts()["channel_endpoint_assignments"]


def test_one_name_is_made_once_by_two_at_a_time(wire: Wire, simulator: Simulator) -> None:
    """Two resources of one policy and name do not both pass the look."""

    def make(_: int) -> str:
        try:
            return str(wire.ask("Create", TrustProductProvider(), properties=PRODUCT)["id"])
        except Exception:  # noqa: BLE001 - the one that lost
            return ""

    with ThreadPoolExecutor(4) as pool:
        ids = [id_ for id_ in pool.map(make, range(4)) if id_]

    assert 1 == len(ids)
    assert 1 == simulator.control.counts()["trust_products"]


def test_a_young_object_that_cannot_be_read_yet_is_not_gone(
    wire: Wire, simulator: Simulator
) -> None:
    """Twilio's reads can lag: what was made within the minute is looked for again."""
    simulator.control.settings(read_lag=3)
    provider = TrustProductProvider()
    made = wire.ask("Create", provider, properties=PRODUCT)

    read = wire.ask("Read", provider, id=made["id"], properties=made["properties"])

    assert made["id"] == read["id"]


def test_what_was_there_before_is_taken_with_a_warning(
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
    assert any(
        "it is owned by the stack now, and destroy will remove it" in x for x in wire.printed
    )
    # The third was asked of the same run as the second.
    assert any("is declared by two resources of this program" in x for x in wire.printed)
    assert 1 == left
    assert 0 == simulator.control.counts()["channel_endpoint_assignments"]


def test_what_the_same_run_made_was_not_there_before(wire: Wire, simulator: Simulator) -> None:
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


def test_rotated_credentials_say_what_to_run(wire: Wire, simulator: Simulator) -> None:
    """Refresh and destroy use the configuration in state."""
    provider = TrustProductProvider()
    made = wire.ask("Create", provider, properties=PRODUCT)
    simulator.control.fault(times=2, status=401, code=20003)

    read = wire.fail("Read", provider, id=made["id"], properties=made["properties"])
    deleted = wire.fail("Delete", provider, id=made["id"], properties=made["properties"])

    for failure in (read, deleted):
        assert "run `pulumi up` first, or add --run-program" in failure.status.message


def test_an_update_of_what_was_deleted_by_hand_says_what_to_run(wire: Wire) -> None:
    """The state still has it, so the next step is a refresh."""
    provider = TrustProductProvider()
    made = wire.ask("Create", provider, properties=PRODUCT)
    wire.ask("Delete", provider, id=made["id"], properties=made["properties"])

    failure = wire.fail(
        "Update",
        provider,
        id=made["id"],
        olds=made["properties"],
        news={**PRODUCT, "friendly_name": "New"},
    )

    assert "run `pulumi refresh`, and `pulumi up` makes it again." in failure.status.message


def test_triggers_submit_a_rejected_product_again(wire: Wire, simulator: Simulator) -> None:
    """Only a change of triggers does, and only when it was rejected."""
    profile = simulator.control.accounts()[0].customer_profiles[0]
    product = wire.ask("Create", TrustProductProvider(), properties=PRODUCT)["id"]
    link = {"trust_product_sid": product, "object_sid": profile}
    wire.ask("Create", EntityAssignmentProvider(), properties=link)
    provider = SubmissionProvider()
    inputs = {"trust_product_sid": product, "triggers": {"attempt": 1}}
    made = wire.ask("Create", provider, properties=inputs)
    again = {**inputs, "triggers": {"attempt": 2}}

    def update(news: dict[str, Any]) -> str:
        answer = wire.ask("Update", provider, id=made["id"], olds=made["properties"], news=news)
        return str(answer["properties"]["status"])

    under_review = update(again)
    simulator.control.review(product, "twilio-rejected", errors=[18601])
    read = wire.ask("Read", provider, id=made["id"], properties=made["properties"])["properties"]
    same_triggers = update({**inputs, "force_destroy": True})
    resubmitted = update(again)

    assert "pending-review" == under_review
    assert "twilio-rejected" == read["status"] == same_triggers
    assert read["reasons"][0].startswith("18601: the association")
    assert "pending-review" == resubmitted
    assert any("nothing was submitted; they are recorded" in line for line in wire.printed)


def test_the_life_of_a_profile_and_its_evaluation(wire: Wire, simulator: Simulator) -> None:
    """A profile is a bundle like a product; an evaluation that fails is a result."""
    profiles, evaluations = CustomerProfileProvider(), EvaluationProvider()
    inputs = {**PRODUCT, "policy_sid": SECONDARY}

    profile = wire.ask("Create", profiles, properties=inputs)
    properties = {"customer_profile_sid": profile["id"]}
    made = wire.ask("Create", evaluations, properties=properties)
    read = wire.ask("Read", evaluations, id=made["id"], inputs={})
    wire.ask("Delete", evaluations, id=made["id"], properties=made["properties"])
    kept = simulator.control.counts()["evaluations"]
    wire.ask("Delete", profiles, id=profile["id"], properties=profile["properties"])
    gone = wire.ask("Read", evaluations, id=made["id"], properties=old(made["properties"]))

    assert profile["properties"]["url"].endswith(f"/v1/CustomerProfiles/{profile['id']}")
    assert made["id"].startswith(f"CustomerProfiles/{profile['id']}/Evaluations/EL")
    assert "noncompliant" == made["properties"]["status"]
    assert made["properties"]["failures"] == read["properties"]["failures"]
    assert 3 <= len(made["properties"]["failures"])
    assert profile["id"] == read["properties"]["customer_profile_sid"]
    assert 1 == kept
    assert "id" not in gone


def test_a_secondary_profile_is_submitted_like_a_product(wire: Wire) -> None:
    """And refused while it does not comply."""
    made = wire.ask(
        "Create", CustomerProfileProvider(), properties={**PRODUCT, "policy_sid": SECONDARY}
    )

    failure = wire.fail(
        "Create", SubmissionProvider(), properties={"customer_profile_sid": made["id"]}
    )

    assert failure.status.message.startswith(
        f"The customer profile {made['id']} does not comply with its policy"
    )


def test_each_verb_asks_no_more_than_it_needs(wire: Wire, simulator: Simulator) -> None:
    """The exact requests of read, update and delete, of each resource."""
    account = simulator.control.accounts()[0]
    profile, number = account.customer_profiles[0], next(iter(account.phone_numbers.values()))
    endpoint = {"channel_endpoint_sid": number, "channel_endpoint_type": "phone-number"}
    provider: Any = TrustProductProvider()
    links, numbers, submissions = (
        EntityAssignmentProvider(),
        ChannelEndpointAssignmentProvider(),
        SubmissionProvider(),
    )
    product = wire.ask("Create", provider, properties=PRODUCT)
    sid = product["id"]
    link = wire.ask("Create", links, properties={"trust_product_sid": sid, "object_sid": profile})
    on_profile = wire.ask(
        "Create", numbers, properties={"customer_profile_sid": profile, **endpoint}
    )
    on_product = wire.ask("Create", numbers, properties={"trust_product_sid": sid, **endpoint})
    submission = wire.ask("Create", submissions, properties={"trust_product_sid": sid})

    def asked(verb: str, resource: dict[str, Any], of: Any, **fields: Any) -> list[str]:
        simulator.control.clear_requests()
        arguments = fields or {"properties": resource["properties"]}
        wire.ask(verb, of, id=resource["id"], **arguments)
        return [
            f"{entry.method} {entry.path.removeprefix('/v1/')}"
            for entry in simulator.control.requests()
        ]

    path = f"TrustProducts/{sid}"
    news = {"trust_product_sid": sid, "force_destroy": True}
    assert [f"GET {path}"] == asked("Read", product, provider)
    assert [f"GET {link['id']}"] == asked("Read", link, links)
    assert [f"GET {on_product['id']}"] == asked("Read", on_product, numbers)
    assert [f"GET {path}"] == asked("Read", submission, submissions)
    olds = submission["properties"]
    assert [f"GET {path}"] == asked("Update", submission, submissions, olds=olds, news=news)
    olds = product["properties"]
    assert [] == asked("Diff", product, provider, olds=olds, news=PRODUCT)
    only_said = {**PRODUCT, "allow_replace": True}
    assert [] == asked("Update", product, provider, olds=olds, news=only_said)

    simulator.control.review(sid, "in-review")
    simulator.control.review(sid, "twilio-approved")
    assert [f"GET {path}"] == asked("Delete", submission, submissions)
    assert [f"DELETE {on_product['id']}"] == asked("Delete", on_product, numbers)
    assert [
        "GET TrustProducts?PageSize=1000",
        f"GET {path}/EntityAssignments?PageSize=1000",
        f"GET {path}/ChannelEndpointAssignments?ChannelEndpointSid={number}&PageSize=1000",
        f"DELETE {on_profile['id']}",
    ] == asked("Delete", on_profile, numbers)
    assert [f"DELETE {link['id']}"] == asked("Delete", link, links)
    assert [f"DELETE {path}"] == asked("Delete", product, provider)
