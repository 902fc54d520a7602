"""A verb that fails, as the engine is told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hosts import LINK, MISSING, PRODUCT

from pulumi_trusthub.dynamic.providers import EntityAssignmentProvider, TrustProductProvider

if TYPE_CHECKING:
    from hosts import Wire

    from pulumi_trusthub.simulator import Simulator


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


def test_a_partial_failure_carries_everything_that_the_engine_saves(
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


def test_rotated_credentials_name_the_command_to_run(wire: Wire, simulator: Simulator) -> None:
    """Refresh and destroy use the configuration in state."""
    provider = TrustProductProvider()
    made = wire.ask("Create", provider, properties=PRODUCT)
    simulator.control.fault(times=2, status=401, code=20003)

    read = wire.fail("Read", provider, id=made["id"], properties=made["properties"])
    deleted = wire.fail("Delete", provider, id=made["id"], properties=made["properties"])

    for failure in (read, deleted):
        assert "run `pulumi up` first, or add --run-program" in failure.status.message


def test_an_update_of_a_deleted_object_names_the_command_to_run(wire: Wire) -> None:
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
