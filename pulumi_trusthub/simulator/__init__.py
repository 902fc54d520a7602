"""A small real Trust Hub for tests: Twilio's rules behind Twilio's paths, on loopback.

    with Simulator() as simulator:
        client = twilio.rest.Client(simulator.account_sid, simulator.auth_token)
        client.trusthub.base_url = simulator.url
        client.api.base_url = simulator.url
        simulator.control.settings(review="immediate")

It serves Trust Hub v1 and of the 2010 API what Trust Hub needs (the account, its phone numbers
and its addresses), as strictly as Twilio's files and pages say. Where no source says how Twilio
behaves there is a switch (`Settings`), so that a program can be tested both ways. What is told to
the simulator itself goes to `/_sim/`, through `Control` or, by a person, through the console in a
browser. `python -m pulumi_trusthub.simulator` runs it in the foreground.

What it does *not* check or do:

- Compliance inquiries, sanctions screenings, provisional copies, A2P registrations: not served.
- Buying, configuring or moving phone numbers: numbers are seeded, listed and released.
- Whether an address exists, and 21628 and 21629, which suggest another one: every address is
  valid, and `AutoCorrectAddress` only capitalises and abbreviates.
- The business: names, websites and registration numbers are not looked up, and the attributes
  of end users are checked by evaluations only, for presence and the printed values.
- That a secondary profile for a direct customer can only be made in the Console.
- How long an approval lasts: it gets a year and never expires.
- Status callbacks are recorded (`Control.callbacks`), never sent; no email is sent either.
- Permissions of restricted API keys, OAuth, regions, edges, and the header X-Twilio-AccountSid.
- Rate limits: there is a cap on concurrent requests, and nothing that counts per second.
- What the policies of CNAM, Voice Integrity and the like require: no document has them, so a
  product of one of them evaluates as compliant with nothing on it.
- The exact wording of messages, and the HTTP status of most error codes: both are unverified.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .control.client import ApiKey, ControlError, SimulatedAccount
from .control.client import ControlClient as Control
from .control.faults import Effect, Fault
from .control.runtime import LoggedRequest
from .store.settings import Settings

if TYPE_CHECKING:
    from .server.server import Simulator

__all__ = [
    "ApiKey",
    "Control",
    "ControlError",
    "Effect",
    "Fault",
    "LoggedRequest",
    "Settings",
    "SimulatedAccount",
    "Simulator",
]

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Import `Simulator` late, so that `python -m` can name a missing extra."""
        if name != "Simulator":
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from .server.server import Simulator  # noqa: PLC0415 - see above

        return Simulator
