"""Are components built for programs in other languages as they are in Python?"""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from broken_network import NO_CERTIFICATES, break_network, each_failure, lose_certificates
from monitor import STACK, listening
from plugin_client import ATTRIBUTES, UNKNOWN, plain, secret
from pulumi.runtime.proto import alias_pb2, provider_pb2

from pulumi_trusthub.components import base
from pulumi_trusthub.plugin.catalogue import COMPONENTS
from pulumi_trusthub.plugin.server import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor import Monitor
    from plugin_client import Client

    from pulumi_trusthub.simulator import Simulator

RESOURCES = json.loads(SCHEMA.read_text(encoding="utf-8"))["resources"]
GIVEN = {"friendlyName": "Example", "email": "compliance@example.com"}
OTHER = "urn:pulumi:test::project::a:b:C::other"
BUSINESS = {
    "business_name": "Example Business",
    "business_identity": "direct_customer",
    "business_type": "Corporation",
    "business_industry": "TECHNOLOGY",
    "business_registration_identifier": "EIN",
    "business_registration_number": "12-3456789",
    "business_regions_of_operation": "USA_AND_CANADA",
    "website_url": "https://example.com",
}
LINES = {
    "street": "123 Example Street",
    "city": "San Francisco",
    "region": "CA",
    "postal_code": "94105",
    "iso_country": "US",
}
CALLS = {
    "use_case": "Order Notifications",
    "business_employee_count": "25",
    "average_business_day_call_volume": "0-100",
}
each_component = pytest.mark.parametrize("name", COMPONENTS)


def inputs_of(name: str, simulator: Simulator) -> dict[str, Any]:
    """Give the inputs of a component."""
    numbers = dict(list(simulator.phone_numbers.items())[:2])
    sids: dict[str, Any] = {**GIVEN, "phoneNumberSids": list(numbers.values())}
    others: dict[str, dict[str, Any]] = {
        "Cnam": {**sids, "cnamDisplayName": "EXAMPLE"},
        "DirectCustomer": {**GIVEN, "phoneNumbers": list(numbers)},
        "IsvCustomer": {
            **sids,
            "businessInformation": secret(BUSINESS),
            "authorizedRepresentative1": secret(ATTRIBUTES),
            "address": secret(LINES),
        },
        "VoiceIntegrity": {**sids, "voiceIntegrityInformation": CALLS},
    }
    return others.get(name, sids)


@pytest.fixture
def monitor(client: Client) -> Iterator[Monitor]:
    """An up's monitor, of a plugin with the simulator's credentials."""
    with listening(client) as monitor:
        yield monitor


@pytest.fixture
def previewing(client: Client) -> Iterator[Monitor]:
    """A preview's."""
    with listening(client, dry_run=True) as monitor:
        yield monitor


@pytest.fixture
def stir(simulator: Simulator) -> dict[str, Any]:
    """Inputs of a ShakenStir."""
    return inputs_of("ShakenStir", simulator)


@each_component
def test_every_component_is_built(name: str, monitor: Monitor, simulator: Simulator) -> None:
    """With the outputs that the schema promises, and nothing else."""
    outputs = monitor.outputs(name, inputs_of(name, simulator))

    described = RESOURCES[f"trusthub:index:{name}"]
    assert set(described["required"]) == outputs.keys() == described["properties"].keys()
    assert 1 == simulator.control.counts()["trust_products"]
    assert {"it", "it-product", "it-numbers", "it-profile-link"} <= monitor.registered.keys()


@each_component
def test_every_component_is_previewed(name: str, previewing: Monitor, simulator: Simulator) -> None:
    """Lookups read, and nothing is made."""
    before = simulator.control.counts()

    outputs = previewing.outputs(name, inputs_of(name, simulator))

    assert UNKNOWN == outputs["trustProductSid"]
    assert before == simulator.control.counts()


def test_parts_are_native_with_the_names_of_the_wire(
    monitor: Monitor, simulator: Simulator
) -> None:
    """But what is inside a property stays as it is."""
    monitor.outputs("IsvCustomer", inputs_of("IsvCustomer", simulator))

    part = monitor.registered["it-business-information"]
    assert ("trusthub:index:EndUser", True) == (part.type, part.custom)
    assert {
        "friendlyName": "Example",
        "type": "customer_profile_business_information",
        "attributes": secret(BUSINESS),
    } == monitor.properties("it-business-information")
    numbers = monitor.properties("it-numbers")
    assert {"customerProfileSid", "trustProductSid", "channelEndpointSids"} <= numbers.keys()


