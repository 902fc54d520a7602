"""All pages of a list, in each of their forms, and from the configured host alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from acme import asked
from scripted import ACCOUNT, Answer

from pulumi_trusthub._core.api.client import TrustHubClient
from pulumi_trusthub._core.api.pagination import PAGE_SIZE
from pulumi_trusthub._core.model.config import Credentials, Settings
from pulumi_trusthub._core.model.errors import UnexpectedAnswerError

if TYPE_CHECKING:
    from scripted import ScriptedServer

    from pulumi_trusthub.simulator import Simulator


def test_all_pages_are_followed(client: TrustHubClient, simulator: Simulator) -> None:
    """2,500 numbers are three pages of a thousand."""
    simulator.control.seed({"accounts": [{"sid": simulator.account_sid, "phone_numbers": 2_500}]})
    simulator.control.clear_requests()

    found = list(client.phone_numbers(client.account_sid))

    assert 2_510 == len({n["sid"] for n in found})
    assert -(-len(found) // PAGE_SIZE) == len(asked(simulator)) == 3


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


def test_an_object_on_two_pages_is_one(client: TrustHubClient, simulator: Simulator) -> None:
    """Another was created while pages were read, so the last of a page is the first of the next."""
    first = {"meta": {"next_page_url": "/v1/TrustProducts?Page=1"}, "results": [{"sid": "BU1"}]}
    last = {"meta": {"next_page_url": None}, "results": [{"sid": "BU1"}, {"sid": "BU2"}]}
    for page in (first, last):
        simulator.control.fault(method="GET", status=200, body=page)

    assert ["BU1", "BU2"] == [record["sid"] for record in client.records("TrustProducts")]


@pytest.mark.parametrize("results", [[1], "odd", {"a": 1}, [{"sid": None}], [{}]])
def test_a_page_without_a_list_of_objects_is_an_error(
    results: object, client: TrustHubClient, simulator: Simulator
) -> None:
    """No traceback, and nothing of Twilio's library."""
    body = {"meta": {"key": "results"}, "results": results}
    simulator.control.fault(method="GET", status=200, body=body)

    with pytest.raises(UnexpectedAnswerError, match="not a list of objects"):
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


def test_the_next_page_may_be_named_at_the_top(server: ScriptedServer) -> None:
    """Instead of below meta."""
    credentials = Credentials(ACCOUNT, ACCOUNT, "token")
    client = TrustHubClient(Settings(credentials, server.url), sleep=lambda _: None)
    server.will(
        Answer(200, '{"results": [{"sid": "BU1"}], "next_page_url": "/v1/TrustProducts?Page=1"}'),
        Answer(200, '{"results": [{"sid": "BU2"}]}'),
    )

    assert ["BU1", "BU2"] == [record["sid"] for record in client.records("TrustProducts")]
