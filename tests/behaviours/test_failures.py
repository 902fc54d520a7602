"""What goes wrong, and what is left: a clean line, a true state, and a next ``up`` that heals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from engines import resources
from world import ask, made, number_sids, product_by_hand, profile_sid, writes

if TYPE_CHECKING:
    from engines import Launch

    from pulumi_trusthub.simulator import Simulator


def test_rejected_inputs_are_all_named(launch: Launch, simulator: Simulator) -> None:
    """A preview shows every problem at once, without a traceback of the provider."""
    engine = launch("rejected_input")

    outcome = engine.preview()

    assert not outcome.ok
    for said in (
        "friendly_name",
        "must not be empty",
        "is not an e-mail address",
        "still has the placeholder of an example",
    ):
        assert said in outcome.errors["product"]
    assert [] == simulator.control.requests()


@pytest.mark.as_native
def test_a_secret_input_is_never_shown(launch: Launch) -> None:
    """Whatever is wrong with the value, and in whichever form the resource is."""
    engine = launch("rejected_input", email="nobody at example.com")

    failed = [engine.preview(), engine.up()]

    for outcome in failed:
        assert "property email value {[secret]} has a problem: is not an e-m" in outcome.text
        assert "nobody at" not in outcome.text


def test_a_create_that_fails_in_the_middle_is_healed(launch: Launch, simulator: Simulator) -> None:
    """What was made is kept, what was not is made by the next up."""
    engine = launch(
        "onboarding",
        profileSid=profile_sid(simulator),
        numberSids=number_sids(simulator, 1),
        submit="true",
    )
    simulator.control.fault(method="POST", path="/EntityAssignments$", status=400, code=20001)

    failed = engine.up()
    kept = set(resources(engine))
    healed = engine.up()

    assert not failed.ok
    assert ["link"] == list(failed.errors)
    assert "EntityAssignments failed" in failed.errors["link"]
    assert "(code 20001, HTTP 400, request RQ" in failed.errors["link"]
    assert 1 == len(failed.errors["link"].splitlines())
    assert "product" in kept
    assert "link" not in kept
    assert healed.ok, healed.text
    assert (1, 1, 2) == made(simulator)
    assert {} == engine.preview().changes


@pytest.mark.parametrize("program", ["product", "lookups"])
def test_missing_certificates_are_one_line(
    program: str, launch: Launch, simulator: Simulator
) -> None:
    """Of a resource and of a lookup, with the variable that names them; nothing is sent."""
    engine = launch(program, numbers=next(iter(simulator.phone_numbers)))
    del engine.config["trusthub:baseUrl"]
    engine.environment["REQUESTS_CA_BUNDLE"] = "/nowhere.pem"

    failed = engine.up()

    assert not failed.ok
    assert "REQUESTS_CA_BUNDLE leads to no certificates (/nowhere.pem: No such" in failed.text
    assert "Traceback" not in failed.text
    assert {} == resources(engine)


def test_a_server_that_takes_no_post_is_given_up(launch: Launch, simulator: Simulator) -> None:
    """Two POSTs, two looks, and an error that says so; the next up makes what there is to make."""
    engine = launch("onboarding", profileSid=profile_sid(simulator))
    simulator.control.fault(method="POST", path="/TrustProducts$", status=503, times=99)

    failed = engine.up()
    posts = [request for request in simulator.control.requests() if request.method == "POST"]
    simulator.control.clear_faults()
    healed = engine.up()

    assert not failed.ok
    assert 2 == len(posts)
    assert "4 seconds of looking each time have shown that nothing was made" in failed.text
    assert 1 == len(failed.errors["product"].splitlines())
    assert healed.ok, healed.text
    assert (1, 1, 0) == made(simulator)


@pytest.mark.as_native
def test_an_adopted_product_whose_rename_failed_is_kept_and_finished(
    launch: Launch, simulator: Simulator
) -> None:
    """An adopted product whose rename failed is in state, and the next up renames it."""
    existing = product_by_hand(simulator, "Acme", email="old@example.com")
    engine = launch("product", adopt=existing)
    simulator.control.fault(
        method="POST", path=f"/TrustProducts/{existing}$", status=400, code=20001
    )

    failed = engine.up()
    kept = resources(engine)
    preview = engine.preview()
    finished = engine.up()

    assert not failed.ok
    assert f"POST /v1/TrustProducts/{existing} failed" in failed.text
    assert existing == kept["product"].id
    assert {"update": ["product"]} == preview.changes
    assert finished.ok, finished.text
    now = ask(simulator, "GET", f"TrustProducts/{existing}")
    assert now["email"] == "compliance@example.com"
    assert {} == engine.preview().changes
    assert (1, 0, 0) == made(simulator)


def test_a_noncompliant_product_is_not_submitted(launch: Launch, simulator: Simulator) -> None:
    """The evaluation's every failure is named, and the product stays a draft."""
    other = simulator.control.seed(
        {
            "accounts": [
                {
                    "sid": simulator.account_sid,
                    "customer_profiles": [
                        {
                            "friendly_name": "Draft profile",
                            "email": "a@example.com",
                            "policy_sid": "RNdfbf3fae0e1107f8aded0e7cead80bf5",
                            "status": "draft",
                        }
                    ],
                }
            ]
        }
    )[0].customer_profiles[-1]
    engine = launch("onboarding", profileSid=other, submit="true")

    outcome = engine.up()

    assert not outcome.ok
    assert "does not comply with its policy, so nothing was submitted: (1) " in outcome.text
    assert 1 == len(outcome.errors["submission"].splitlines())
    statuses = {product["status"] for product in ask(simulator, "GET", "TrustProducts")["results"]}
    assert {"draft"} == statuses
    assert "submission" not in resources(engine)


