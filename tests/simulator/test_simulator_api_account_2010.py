"""Does Twilio's own library get along with the simulator's 2010 API?

The client is `Any`, because the annotations of the library are wider than what it returns.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from twilio.base.exceptions import TwilioRestException

if TYPE_CHECKING:
    import requests

    from pulumi_trusthub.simulator import Simulator


def test_a_filter_finds_numbers_by_a_part(client: Any, simulator: Simulator) -> None:
    """The filter matches parts and stars, and leads to the SIDs of the handle."""
    exact = client.incoming_phone_numbers.list(phone_number="+12025550103")

    assert [simulator.phone_numbers["+12025550103"]] == [it.sid for it in exact]
    assert isinstance(exact[0].date_created, dt.datetime)
    assert len(client.incoming_phone_numbers.list(phone_number="555010")) == 10
    assert len(client.incoming_phone_numbers.list(phone_number="+1*******10*")) == 10
    assert len(client.incoming_phone_numbers.list(friendly_name="+12025550103")) == 1
    assert [] == client.incoming_phone_numbers.list(origin="hosted")


def test_pages_lead_on_by_relative_uris(http: requests.Session, simulator: Simulator) -> None:
    """`next_page_uri` has no host, and is null at the end."""
    path = f"/2010-04-01/Accounts/{simulator.account_sid}/IncomingPhoneNumbers.json"

    first = http.get(f"{simulator.url}{path}?PageSize=6").json()
    second = http.get(simulator.url + first["next_page_uri"]).json()
    back = http.get(simulator.url + second["previous_page_uri"]).json()

    assert first["next_page_uri"].startswith(f"{path}?PageSize=6&Page=1&PageToken=PA")
    assert (first["start"], first["end"], second["start"], second["end"]) == (0, 5, 6, 9)
    assert second["next_page_uri"] is None
    assert first["incoming_phone_numbers"] == back["incoming_phone_numbers"]


def test_a_released_number_leaves_its_assignments(client: Any, simulator: Simulator) -> None:
    """The number is gone, its assignment can still be listed and deleted."""
    number = simulator.phone_numbers["+12025550100"]
    profile = client.trusthub.v1.customer_profiles(simulator.customer_profile_sid)
    assignments = profile.customer_profiles_channel_endpoint_assignment
    assignments.create(channel_endpoint_type="phone-number", channel_endpoint_sid=number)

    assert client.incoming_phone_numbers(number).delete()

    assert "+12025550100" not in simulator.phone_numbers
    with pytest.raises(TwilioRestException, match="not found"):
        client.incoming_phone_numbers(number).fetch()
    [orphan] = assignments.list(channel_endpoint_sid=number)
    assert assignments(str(orphan.sid)).delete()


def test_an_address_is_created_read_updated_listed_and_deleted(client: Any) -> None:
    """Create, fetch, update, list and delete; the address comes back rewritten."""
    made = client.addresses.create(
        customer_name="Example Business",
        street="1 Example Street",
        street_secondary="Suite 2",
        city="Exampletown",
        region="CA",
        postal_code="90000",
        iso_country="US",
    )
    assert ("1 EXAMPLE ST", "STE 2", "EXAMPLETOWN") == (
        made.street,
        made.street_secondary,
        made.city,
    )
    assert (made.customer_name, made.friendly_name) == ("Example Business", None)
    assert (made.emergency_enabled, made.validated, made.verified) == (False, True, False)

    address = client.addresses(str(made.sid))
    address.update(
        street="2 Example Street",
        street_secondary="",
        friendly_name="Office",
        auto_correct_address=False,
        emergency_enabled=True,
    )

    after = address.fetch()
    assert ("2 Example Street", None, "Office") == (
        after.street,
        after.street_secondary,
        after.friendly_name,
    )
    assert (after.emergency_enabled, after.validated) == (True, False)
    assert [made.sid] == [it.sid for it in client.addresses.list(friendly_name="Office")]
    assert [made.sid] == [it.sid for it in client.addresses.list(emergency_enabled=True)]
    assert [] == client.addresses.list(iso_country="DE")
    assert address.delete()
    assert [] == client.addresses.list()


def test_a_long_name_of_an_address_is_refused(client: Any) -> None:
    """64 characters are enough for the name of an address."""
    with pytest.raises(TwilioRestException, match="64 characters") as error:
        client.addresses.create(
            customer_name="Example Business",
            street="1 Example Street",
            city="Exampletown",
            region="CA",
            postal_code="90000",
            iso_country="US",
            friendly_name="x" * 65,
        )

    assert error.value.status == 400


def test_an_account_tells_its_status_type_and_owner(client: Any, simulator: Simulator) -> None:
    """Its own account, and the subaccount with its owner."""
    own = client.api.v2010.accounts(simulator.account_sid).fetch()
    below = client.api.v2010.accounts(simulator.subaccount_sid).fetch()

    assert (own.status, own.type) == ("active", "Full")
    assert (simulator.account_sid, simulator.account_sid) == (
        own.owner_account_sid,
        below.owner_account_sid,
    )


def test_credentials_open_the_numbers_of_account_and_subaccounts(
    simulator: Simulator, http: requests.Session
) -> None:
    """A parent's open its subaccount, not the other way round, and nobody opens a stranger."""
    [stranger] = simulator.control.seed({"accounts": [{"phone_numbers": ["+12125550100"]}]})

    def status(account_sid: str) -> int:
        path = f"/2010-04-01/Accounts/{account_sid}/IncomingPhoneNumbers.json"
        return http.get(simulator.url + path).status_code

    assert [200, 200, 401, 401] == [
        status(it)
        for it in (
            simulator.account_sid,
            simulator.subaccount_sid,
            stranger.sid,
            "AC" + "0" * 32,
        )
    ]
    http.auth = (simulator.subaccount_sid, simulator.subaccount_auth_token)
    assert [401, 200] == [status(it) for it in (simulator.account_sid, simulator.subaccount_sid)]


def test_a_key_does_not_open_the_account_resource(
    simulator: Simulator, http: requests.Session
) -> None:
    """An API key opens everything but accounts themselves."""
    http.auth = (simulator.api_key_sid, simulator.api_key_secret)
    account = f"{simulator.url}/2010-04-01/Accounts/{simulator.account_sid}"

    assert http.get(f"{account}/IncomingPhoneNumbers.json").status_code == 200
    assert http.get(f"{simulator.url}/v1/TrustProducts").status_code == 200
    assert http.get(f"{account}.json").status_code == 401


def test_a_token_lists_its_account_and_subaccounts(
    simulator: Simulator, http: requests.Session
) -> None:
    """A parent's token lists it and its subaccounts, a subaccount's itself, and a key nothing."""
    simulator.control.seed({"accounts": [{"friendly_name": "A stranger"}]})
    url = f"{simulator.url}/2010-04-01/Accounts.json"

    def listed(**filters: str) -> list[str]:
        return [it["sid"] for it in http.get(url, params=filters).json()["accounts"]]

    assert [simulator.account_sid, simulator.subaccount_sid] == listed()
    assert [simulator.subaccount_sid] == listed(FriendlyName="Example Business, Sales")
    assert [] == listed(Status="closed")
    http.auth = (simulator.subaccount_sid, simulator.subaccount_auth_token)
    assert [simulator.subaccount_sid] == listed()
    http.auth = (simulator.api_key_sid, simulator.api_key_secret)
    assert http.get(url).status_code == 401
