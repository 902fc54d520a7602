"""A headless Chromium with its driver, for what is looked at in a browser."""

from __future__ import annotations

import contextlib
import shutil
from typing import TYPE_CHECKING

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from skips import NO_BROWSER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from selenium.webdriver.chrome.webdriver import WebDriver

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
SECONDS = 20

needs_chromium = pytest.mark.skipif(not (CHROMIUM and DRIVER), reason=NO_BROWSER)
in_a_browser = [needs_chromium, pytest.mark.xdist_group("chromium")]
"""The marks of a file whose tests share a browser."""


@contextlib.contextmanager
def headless_chromium(profile: Path) -> Iterator[WebDriver]:
    """A headless Chromium with a new profile, which speaks to nobody but this machine."""
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM or ""
    for argument in (
        "--headless",
        "--no-sandbox",  # as root it starts only so
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
        "--no-proxy-server",
        # The switches above leave half a dozen look-ups of Google's hosts at every start.
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
        "--window-size=1280,1600",
        f"--user-data-dir={profile}",
    ):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(executable_path=DRIVER))
    try:
        driver.set_page_load_timeout(SECONDS)
        yield driver
    finally:
        driver.quit()


def complaints(driver: WebDriver) -> list[str]:
    """What the browser has complained about since it was asked last."""
    return [it["message"] for it in driver.get_log("browser")]  # type: ignore[no-untyped-call]