def test_a_bundle_of_that_name_is_neither_taken_nor_doubled(
    launch: Launch, simulator: Simulator
) -> None:
    """The error names its SID, the alias first; adopting it leaves it in place on destroy."""
    existing = product_by_hand(simulator, "Acme", email="old@example.com")
    engine = launch("product")

    refused = engine.up()
    engine.config["behaviour:adopt"] = "true"
    adopted = engine.up()
    outputs = engine.outputs()
    destroyed = engine.destroy()

    assert not refused.ok
    assert f"exists already: {existing} (draft)." in refused.text
    aliases, adopt = (refused.text.find(it) for it in ("option aliases", f'adopt="{existing}"'))
    assert 0 < aliases < adopt
    assert adopted.ok, adopted.text
    assert (existing, True) == (outputs["product_sid"], outputs["adopted"])
    assert destroyed.ok
    assert "was adopted, so it is left in place" in destroyed.text
    assert (1, 0, 0) == made(simulator)


def test_destroy_touches_nothing_while_a_review_runs(launch: Launch, simulator: Simulator) -> None:
    """The submission is the first to go, so it is the gate; ``force_destroy`` opens it."""
    engine = launch(
        "onboarding",
        profileSid=profile_sid(simulator),
        numberSids=number_sids(simulator, 1),
        submit="true",
    )
    engine.up()
    before = made(simulator)
    simulator.control.clear_requests()

    refused = engine.destroy()
    untouched = (made(simulator), writes(simulator), len(resources(engine)))
    simulator.control.settings(delete_under_review="allow")
    engine.config["behaviour:forceDestroy"] = "true"
    engine.up()
    destroyed = engine.destroy()

    assert not refused.ok
    assert "is under review (pending-review)" in refused.text
    assert "force_destroy=True" in refused.text
    assert (before, [], 5) == untouched
    assert destroyed.ok, destroyed.text
    assert (0, 0, 0) == made(simulator)


def test_the_wrong_account_cannot_empty_a_state(launch: Launch, simulator: Simulator) -> None:
    """With another account's credentials refresh and destroy refuse before they believe a 404."""
    sub = simulator.control.accounts()[0].subaccounts[0]
    engine = launch("onboarding", profileSid=profile_sid(simulator))
    for key in ("trusthub:accountSid", "trusthub:authToken"):
        del engine.config[key]
    ours = {
        "TWILIO_ACCOUNT_SID": simulator.account_sid,
        "TWILIO_AUTH_TOKEN": simulator.auth_token,
    }
    engine.environment |= ours
    engine.up()
    before = resources(engine)
    simulator.control.clear_requests()
    engine.environment |= {"TWILIO_ACCOUNT_SID": sub.sid, "TWILIO_AUTH_TOKEN": sub.auth_token}

    refused = [engine.refresh(), engine.destroy()]
    requests = simulator.control.requests()
    after = resources(engine)
    engine.environment |= ours
    destroyed = engine.destroy()

    assert [False, False] == [outcome.ok for outcome in refused]
    for outcome in refused:
        assert f"belongs to account {simulator.account_sid}" in outcome.text
    assert [] == requests
    assert before == after
    assert destroyed.ok, destroyed.text
    assert (0, 0, 0) == made(simulator)


def test_a_preview_needs_no_credentials_and_an_up_names_them(
    launch: Launch, simulator: Simulator
) -> None:
    """A pull request is previewed by those who have none."""
    engine = launch("onboarding", profileSid=profile_sid(simulator))
    for key in ("trusthub:accountSid", "trusthub:authToken"):
        del engine.config[key]

    preview = engine.preview()
    failed = engine.up()

    assert {"create": 2} == preview.counts, preview.text
    assert not failed.ok
    assert "No Twilio credentials are configured" in failed.text
    assert "TWILIO_ACCOUNT_SID" in failed.text
