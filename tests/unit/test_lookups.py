"""Functions that only read."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import pytest

import pulumi_trusthub as trusthub
from pulumi_trusthub._core.model.errors import ConfigurationError, LookupFailedError, NotFoundError

if TYPE_CHECKING:
    from pulumi_trusthub.simulator import SimulatedAccount, Simulator

SECONDARY = trusthub.Policy.SECONDARY_CUSTOMER_PROFILE.value
PRIMARY = trusthub.Policy.PRIMARY_CUSTOMER_PROFILE.value


@pytest.fixture
def simulator(trusthub_simulator: Simulator, monkeypatch: pytest.MonkeyPatch) -> Simulator:
    """The simulator with its default world, to which the environment leads."""
    monkeypatch.setenv("TWILIO_ACCOUNT_SID", trusthub_simulator.account_sid)
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", trusthub_simulator.auth_token)
    monkeypatch.setenv("TRUSTHUB_BASE_URL", trusthub_simulator.url)
    return trusthub_simulator


@pytest.fixture
def account(simulator: Simulator) -> SimulatedAccount:
    """The default account."""
    return simulator.control.accounts()[0]


def add(simulator: Simulator, **seed: Any) -> SimulatedAccount:
    """Give the default account more."""
    return simulator.control.seed({"accounts": [{"sid": simulator.account_sid, **seed}]})[0]


def bundle(name: str, policy_sid: str, status: str) -> dict[str, str]:
    """A bundle of a seed."""
    email = "compliance@example.com"
    return {"friendly_name": name, "email": email, "policy_sid": policy_sid, "status": status}


def test_profiles_and_products_take_the_filters_of_the_api(simulator: Simulator) -> None:
    """Status, name and policy, each as Twilio's query parameter."""
    add(
        simulator,
        customer_profiles=[bundle("Second", SECONDARY, "draft")],
        trust_products=[
            bundle("One", trusthub.Policy.SHAKEN_STIR.value, "draft"),
            bundle("Two", trusthub.Policy.CNAM.value, "twilio-approved"),
        ],
    )

    profiles = trusthub.get_customer_profiles(status="draft", policy_sid=SECONDARY)
    named = trusthub.get_trust_products(friendly_name="Two")
    signed = trusthub.get_trust_products(policy_sid=trusthub.Policy.SHAKEN_STIR)

    assert ["Second"] == [profile.friendly_name for profile in profiles]
    assert [("Two", "twilio-approved")] == [(p.friendly_name, p.status) for p in named]
    assert ["One"] == [product.friendly_name for product in signed]
    assert 2 == len(trusthub.get_trust_products())
    assert [
        f"/v1/CustomerProfiles?Status=draft&PolicySid={SECONDARY}&PageSize=1000",
        "/v1/TrustProducts?FriendlyName=Two&PageSize=1000",
        f"/v1/TrustProducts?PolicySid={trusthub.Policy.SHAKEN_STIR}&PageSize=1000",
        "/v1/TrustProducts?PageSize=1000",
    ] == [entry.path for entry in simulator.control.requests()]


def test_what_is_returned_is_frozen(account: SimulatedAccount) -> None:
    """Nobody changes a profile by assigning to what was read."""
    profile = trusthub.get_customer_profiles()[0]

    assert account.sid == profile.account_sid
    with pytest.raises(dataclasses.FrozenInstanceError):
        profile.status = "draft"  # type: ignore[misc]


def test_the_approved_primary_profile_is_found(simulator: Simulator) -> None:
    """Secondary profiles and those that are not approved are passed by."""
    add(
        simulator,
        customer_profiles=[
            bundle("Customer", SECONDARY, "twilio-approved"),
            bundle("Draft", PRIMARY, "draft"),
        ],
    )

    assert "Example Business" == trusthub.get_primary_customer_profile().friendly_name


