"""Takes the picture of the simulator's console: ``python docs/_site/console.py`` writes the file.

It shows the first example, just submitted, in a headless Chromium, which has to be on PATH.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from pathlib import Path

from pulumi_trusthub.simulator import Simulator
from pulumi_trusthub.testing import EmbeddedStack

ROOT = Path(__file__).parent.parent.parent
PROGRAM = ROOT / "examples" / "01-direct-customer"
PICTURE = ROOT / "docs" / "pictures" / "console.png"
NUMBERS = 2
SIZE = (1200, 752)


def photographed() -> None:
    """Deploy the example, and take the picture while everything is there."""
    with Simulator() as simulator:
        config = {
            "console:email": "compliance@example.com",
            "console:phoneNumbers": json.dumps(list(simulator.phone_numbers)[:NUMBERS]),
            "twilio:accountSid": simulator.account_sid,
            "twilio:authToken": simulator.auth_token,
            "trusthub:baseUrl": simulator.url,
        }
        with EmbeddedStack(PROGRAM, project="console", config=config) as stack:
            stack.up()
            photograph(f"{simulator.url}/_sim/")


def photograph(url: str) -> None:
    """Have a browser with a new profile open a page and write what it sees."""
    with tempfile.TemporaryDirectory() as profile:
        command = [
            "chromium",
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-dev-shm-usage",
            "--no-proxy-server",
            "--disable-lcd-text",
            "--hide-scrollbars",
            f"--window-size={SIZE[0]},{SIZE[1]}",
            f"--user-data-dir={profile}",
            f"--screenshot={PICTURE}",
            url,
        ]
        subprocess.run(command, check=True, timeout=60, capture_output=True)  # noqa: S603


if __name__ == "__main__":
    photographed()
