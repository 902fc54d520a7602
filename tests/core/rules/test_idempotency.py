"""What was made a moment ago."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from typing import TYPE_CHECKING

import pytest

from pulumi_trusthub._core.rules.entities import create_entity
from pulumi_trusthub._core.rules.idempotency import recently_created, recently_created_at_twilio

if TYPE_CHECKING:
    from pulumi_trusthub._core.api.client import TrustHubClient
    from pulumi_trusthub.simulator import Simulator


def test_a_fast_clock_makes_nothing_old(
    client: TrustHubClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twilio's clock says how old something is, unless ours leaves no doubt."""
    now = datetime.now(timezone.utc)
    ages = {
        seconds: (now - timedelta(seconds=seconds)).isoformat() for seconds in (30, 150, 86_400)
    }
    monkeypatch.setattr(client, "server_time", lambda: now - timedelta(seconds=120))

    assert [True, False, False] == [recently_created(born) for born in ages.values()]
    assert [True, True, False] == [
        recently_created_at_twilio(client, born) for born in ages.values()
    ]


@pytest.mark.parametrize(
    ("born", "young"),
    [
        (timedelta(0), True),
        (timedelta(seconds=50), True),
        (timedelta(seconds=70), False),
        (timedelta(days=9), False),
    ],
)
@pytest.mark.parametrize("zone", ["Z", ".%fZ", ""])
def test_an_object_is_young_for_a_minute(born: timedelta, young: bool, zone: str) -> None:  # noqa: FBT001
    """Less than a minute old, by a time of any of the forms that occur."""
    then = datetime.now(timezone.utc) - born
    assert young == recently_created(then.strftime(f"%Y-%m-%dT%H:%M:%S{zone}"))
    assert young == recently_created(format_datetime(then))  # the 2010 API's form
    assert not recently_created(None)
    assert not recently_created("yesterday")


def test_an_object_that_no_response_named_is_not_deleted(
    client: TrustHubClient, simulator: Simulator
) -> None:
    """Two POSTs lose their answers while another run creates the same: what is found stays."""
    wanted = {"friendly_name": "One", "type": "authorized_representative_1"}
    theirs = {
        **wanted,
        "sid": "IT" + "1" * 32,
        "attributes": {},
        "date_created": client.server_time().isoformat(),
    }
    ours = {**theirs, "sid": "IT" + "2" * 32}
    path, looks = "/EndUsers$", 6  # in the six seconds after a lost answer
    pages = [{"results": found, "meta": {"key": "results"}} for found in ([], [theirs, ours])]
    simulator.control.fault(method="POST", path=path, drop_before=True)
    simulator.control.fault(method="POST", path=path, drop_after=True)
    simulator.control.fault(method="GET", path=path, times=looks, status=200, body=pages[0])
    simulator.control.fault(method="GET", path=path, times=9, status=200, body=pages[1])

    record = create_entity(client, "EndUsers", wanted)

    methods = [entry.method for entry in simulator.control.requests()]
    assert theirs["sid"] == record["sid"]
    assert (2, 0) == (methods.count("POST"), methods.count("DELETE"))