def test_no_primary_profile_lists_what_there_is(simulator: Simulator) -> None:
    """It can only be made in the Console, and the error says so."""
    simulator.control.reset(empty=True)
    simulator.control.seed(
        {
            "accounts": [
                {
                    "sid": simulator.account_sid,
                    "auth_token": simulator.auth_token,
                    "customer_profiles": [bundle("Mine", PRIMARY, "in-review")],
                }
            ]
        }
    )

    with pytest.raises(LookupFailedError, match=r"Twilio's Console.*BU.* \(Mine, in-review\)"):
        trusthub.get_primary_customer_profile()


def test_several_primary_profiles_are_listed(simulator: Simulator) -> None:
    """One of them can be named."""
    add(simulator, customer_profiles=[bundle("Other", PRIMARY, "twilio-approved")])

    with pytest.raises(LookupFailedError, match=r"several.*Example Business.*Other"):
        trusthub.get_primary_customer_profile()
    assert trusthub.get_primary_customer_profile(friendly_name="Other").friendly_name == "Other"


def test_numbers_are_found_whole(simulator: Simulator, account: SimulatedAccount) -> None:
    """Twilio's filter matches a part; a number that only begins alike is not taken."""
    wanted = list(account.phone_numbers)[:3][::-1]

    found = trusthub.get_phone_numbers(wanted)

    assert wanted == [number.phone_number for number in found]
    assert [account.phone_numbers[n] for n in wanted] == [number.sid for number in found]
    assert 3 == len(simulator.control.requests())
    with pytest.raises(LookupFailedError, match=r"\+1202555010, \+12025559999\. Check the digits"):
        trusthub.get_phone_numbers([*wanted, "+1202555010", "+12025559999"])


@pytest.mark.parametrize("wrong", ["+12025550100", [12025550100]])
def test_a_list_of_strings_is_asked_for(wrong: Any, simulator: Simulator) -> None:
    """One string is a list of letters, and a number in YAML loses its plus."""
    with pytest.raises(LookupFailedError, match="is a list of strings"):
        trusthub.get_phone_numbers(wrong)
    assert [] == simulator.control.requests()


def test_many_numbers_are_one_list(simulator: Simulator) -> None:
    """Above a few, the whole list is cheaper than one question each."""
    many = list(add(simulator, phone_numbers=1_500).phone_numbers)
    simulator.control.clear_requests()

    assert many == [number.phone_number for number in trusthub.get_phone_numbers(many)]
    assert 2 == len(simulator.control.requests())
    assert 1_510 == len(trusthub.get_phone_numbers())
    assert () == trusthub.get_phone_numbers([])


def test_the_numbers_of_a_subaccount(account: SimulatedAccount) -> None:
    """The parent's credentials read them; they are not the parent's own."""
    sub = account.subaccounts[0]
    number = next(iter(sub.phone_numbers))

    found = trusthub.get_phone_numbers([number], account_sid=sub.sid)

    assert (sub.phone_numbers[number], sub.sid) == (found[0].sid, found[0].account_sid)
    with pytest.raises(LookupFailedError, match="needs account_sid"):
        trusthub.get_phone_numbers([number])


def test_what_is_on_a_bundle(simulator: Simulator, account: SimulatedAccount) -> None:
    """Numbers by SID, one or many at a time; entities by type."""
    profile = account.customer_profiles[0]
    made = add(
        simulator,
        phone_numbers=120,
        trust_products=[
            {
                **bundle("One", trusthub.Policy.SHAKEN_STIR.value, "draft"),
                "entities": [profile],
            }
        ],
    )
    numbers = list(made.phone_numbers.values())
    add(
        simulator,
        customer_profiles=[
            {**bundle("Numbers", SECONDARY, "draft"), "phone_numbers": list(made.phone_numbers)}
        ],
    )
    holder = trusthub.get_customer_profiles(friendly_name="Numbers")[0].sid

    one = trusthub.get_channel_endpoint_assignments(
        customer_profile_sid=holder, channel_endpoint_sid=numbers[0]
    )
    many = trusthub.get_channel_endpoint_assignments(
        customer_profile_sid=holder, channel_endpoint_sids=numbers[:110]
    )
    links = trusthub.get_entity_assignments(trust_product_sid=made.trust_products[0])

    assert [(numbers[0], holder)] == [(a.channel_endpoint_sid, a.customer_profile_sid) for a in one]
    assert set(numbers[:110]) == {a.channel_endpoint_sid for a in many}
    assert 120 == len(trusthub.get_channel_endpoint_assignments(customer_profile_sid=holder))
    assert [profile] == [link.object_sid for link in links]
    assert () == trusthub.get_channel_endpoint_assignments(
        customer_profile_sid=holder, channel_endpoint_sids=[]
    )


