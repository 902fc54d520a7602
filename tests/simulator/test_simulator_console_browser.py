"""Does the console work in a real browser, which is Chromium with its driver?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from headless import SECONDS, complaints, headless_chromium, in_a_browser
from selenium.webdriver.common.by import By
from selenium.webdriver.support.select import Select
from selenium.webdriver.support.ui import WebDriverWait

from pulumi_trusthub.simulator import Simulator
from pulumi_trusthub.simulator.store.policies import SHAKEN_STIR

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import requests
    from selenium.webdriver.chrome.webdriver import WebDriver

pytestmark = in_a_browser


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebDriver]:
    """A headless Chromium, which speaks to nobody but the simulator."""
    with headless_chromium(tmp_path_factory.mktemp("profile")) as driver:
        yield driver


@pytest.fixture
def console(chromium: WebDriver, simulator: Simulator) -> Iterator[WebDriver]:
    """The console of a fresh simulator; the browser must have nothing to complain about."""
    chromium.get(f"{simulator.url}/_sim/")
    yield chromium
    chromium.get("about:blank")
    assert [] == complaints(chromium)


def product(simulator: Simulator, *, name: str = "Example") -> str:
    """A product under review."""
    seed = {
        "friendly_name": name,
        "policy_sid": SHAKEN_STIR,
        "status": "pending-review",
        "entities": [simulator.customer_profile_sid],
        "phone_numbers": list(simulator.phone_numbers)[:2],
    }
    [account] = simulator.control.seed(
        {"accounts": [{"sid": simulator.account_sid, "trust_products": [seed]}]}
    )
    return account.trust_products[-1]


def text(driver: WebDriver, selector: str) -> str:
    """The texts of elements at the same moment: a part may be replaced at any time."""
    script = "return [...document.querySelectorAll(arguments[0])].map((it) => it.innerText)"
    return "\n".join(driver.execute_script(script, selector))


def until(driver: WebDriver, true: Callable[[], object]) -> None:
    """Wait for something that the page does by itself."""
    WebDriverWait(driver, SECONDS, poll_frequency=0.05).until(lambda _: true())


def click(driver: WebDriver, identifier: str) -> None:
    """Click what a person would."""
    driver.find_element(By.ID, identifier).click()


def mark(driver: WebDriver) -> Callable[[], bool]:
    """Whether the page still has its mark, and was not loaded anew."""
    driver.execute_script("window.marked = true")
    return lambda: bool(driver.execute_script("return window.marked === true"))


def test_a_click_approves_a_product(console: WebDriver, simulator: Simulator) -> None:
    """The product shows up by itself, a click approves it, and its buttons are gone."""
    same = mark(console)
    sid = product(simulator)
    until(console, lambda: console.find_elements(By.ID, sid))
    assert same()
    assert "pending-review" == text(console, f"#{sid} .badge")

    click(console, f"{sid}-approve")

    until(console, lambda: text(console, f"#{sid} .badge") == "twilio-approved")
    assert [] == console.find_elements(By.CSS_SELECTOR, f"#{sid} button")
    [held] = simulator.control.state()["accounts"][simulator.account_sid]["trust_products"]
    assert "twilio-approved" == held["status"]


def test_a_click_rejects_a_product_with_the_chosen_code(
    console: WebDriver, simulator: Simulator
) -> None:
    """With the code that was chosen, which the page then explains."""
    sid = product(simulator)
    until(console, lambda: console.find_elements(By.ID, sid))
    Select(console.find_element(By.ID, f"{sid}-code")).select_by_value("18603")

    click(console, f"{sid}-reject")

    until(console, lambda: text(console, f"#{sid} .badge") == "twilio-rejected")
    assert "18603: address not verified" == text(console, f"#{sid} .reason")
    [held] = simulator.control.state()["accounts"][simulator.account_sid]["trust_products"]
    assert [{"code": 18603}] == held["errors"]


def test_a_late_click_is_explained(console: WebDriver, simulator: Simulator) -> None:
    """The review was over before the button was clicked, and the page says so."""
    sid = product(simulator)
    until(console, lambda: console.find_elements(By.ID, sid))
    # The select has the focus, so the page leaves the part alone.
    console.find_element(By.ID, f"{sid}-code").click()
    simulator.control.review(sid, "twilio-rejected", errors=[18601])

    console.execute_script("document.getElementById(arguments[0]).click()", f"{sid}-approve")

    until(console, lambda: "not under review" in text(console, ".problem"))
    # Chromium itself notes the status of the answer.
    [complaint] = console.get_log("browser")  # type: ignore[no-untyped-call]
    assert "400" in complaint["message"]


def test_a_fault_is_ordered_and_counted_down(
    console: WebDriver, simulator: Simulator, http: requests.Session
) -> None:
    """The number that is left goes down with each strike, without a reload."""
    Select(console.find_element(By.ID, "method")).select_by_value("GET")
    console.find_element(By.ID, "path").send_keys("/TrustProducts$")
    times = console.find_element(By.ID, "times")
    times.clear()
    times.send_keys("2")
    click(console, "order-fault")
    until(console, lambda: "2 of 2" in text(console, "#faults"))
    same = mark(console)

    answer = http.get(f"{simulator.url}/v1/TrustProducts")

    until(console, lambda: "1 of 2" in text(console, "#faults"))
    assert same()
    assert 503 == answer.status_code
    assert "GET /TrustProducts$" in text(console, "#faults")
    click(console, "clear-faults")
    until(console, lambda: "None ordered" in text(console, "#faults"))
    assert [] == simulator.control.faults()


def test_the_form_shows_only_the_fields_of_an_effect(console: WebDriver) -> None:
    """A status where one is answered, seconds where the answer is late."""

    def shown() -> list[bool]:
        return [
            console.find_element(By.ID, it).is_displayed() for it in ("status", "delay_seconds")
        ]

    before = shown()
    effect = Select(console.find_element(By.ID, "effect"))
    effect.select_by_value("delay_seconds")
    late = shown()
    effect.select_by_value("drop_after")

    assert ([True, False], [False, True], [False, False]) == (before, late, shown())


def test_the_log_grows_without_a_reload(
    console: WebDriver, simulator: Simulator, http: requests.Session
) -> None:
    """The log grows by itself, the newest first; a look adds nothing to it."""
    same = mark(console)
    http.get(f"{simulator.url}/v1/TrustProducts?FriendlyName=<b>x</b>")
    until(console, lambda: "TrustProducts?FriendlyName" in text(console, ".log"))
    http.get(f"{simulator.url}/v1/Nothing")
    until(console, lambda: "/v1/Nothing" in text(console, ".log"))

    rows = text(console, ".log tbody tr").splitlines()

    assert same()
    assert [
        ["2", "GET", "/v1/Nothing", "404"],
        ["1", "GET", "/v1/TrustProducts?FriendlyName=%3Cb%3Ex%3C/b%3E", "200"],
    ] == [row.split() for row in rows]
    assert 2 == len(simulator.control.requests())
    assert "2 requests" in text(console, "#summary")


def test_an_opened_part_stays_open(console: WebDriver, simulator: Simulator) -> None:
    """Opened numbers and a chosen code outlive a change of the part."""
    first = product(simulator)
    until(console, lambda: console.find_elements(By.ID, first))
    Select(console.find_element(By.ID, f"{first}-code")).select_by_value("18605")
    console.find_element(By.CSS_SELECTOR, f"#{first} summary").click()
    second = product(simulator, name="Another")
    until(console, lambda: console.find_elements(By.ID, second))

    code = Select(console.find_element(By.ID, f"{first}-code")).first_selected_option

    assert "+12025550100\n+12025550101" == text(console, f"#{first} .numbers")
    assert "18605" == code.get_attribute("value")


def test_the_form_sets_speed_and_limits(console: WebDriver, simulator: Simulator) -> None:
    """And shown again after it."""
    field = console.find_element(By.ID, "latency_seconds")
    field.clear()
    field.send_keys("0.25")
    click(console, "set")
    until(console, lambda: console.current_url.endswith("#settings"))

    assert 0.25 == simulator.control.settings().latency_seconds
    shown = console.find_element(By.ID, "latency_seconds").get_attribute("value")
    assert "0.25" == shown


def test_the_page_notices_the_end_of_the_simulator(chromium: WebDriver) -> None:
    """A simulator that was stopped is said to be gone, instead of looking idle."""
    with Simulator() as simulator:
        chromium.get(f"{simulator.url}/_sim/")
        assert not chromium.find_element(By.ID, "lost").is_displayed()

    until(chromium, lambda: chromium.find_element(By.ID, "lost").is_displayed())
    chromium.get("about:blank")
    chromium.get_log("browser")  # type: ignore[no-untyped-call]


def test_another_site_cannot_order_a_fault(chromium: WebDriver, simulator: Simulator) -> None:
    """A form on a page of another origin is refused, although the browser sends it."""
    with Simulator() as other:
        chromium.get(f"{other.url}/_sim/settings")
        chromium.execute_script(
            "document.open(); document.write('<form method=post id=form><button>x</button>'"
            " + '<input name=effect value=drop_after><input name=times value=1>'"
            " + '<input name=method value=*></form>'); document.close();"
            " document.getElementById('form').action = arguments[0];",
            f"{simulator.url}/_sim/console/faults",
        )
        chromium.find_element(By.TAG_NAME, "button").click()
        until(chromium, lambda: "may not tell the simulator" in chromium.page_source)

    assert [] == simulator.control.faults()
    chromium.get("about:blank")
    chromium.get_log("browser")  # type: ignore[no-untyped-call]
