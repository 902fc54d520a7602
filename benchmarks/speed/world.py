"""An account with many numbers, on a lean server; and what its requests take without a client."""

from __future__ import annotations

import resource
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.bare import BareClient, with_threads
from benchmarks.served import lean_simulator, used

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pulumi_trusthub.simulator import Control

_ASSIGNMENTS = "ChannelEndpointAssignments"
_FIRST = "+99900000000"
"""No country has 999: so many numbers as these are not set aside for fiction."""


@dataclass(frozen=True)
class World:
    """An account on a server of its own.

    Attributes:
        control: The server's control routes.
        account_sid: The account.
        auth_token: Its token.
        profile_sid: Its approved profile.
        product_sid: A product to which the profile is linked.
        numbers: The SIDs of the numbers.
        seeding: Seconds of a core that the server took to take all of it in.
    """

    control: Control
    account_sid: str
    auth_token: str
    profile_sid: str
    product_sid: str
    numbers: list[str]
    seeding: float

    @property
    def variables(self) -> dict[str, str]:
        """The variables that lead to it."""
        return {
            "TRUSTHUB_BASE_URL": self.control.url,
            "TWILIO_ACCOUNT_SID": self.account_sid,
            "TWILIO_AUTH_TOKEN": self.auth_token,
        }


@contextmanager
def world(count: int, *, latency: float, assigned: int = 0) -> Iterator[World]:
    """Serve an account with so many numbers, of which some are on profile and product."""
    first = int(_FIRST[1:])
    numbers = [f"+{first + index}" for index in range(count)]
    with lean_simulator(latency_seconds=latency) as control:
        account = control.accounts()[0]
        there = numbers[:assigned]
        profile = {"friendly_name": "Numbers", "status": "twilio-approved", "phone_numbers": there}
        product = {
            "friendly_name": "Calls",
            "status": "draft",
            "customer_profiles": ["Numbers"],
            "phone_numbers": there,
        }
        seed = {
            "sid": account.sid,
            "phone_numbers": numbers,
            "customer_profiles": [profile],
            "trust_products": [product],
        }
        begun = used(control).processor
        [planted] = control.seed({"accounts": [seed]})
        yield World(
            control,
            account.sid,
            account.auth_token,
            planted.customer_profiles[0],
            planted.trust_products[0],
            [planted.phone_numbers[number] for number in numbers],
            used(control).processor - begun,
        )


@dataclass(frozen=True)
class Bare:
    """What the requests of a bulk take a loop over urllib3 which does nothing else.

    Attributes:
        up: Seconds until every number was on profile and product.
        destroy: Seconds until every number had left both.
        processor: Milliseconds of a core for each request.
        served: Milliseconds of a core of the server for each request.
    """

    up: float
    destroy: float
    processor: float
    served: float


def bare(count: int, *, latency: float, threads: int) -> Bare:
    """Assign and remove so many numbers."""
    with world(count, latency=latency) as there:
        client = BareClient(there.control.url, there.account_sid, there.auth_token, threads)
        profile = f"/v1/CustomerProfiles/{there.profile_sid}/{_ASSIGNMENTS}"
        product = f"/v1/TrustProducts/{there.product_sid}/{_ASSIGNMENTS}"
        assigned: list[tuple[str, str]] = []

        def assign(number_sid: str) -> None:
            fields = {"ChannelEndpointType": "phone-number", "ChannelEndpointSid": number_sid}
            on_profile, on_product = (client.post(path, fields) for path in (profile, product))
            assigned.append((on_profile["sid"], on_product["sid"]))

        def remove(sids: tuple[str, str]) -> None:
            client.delete(f"{product}/{sids[1]}")
            client.delete(f"{profile}/{sids[0]}")

        before, used_before = resource.getrusage(resource.RUSAGE_SELF), used(there.control)
        up = _seconds(lambda: with_threads(there.numbers, assign, threads))
        destroy = _seconds(lambda: with_threads(list(assigned), remove, threads))
        after, used_after = resource.getrusage(resource.RUSAGE_SELF), used(there.control)
    own = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    requests = used_after.requests - used_before.requests
    return Bare(
        up,
        destroy,
        1000 * own / requests,
        1000 * (used_after.processor - used_before.processor) / requests,
    )


def _seconds(work: Callable[[], None]) -> float:
    began = time.monotonic()
    work()
    return time.monotonic() - began