def test_a_filter_that_the_server_ignores_is_held_to(simulator: Simulator) -> None:
    """What comes back is compared with what was asked for."""
    records = [{"sid": f"BU{n}", "friendly_name": n, "status": "draft"} for n in ("One", "Two")]
    body = {"meta": {"key": "results", "next_page_url": None}, "results": records}
    simulator.control.fault(method="GET", times=2, status=200, body=body)

    found = trusthub.get_trust_products(friendly_name="Two")

    assert ["BUTwo"] == [product.sid for product in found]
    assert () == trusthub.get_customer_profiles(status="twilio-approved")


def test_an_answer_of_another_form_shows_nothing_of_it(simulator: Simulator) -> None:
    """Only the fields are named, not what was in them."""
    body = {"meta": {"key": "results"}, "results": [{"sid": "BU1", "email": {"secret": "x"}}]}
    simulator.control.fault(method="GET", status=200, body=body)

    with pytest.raises(LookupFailedError, match=r"not a TrustProduct: email of another type\.$"):
        trusthub.get_trust_products()


def test_an_approved_profile_is_not_hidden_by_a_rejected_one(simulator: Simulator) -> None:
    """Approval counts first, the known policy then."""
    simulator.control.reset(empty=True)
    government = "RN92dc6c39189b4d5ad9c6664f39769f90"
    simulator.control.seed(
        {
            "policies": [
                {"sid": government, "friendly_name": "Government", "kind": "customer_profile"}
            ],
            "accounts": [
                {
                    "sid": simulator.account_sid,
                    "auth_token": simulator.auth_token,
                    "customer_profiles": [
                        bundle("Rejected", PRIMARY, "twilio-rejected"),
                        bundle("Office", government, "twilio-approved"),
                    ],
                }
            ],
        }
    )

    assert "Office" == trusthub.get_primary_customer_profile().friendly_name


def test_a_bundle_must_be_named(simulator: Simulator) -> None:
    """One of the two kinds, and one that is there."""
    with pytest.raises(LookupFailedError, match="Give one of"):
        trusthub.get_entity_assignments()
    with pytest.raises(LookupFailedError, match="Give one of"):
        trusthub.get_channel_endpoint_assignments(trust_product_sid="BU", customer_profile_sid="BU")
    assert [] == simulator.control.requests()
    with pytest.raises(NotFoundError):
        trusthub.get_entity_assignments(trust_product_sid="BU" + "0" * 32)


@pytest.mark.usefixtures("simulator")
def test_policies_are_twilios() -> None:
    """The known names are among them."""
    assert trusthub.Policy.SHAKEN_STIR.value in {rules.sid for rules in trusthub.get_policies()}


def test_without_credentials_a_plain_lookup_raises(monkeypatch: pytest.MonkeyPatch) -> None:
    """It cannot wait for an ``up`` that has some."""
    for name in ("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_API_KEY", "TWILIO_API_SECRET"):
        monkeypatch.delenv(name, raising=False)

    with pytest.raises(ConfigurationError, match="No Twilio credentials"):
        trusthub.get_trust_products()
