"""Takes the picture of the simulator's console: ``python docs/_site/console.py`` writes the file.

It shows the first example, just submitted, in a headless Chromium, which has to be on PATH.
"""

from __future__ import annotations

import subprocess
import tempfile

from example import PICTURES, deployed

PICTURE = PICTURES / "console.png"
SIZE = (1200, 752)


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
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # nobody but the console
            "--disable-lcd-text",
            "--hide-scrollbars",
            f"--window-size={SIZE[0]},{SIZE[1]}",
            f"--user-data-dir={profile}",
            f"--screenshot={PICTURE}",
            url,
        ]
        subprocess.run(command, check=True, timeout=60, capture_output=True)  # noqa: S603


if __name__ == "__main__":
    with deployed() as (simulator, _):
        photograph(f"{simulator.url}/_sim/")