def test_parts_come_from_states_of_the_dynamic_form(monitor: Monitor, stir: dict[str, Any]) -> None:
    """By an alias of their type alone."""
    monitor.outputs("ShakenStir", stir)

    types = {
        name: [alias.spec.type for alias in part.aliases]
        for name, part in monitor.registered.items()
        if part.custom
    }
    assert {
        "it-product": ["pulumi-python:dynamic/trusthub:TrustProduct"],
        "it-profile-link": ["pulumi-python:dynamic/trusthub:EntityAssignment"],
        "it-numbers": ["pulumi-python:dynamic/trusthub:ChannelEndpointAssignments"],
        "it-submission": ["pulumi-python:dynamic/trusthub:Submission"],
    } == types


def test_parts_belong_to_the_component(monitor: Monitor, stir: dict[str, Any]) -> None:
    """And the component to what the program has named as its parent."""
    built = monitor.construct("ShakenStir", stir)

    parents = {name: part.parent for name, part in monitor.registered.items()}
    assert STACK == parents.pop("it")
    assert {built.urn} == set(parents.values())


def test_outputs_depend_on_the_parts(monitor: Monitor, stir: dict[str, Any]) -> None:
    """So that what uses an output waits for the part, and is deleted before it."""
    built = monitor.construct("ShakenStir", stir)

    names = {
        key: {urn.rpartition("::")[2] for urn in value.urns}
        for key, value in built.stateDependencies.items()
    }
    assert {"it-product"} == names["trustProductSid"]
    assert "it-submission" in names["status"]


def test_a_secret_stays_a_secret(monitor: Monitor, stir: dict[str, Any]) -> None:
    """In the part that has the input, and in nothing else."""
    monitor.outputs("ShakenStir", {**stir, "statusCallback": secret("https://example.com/x")})

    product = monitor.properties("it-product")
    assert secret("https://example.com/x") == product["statusCallback"]
    assert ["statusCallback"] == [k for k, value in product.items() if value != plain(value)]


def test_personal_data_is_a_secret_whatever_the_program_says(
    monitor: Monitor, simulator: Simulator
) -> None:
    """Also where a program gives an address in plain."""
    given = plain(inputs_of("IsvCustomer", simulator))

    monitor.outputs("IsvCustomer", given)

    address = monitor.properties("it-address")
    assert secret(LINES["street"]) == address["street"]
    assert secret(BUSINESS["business_name"]) == address["customerName"]


def test_an_unknown_value_stays_unknown(previewing: Monitor, stir: dict[str, Any]) -> None:
    """And the others are known."""
    known, *_ = stir["phoneNumberSids"]

    previewing.outputs(
        "ShakenStir", {**stir, "email": UNKNOWN, "phoneNumberSids": [known, UNKNOWN]}
    )

    product = previewing.properties("it-product")
    assert (UNKNOWN, "Example") == (product["email"], product["friendlyName"])


def test_an_unknown_address_is_previewed(previewing: Monitor, simulator: Simulator) -> None:
    """Each of its lines is unknown."""
    given = {**inputs_of("IsvCustomer", simulator), "address": UNKNOWN}

    previewing.outputs("IsvCustomer", given)

    assert UNKNOWN == plain(previewing.properties("it-address"))["street"]


def test_a_switch_must_be_known(previewing: Monitor, stir: dict[str, Any]) -> None:
    """A component with an unknown number of parts cannot be previewed."""
    text = previewing.refusal("ShakenStir", {**stir, "submit": UNKNOWN})

    assert text.startswith("submit must be known before the up")


def test_dependencies_of_inputs_reach_the_parts(monitor: Monitor, stir: dict[str, Any]) -> None:
    """So a part waits for what its input comes from."""
    monitor.construct("ShakenStir", stir, {"email": OTHER})

    product = monitor.registered["it-product"]
    assert [OTHER] == list(product.propertyDependencies["email"].urns)
    assert [] == list(product.propertyDependencies["friendlyName"].urns)


def test_options_reach_the_component(monitor: Monitor, stir: dict[str, Any]) -> None:
    """And protection its parts."""
    timeouts = provider_pb2.ConstructRequest.CustomTimeouts(create="5m")
    monitor.construct(
        "ShakenStir",
        stir,
        protect=True,
        dependencies=None,
        aliases=[alias_pb2.Alias(spec=alias_pb2.Alias.Spec(name="before"))],
        ignoreChanges=["email"],
        retainOnDelete=True,
        deletedWith=OTHER,
        customTimeouts=timeouts,
        additionalSecretOutputs=["status"],
        providers={"trusthub": "urn:pulumi:test::project::pulumi:providers:trusthub::account::id"},
    )

    component = monitor.registered["it"]
    assert (True, True, OTHER, "5m") == (
        component.protect,
        component.retainOnDelete,
        component.deletedWith,
        component.customTimeouts.create,
    )
    assert ["before"] == [alias.spec.name for alias in component.aliases]
    assert (["email"], ["status"]) == (
        list(component.ignoreChanges),
        list(component.additionalSecretOutputs),
    )
    assert all(part.protect for part in monitor.registered.values())
    assert {"urn:pulumi:test::project::pulumi:providers:trusthub::account::id"} == {
        part.provider for part in monitor.registered.values() if part.custom
    }


