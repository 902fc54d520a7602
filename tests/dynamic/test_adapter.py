"""What really goes between the engine and the provider's host."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from broken_network import break_network, each_failure
from hosts import LINK, MISSING, PRODUCT, UNKNOWN
from pulumi.dynamic import Config, ConfigureRequest

from pulumi_trusthub._core.model.errors import TrustHubError, WrongAccountError
from pulumi_trusthub.dynamic.providers import (
    ChannelEndpointAssignmentProvider,
    EntityAssignmentProvider,
    SubmissionProvider,
    TrustProductProvider,
)

if TYPE_CHECKING:
    from hosts import Wire

    from pulumi_trusthub.simulator import Simulator


def test_unknown_values_pass_and_replace(wire: Wire) -> None:
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


def test_a_get_of_a_missing_object_raises(wire: Wire) -> None:
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


def test_a_get_of_the_wrong_kind_names_the_right_one(wire: Wire, simulator: Simulator) -> None:
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
    # The link of an approved product goes with the product, whose status is known by now; what is
    # gone already is not told to stay.
    assert [f"GET {link['id']}"] == asked("Delete", link, links)
    assert [f"DELETE {path}"] == asked("Delete", product, provider)


@pytest.mark.parametrize("verb", ["diff", "read", "update", "delete"])
def test_another_accounts_state_is_refused_before_credentials_matter(
    verb: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A token that is missing as well does not hide whose state it is."""
    monkeypatch.delenv("TWILIO_AUTH_TOKEN", raising=False)
    monkeypatch.setenv("TWILIO_ACCOUNT_SID", "AC" + "2" * 32)
    state = {**PRODUCT, "account_sid": "AC" + "1" * 32}
    arguments = (state, PRODUCT) if verb in {"diff", "update"} else (state,)

    with pytest.raises(WrongAccountError, match=f"belongs to account {state['account_sid']}"):
        getattr(TrustProductProvider(), verb)("BU" + "3" * 32, *arguments)


@each_failure
def test_a_broken_network_becomes_an_error_of_the_package(
    wrong: str, simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which is the error that reaches the engine as one line, in every verb that asks Twilio."""
    config = {
        "trusthub:accountSid": simulator.account_sid,
        "trusthub:authToken": simulator.auth_token,
        "trusthub:baseUrl": simulator.url,
        "trusthub:readLag": "1",
    }
    provider = TrustProductProvider()
    provider.configure(ConfigureRequest(Config(config, "project")))
    break_network(monkeypatch, wrong)
    state = {**PRODUCT, "account_sid": simulator.account_sid}

    for verb in (
        lambda: provider.create(PRODUCT),
        lambda: provider.read(MISSING, state),
        lambda: provider.update(MISSING, state, {**PRODUCT, "friendly_name": "New"}),
        lambda: provider.delete(MISSING, state),
    ):
        with pytest.raises(TrustHubError, match=r"^(GET|POST|DELETE) /v1/TrustProducts"):
            verb()
