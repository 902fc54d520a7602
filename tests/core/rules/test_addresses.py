"""What is told of an address."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from acme import ADDRESS

from pulumi_trusthub._core.model.errors import ApiError
from pulumi_trusthub._core.rules.addresses import create_address
from pulumi_trusthub.dynamic.providers import AddressProvider

if TYPE_CHECKING:
    from pulumi_trusthub._core.api.client import TrustHubClient
    from pulumi_trusthub.simulator import Simulator


def test_the_lines_of_an_address_are_in_no_text(
    client: TrustHubClient, simulator: Simulator
) -> None:
    """Neither where Twilio repeats one, nor where it suggests another, nor in a problem's name."""
    path = r"/Addresses\.json$"
    texts = []
    for code in (20001, 21629):
        said = {"code": code, "message": "Is 12 Quite Secret Street 14 Other Street?"}
        simulator.control.fault(method="POST", path=path, status=400, body=said)
        with pytest.raises(ApiError) as refused:
            create_address(client, ADDRESS)
        texts.append(str(refused.value))
    problems = AddressProvider().check({}, {**ADDRESS, "postal_code": 94105}).failures

    assert "Is [secret] 14 Other Street" in texts[0]
    assert "Street" not in texts[1]
    assert "(code 21629, HTTP 400" in texts[1]
    assert [("", "postal_code must be a string")] == [(it.property, it.reason) for it in problems]
