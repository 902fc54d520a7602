"""Takes the picture of the simulator's console: ``python docs/_site/console.py`` writes the file.

It shows the first example, just submitted, in a headless Chromium, which has to be on PATH with its
driver.
"""

from __future__ import annotations

import shutil
import tempfile
from typing import TYPE_CHECKING

from example import PICTURES, deployed
from selenium import webdriver

if TYPE_CHECKING:
    from pathlib import Path

PICTURE = PICTURES / "console.png"


def photograph(
    url: str, picture: Path, size: tuple[int, int], *, scheme: str = "light", script: str = ""
) -> None:
    """Have a browser with a new profile open a page, run a script there, and keep what it sees."""
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    with tempfile.TemporaryDirectory() as profile:
        for switch in (
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-dev-shm-usage",
            "--no-proxy-server",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # nobody but the page
            "--disable-lcd-text",
            "--hide-scrollbars",
            f"--user-data-dir={profile}",
        ):
            options.add_argument(switch)
        service = webdriver.ChromeService(executable_path=shutil.which("chromedriver"))
        driver = webdriver.Chrome(options=options, service=service)
        try:
            features = [{"name": "prefers-color-scheme", "value": scheme}]
            driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
            metrics = {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": False}
            driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
            driver.get(url)
            driver.execute_script(script)
            driver.save_screenshot(picture)
        finally:
            driver.quit()


if __name__ == "__main__":
    with deployed() as (simulator, _):
        photograph(f"{simulator.url}/_sim/", PICTURE, (1200, 752))
