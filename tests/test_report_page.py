"""Does the page of `pulumi-trusthub report` work in a real browser, which is Chromium?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from headless import SECONDS, complaints, headless_chromium, in_a_browser
from reports import e164, report, whole_account
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.select import Select
from selenium.webdriver.support.ui import WebDriverWait

from pulumi_trusthub._core.account.changes import compare
from pulumi_trusthub.cli.report.page import page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from selenium.webdriver.chrome.webdriver import WebDriver

pytestmark = in_a_browser

NUMBERS = 10_000
MOST_MILLISECONDS = 100
CHUNK = 50


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebDriver]:
    """A headless Chromium, which speaks to nobody."""
    with headless_chromium(tmp_path_factory.mktemp("profile")) as driver:
        yield driver


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of an account of 10,000 numbers, which is compared with an empty one."""
    account = whole_account(NUMBERS)
    changed = account.model_copy(update={"changes": compare(report(), account)})
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(page(changed), encoding="ascii")
    return path


@pytest.fixture
def shown(chromium: WebDriver, file: Path) -> Iterator[WebDriver]:
    """The page, just opened; the browser must have nothing to complain about."""
    chromium.get(file.as_uri())
    yield chromium
    requested = chromium.execute_script("return performance.getEntriesByType('resource').length")
    assert (0, []) == (requested, complaints(chromium))


def count(driver: WebDriver) -> str:
    """How many numbers the page says that it shows."""
    return driver.find_element(By.ID, "count").text


def listed(driver: WebDriver) -> list[str]:
    """The numbers in the table."""
    script = "return [...document.querySelectorAll('#list tbody b')].map((it) => it.textContent)"
    found: list[str] = driver.execute_script(script)
    return found


def busy_milliseconds(driver: WebDriver) -> float:
    """What the page's thread has worked so far."""
    metrics: Any = driver.execute_cdp_cmd("Performance.getMetrics", {})
    found = {it["name"]: it["value"] for it in metrics["metrics"]}
    return 1000 * float(found["TaskDuration"])


def until(driver: WebDriver, true: Callable[[], object]) -> None:
    """Wait for something that the page does by itself."""
    WebDriverWait(driver, SECONDS, poll_frequency=0.05).until(lambda _: true())


def test_a_key_press_in_the_search_is_answered_at_once(shown: WebDriver) -> None:
    """All that the browser does for a key press, picture included, of 10,000 numbers.

    It is counted in time of the processor, which other tests beside this one do not lengthen.
    """
    shown.execute_cdp_cmd("Performance.enable", {"timeDomain": "threadTicks"})
    search = shown.find_element(By.ID, "search")
    keys = ["5", "5", "0", " ", "a", "c", "m", "e", *[Keys.BACKSPACE] * 8]
    before = busy_milliseconds(shown)
    for key in keys:
        search.send_keys(key)
    shown.execute_async_script(
        "requestAnimationFrame(() => requestAnimationFrame(() => arguments[0]()))"
    )

    assert f"{NUMBERS:,} numbers" == count(shown)
    assert (busy_milliseconds(shown) - before) / len(keys) <= MOST_MILLISECONDS


@pytest.mark.parametrize(
    ("typed", "said", "first"),
    [
        ("2020000042", f"1 of {NUMBERS:,} numbers", e164(42)),
        ("+1 (202) 000-0042", f"1 of {NUMBERS:,} numbers", e164(42)),
        ("not on trust", f"3,333 of {NUMBERS:,} numbers", e164(2)),
        ("ACME CALLS", f"{NUMBERS:,} numbers", e164(0)),
        ("nothing of the kind", f"0 of {NUMBERS:,} numbers", None),
    ],
)
def test_the_search_finds_numbers_by_all_that_is_known(
    shown: WebDriver, typed: str, said: str, first: str | None
) -> None:
    """Digits with or without their brackets, what is missing, names of bundles in any case."""
    shown.find_element(By.ID, "search").send_keys(typed)

    assert (said, first) == (count(shown), next(iter(listed(shown)), None))