def test_components_are_built_beside_each_other(client: Client, simulator: Simulator) -> None:
    """Each at its own engine's monitor: a preview beside an up."""
    name = "ShakenStir"
    given = inputs_of(name, simulator)
    with (
        listening(client) as first,
        listening(client, dry_run=True) as second,
        ThreadPoolExecutor(2) as pool,
    ):
        builds = [pool.submit(each.outputs, name, given) for each in (first, second)]
        made, previewed = [build.result(60) for build in builds]

    assert made["trustProductSid"].startswith("BU")
    assert UNKNOWN == previewed["trustProductSid"]
    assert first.registered.keys() == second.registered.keys()
    assert 1 == simulator.control.counts()["trust_products"]


def test_a_lookup_without_credentials_is_unknown_in_a_preview(
    bare: Client, simulator: Simulator
) -> None:
    """Unlike a function's: a component needs no credentials to be previewed."""
    with listening(bare, dry_run=True) as monitor:
        monitor.outputs("DirectCustomer", inputs_of("DirectCustomer", simulator))

    numbers = monitor.properties("it-numbers")
    assert (UNKNOWN, UNKNOWN) == (numbers["customerProfileSid"], numbers["channelEndpointSids"])
    assert [] == simulator.control.requests()


@pytest.mark.parametrize(
    ("name", "wrong", "expected"),
    [
        pytest.param(
            "DirectCustomer",
            {"phoneNumbers": ["+19995550100"]},
            "Not in account AC",
            id="lookup",
        ),
        pytest.param("ShakenStir", {"email": None}, "ShakenStir needs email.", id="missing"),
        pytest.param("ShakenStir", {"x": 1}, "ShakenStir has no property x.", id="unknown"),
        pytest.param("ShakenStir", {"phoneNumberSids": 1}, "phoneNumberSids is a list", id="form"),
        pytest.param("Cnam", {"cnamDisplayName": None}, "Give cnamDisplayName", id="of its own"),
        pytest.param("ShakenStir", {"email": "x"}, "email is not an e-mail", id="of a part"),
        pytest.param("New", {}, "There is no component trusthub:index:New", id="type"),
    ],
)
def test_an_error_is_one_line(
    name: str, wrong: dict[str, Any], expected: str, monitor: Monitor, simulator: Simulator
) -> None:
    """In the words of every language."""
    text = monitor.refusal(name, {**inputs_of(name, simulator), **wrong})

    assert text.startswith(expected)
    assert "\n" not in text


@each_failure
def test_a_broken_network_is_one_line(
    wrong: str, monitor: Monitor, stir: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lookup of the primary profile meets it."""
    break_network(monkeypatch, wrong)

    text = monitor.refusal("ShakenStir", stir)

    assert text.startswith("GET /v1/CustomerProfiles failed: "), text
    assert "\n" not in text


def test_missing_certificates_are_named_by_their_variable(
    bare: Client, simulator: Simulator, stir: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before anything is sent."""
    bare.configure(accountSid=simulator.account_sid, authToken=simulator.auth_token)
    lose_certificates(monkeypatch)

    with listening(bare) as monitor:
        text = monitor.refusal("ShakenStir", stir)

    assert text.startswith(NO_CERTIFICATES)


def test_a_fault_of_a_component_shows_no_values(
    monitor: Monitor, stir: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its text could hold what nobody may see."""

    def broken(*_: object, **__: object) -> object:
        raise KeyError("personal")

    monkeypatch.setattr(base, "put_on_both", broken)

    text = monitor.refusal("ShakenStir", stir)

    assert text.startswith("A fault of pulumi-trusthub, which you may report: KeyError in test_")
    assert "personal" not in text


def test_given_values_reach_the_parts(
    monitor: Monitor, stir: dict[str, Any], simulator: Simulator
) -> None:
    """A profile that is given is not looked up."""
    monitor.outputs("ShakenStir", {**stir, "customerProfileSid": simulator.customer_profile_sid})
    first = {name: monitor.properties(name) for name in ("it-profile-link", "it-numbers")}

    assert simulator.customer_profile_sid == first["it-profile-link"]["objectSid"]
    assert sorted(stir["phoneNumberSids"]) == sorted(first["it-numbers"]["channelEndpointSids"])
