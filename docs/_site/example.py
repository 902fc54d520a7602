"""A program, deployed: what the pictures show."""

from __future__ import annotations

import json
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pulumi_trusthub.simulator import Simulator
from pulumi_trusthub.testing import EmbeddedStack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parent.parent.parent
PROGRAM = ROOT / "examples" / "01-direct-customer"
PICTURES = ROOT / "docs" / "pictures"
NUMBERS = 2


def settings(simulator: Simulator) -> dict[str, str]:
    """Give the configuration of a stack on a simulator."""
    return {
        "example:email": "compliance@example.com",
        "example:phoneNumbers": json.dumps(list(simulator.phone_numbers)[:NUMBERS]),
        "trusthub:accountSid": simulator.account_sid,
        "trusthub:authToken": simulator.auth_token,
        "trusthub:baseUrl": simulator.url,
    }


@contextmanager
def deployed(
    program: Path | Callable[[], object] = PROGRAM,
) -> Iterator[tuple[Simulator, EmbeddedStack]]:
    """Give a simulator and the stack on it, just submitted; the first example unless told."""
    with Simulator() as simulator:
        config = settings(simulator)
        with EmbeddedStack(program, project="example", config=config) as stack:
            stack.up()
            yield simulator, stack
