"""What was made a moment ago."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from typing import TYPE_CHECKING

import pytest

from pulumi_trusthub._core.rules.idempotency import recently_created, recently_created_at_twilio

if TYPE_CHECKING:
    from pulumi_trusthub._core.api.client import TrustHubClient


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
def test_what_is_young(born: timedelta, young: bool, zone: str) -> None:  # noqa: FBT001
    """Less than a minute old, by a time of any of the forms that occur."""
    then = datetime.now(timezone.utc) - born
    assert young == recently_created(then.strftime(f"%Y-%m-%dT%H:%M:%S{zone}"))
    assert young == recently_created(format_datetime(then))  # the 2010 API's form
    assert not recently_created(None)
    assert not recently_created("yesterday")