def test_filters_narrow_the_list_together(shown: WebDriver) -> None:
    """By standing, by what is missing, by bundle, by finding and by change; and are cleared."""
    found = {}
    shown.find_element(By.CSS_SELECTOR, "[name=standing][value='1']").click()
    found["B"] = count(shown)
    Select(shown.find_element(By.ID, "bundle")).select_by_index(3)
    found["B on the product"] = count(shown)
    shown.find_element(By.CSS_SELECTOR, "[type=reset]").click()
    until(shown, lambda: count(shown) == f"{NUMBERS:,} numbers")
    for name in ("missing", "finding", "change"):
        Select(shown.find_element(By.ID, name)).select_by_index(1)
        found[name] = count(shown)

    assert {
        "B": f"3,333 of {NUMBERS:,} numbers",
        "B on the product": f"0 of {NUMBERS:,} numbers",
        "missing": f"3,333 of {NUMBERS:,} numbers",
        "finding": f"1 of {NUMBERS:,} numbers",
        "change": f"0 of {NUMBERS:,} numbers",
    } == found


def test_a_count_in_the_drawing_shows_its_numbers(shown: WebDriver) -> None:
    """A click leads to the list, with that bundle chosen; a finding's numbers are shown alike."""
    shown.find_element(By.LINK_TEXT, "6,667 numbers").click()
    on_product = count(shown)
    shown.find_element(By.CSS_SELECTOR, "[data-finding]").click()

    assert f"6,667 of {NUMBERS:,} numbers" == on_product
    assert [e164(0), e164(2)] == listed(shown)


def test_the_keyboard_reaches_the_search(shown: WebDriver) -> None:
    """A slash from anywhere, Escape to clear."""
    body = shown.find_element(By.TAG_NAME, "body")
    body.send_keys("/")
    shown.switch_to.active_element.send_keys("2020000042")
    narrowed = count(shown)
    shown.switch_to.active_element.send_keys(Keys.ESCAPE)
    until(shown, lambda: count(shown) == f"{NUMBERS:,} numbers")

    assert "search" == shown.switch_to.active_element.get_attribute("id")
    assert f"1 of {NUMBERS:,} numbers" == narrowed


def test_the_list_grows_as_it_is_read(shown: WebDriver) -> None:
    """Some rows at a time, by scrolling or by a button that the keyboard reaches."""
    at_first = len(listed(shown))
    shown.find_element(By.CSS_SELECTOR, "#more button").send_keys(Keys.ENTER)
    until(shown, lambda: len(listed(shown)) > at_first)

    assert at_first % CHUNK == 0
    assert at_first < NUMBERS


def test_paper_has_all_that_is_filtered(shown: WebDriver) -> None:
    """Every fold is open, every matching number is there, and the filters are told."""
    shown.find_element(By.ID, "search").send_keys("+12020001")
    shown.execute_script("dispatchEvent(new Event('beforeprint'))")
    printed = len(listed(shown))
    folded = shown.find_elements(By.CSS_SELECTOR, "details:not([open])")
    shown.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    told = shown.find_element(By.ID, "chosen").text
    hidden = shown.find_element(By.ID, "search").is_displayed()
    shown.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    shown.execute_script("dispatchEvent(new Event('afterprint'))")

    assert (1_000, [], "with “+12020001”", False) == (printed, folded, told, hidden)
    assert shown.find_elements(By.CSS_SELECTOR, "details:not([open])")


@pytest.mark.parametrize("width", [400, 1300])
def test_nothing_is_wider_than_the_window(shown: WebDriver, width: int) -> None:
    """On a phone the drawing is a list that names the links, and a row of the table a block."""
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    shown.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    wide = shown.execute_script("return document.documentElement.scrollWidth")
    linked = shown.find_elements(By.CSS_SELECTOR, ".linked")[0].size["width"]
    shown.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})

    assert wide <= width
    assert (linked > 1) == (width == 400)


def test_the_page_is_light_or_dark_as_the_reader_has_it(shown: WebDriver) -> None:
    """Paper is light."""
    backs = {}
    for scheme in ("light", "dark"):
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        shown.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
        backs[scheme] = shown.find_element(By.TAG_NAME, "body").value_of_css_property("color")
    shown.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print", "features": features})
    backs["print"] = shown.find_element(By.TAG_NAME, "body").value_of_css_property("color")
    shown.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})

    assert backs["light"] == backs["print"] != backs["dark"]
