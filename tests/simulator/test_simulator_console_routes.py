"""Does the console show the store, obey its forms, and refuse the pages of other sites?"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import requests

from pulumi_trusthub.simulator.rules.reviews import REJECTIONS
from pulumi_trusthub.simulator.server.origin_guard import refusal
from pulumi_trusthub.simulator.store.policies import SHAKEN_STIR

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pulumi_trusthub.simulator import Simulator

PAGE = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
DETAILS = {
    "first_name": "Given-Name",
    "last_name": "Family-Name",
    "email": "person@example.com",
    "phone_number": "+12025550177",
}


@pytest.fixture
def browser(simulator: Simulator) -> Iterator[requests.Session]:
    """What asks for pages, as a browser does, and sends the simulator's own origin."""
    with requests.Session() as session:
        session.trust_env = False
        session.headers.update({**PAGE, "Origin": simulator.url})
        yield session


def product(
    simulator: Simulator,
    *,
    name: str = "Example",
    status: str = "pending-review",
    linked: bool = True,
) -> str:
    """A product of the default account."""
    links = [simulator.customer_profile_sid] if linked else []
    seed = {
        "sid": simulator.account_sid,
        "trust_products": [
            {
                "friendly_name": name,
                "policy_sid": SHAKEN_STIR,
                "status": status,
                "entities": links,
                "status_callback": "https://example.com/status",
                "phone_numbers": list(simulator.phone_numbers)[:2],
            }
        ],
    }
    [account] = simulator.control.seed({"accounts": [seed]})
    return account.trust_products[-1]


def shown(browser: requests.Session, simulator: Simulator) -> str:
    """The page."""
    answer = browser.get(f"{simulator.url}/_sim/", timeout=10)
    assert (200, "text/html; charset=utf-8") == (
        answer.status_code,
        answer.headers["Content-Type"],
    )
    return answer.text


def post(browser: requests.Session, simulator: Simulator, path: str, /, **form: str) -> str:
    """Send a form of the console, and follow it back to the page."""
    url = f"{simulator.url}/_sim/console/{path}"
    answer = browser.post(url, data=form, timeout=10, allow_redirects=False)
    if answer.status_code == 303:
        assert answer.headers["Location"].startswith("/_sim/#")
        return shown(browser, simulator)
    assert answer.status_code == 400
    return answer.text


def status(simulator: Simulator, sid: str) -> tuple[str, list[int]]:
    """Status and codes of a product, without a request to Twilio's API."""
    held = simulator.control.state()["accounts"][simulator.account_sid]["trust_products"]
    [found] = [it for it in held if it["sid"] == sid]
    return found["status"], [it["code"] for it in found["errors"] or ()]


def test_a_browser_alone_gets_the_page(simulator: Simulator, browser: requests.Session) -> None:
    """A browser; whoever does not ask for a page gets the index as before."""
    assert "<h1>Trust Hub simulator</h1>" in shown(browser, simulator)
    plain = requests.get(f"{simulator.url}/_sim/", timeout=10, proxies={"http": ""})
    assert "routes" in plain.json()


def test_the_page_has_every_part(simulator: Simulator, browser: requests.Session) -> None:
    """Accounts, bundles with their assignments, faults with their rest, settings, the log."""
    sid = product(simulator)
    simulator.control.fault(method="POST", path="/EndUsers$", query="a=b", skip=2, delay_seconds=3)
    simulator.control.settings(latency_seconds=0.25, max_concurrent_requests=7)
    browser.get(f"{simulator.url}/v1/TrustProducts?PageSize=7", timeout=10)

    text = shown(browser, simulator)

    for expected in (
        simulator.account_sid,
        simulator.subaccount_sid,
        "subaccount of Example Business",
        sid,
        "SHAKEN/STIR TrustProduct",
        "pending-review",
        "twilio-approved",
        "Customer profile “Example Business”",
        "2 phone numbers",
        "+12025550100",
        "POST /EndUsers$ ? a=b, after 2",
        "delay 3 s",
        "<b>1</b> of 1",
        'value="0.25"',
        'value="7"',
        "/v1/TrustProducts?PageSize=7",
        '<td class="wrong">401</td>',
    ):
        assert expected in text


def test_the_page_has_buttons_only_where_a_review_runs(
    simulator: Simulator, browser: requests.Session
) -> None:
    """Neither a draft nor a finished review can be decided."""
    draft = product(simulator, status="draft")
    running = product(simulator, status="in-review")
    text = shown(browser, simulator)

    assert f"/_sim/console/reviews/{running}" in text
    assert f"/_sim/console/reviews/{draft}" not in text
    assert f"/_sim/console/reviews/{simulator.customer_profile_sid}" not in text
    for code in REJECTIONS:
        assert f'<option value="{code}">' in text


def test_an_approval_passes_through_in_review(
    simulator: Simulator, browser: requests.Session
) -> None:
    """From pending-review it passes in-review, and Twilio would have called back twice."""
    sid = product(simulator)

    post(browser, simulator, f"reviews/{sid}", step="approve")

    assert ("twilio-approved", []) == status(simulator, sid)
    told = [it["status"] for it in simulator.control.callbacks()]
    assert ["in-review", "twilio-approved"] == told


def test_a_rejection_is_explained(simulator: Simulator, browser: requests.Session) -> None:
    """The code is in the bundle, and on the page with its meaning."""
    sid = product(simulator, status="in-review")

    text = post(browser, simulator, f"reviews/{sid}", step="reject", code="18603")

    assert ("twilio-rejected", [18603]) == status(simulator, sid)
    assert "18603: address not verified" in text


def test_the_automatic_check_decides_by_compliance(
    simulator: Simulator, browser: requests.Session
) -> None:
    """A compliant bundle goes on into review, any other is rejected."""
    good, bad = product(simulator), product(simulator, linked=False)

    for sid in (good, bad):
        post(browser, simulator, f"reviews/{sid}", step="advance")

    assert ["in-review", "twilio-rejected"] == [status(simulator, it)[0] for it in (good, bad)]


@pytest.mark.parametrize(
    ("before", "linked", "form", "words"),
    [
        ("draft", True, {"step": "approve"}, "is draft and not under review"),
        ("draft", True, {"step": "reject", "code": "18601"}, "is draft and not under review"),
        ("pending-review", False, {"step": "approve"}, "does not have what its policy asks for"),
        ("in-review", True, {"step": "reject", "code": "1"}, "18601 to 18610, not 1."),
        ("in-review", True, {"step": "reject"}, "code is missing"),
        ("in-review", True, {"step": "reject", "code": "x"}, "code is a whole number"),
        ("in-review", True, {"step": "draft"}, "step is approve, reject or advance"),
        ("in-review", True, {}, "step is missing"),
    ],
)
def test_an_impossible_step_is_refused(
    simulator: Simulator,
    browser: requests.Session,
    before: str,
    linked: bool,  # noqa: FBT001 - a column of the table
    form: dict[str, str],
    words: str,
) -> None:
    """The page says why, and nothing moves."""
    sid = product(simulator, status=before, linked=linked)

    text = post(browser, simulator, f"reviews/{sid}", **form)

    assert words in text
    assert (before, []) == status(simulator, sid)


def test_a_vanished_bundle_is_explained(simulator: Simulator, browser: requests.Session) -> None:
    """It may have been deleted since the page was made."""
    assert "There is no bundle BU0." in post(browser, simulator, "reviews/BU0", step="approve")


@pytest.mark.parametrize(
    ("form", "effect"),
    [
        ({"effect": "status", "status": "503", "delay_seconds": "2"}, "status 503"),
        ({"effect": "drop_before", "status": "503"}, "drop_before"),
        ({"effect": "drop_after"}, "drop_after"),
        ({"effect": "not_json"}, "not_json"),
        ({"effect": "delay_seconds", "delay_seconds": "0.5"}, "delay_seconds"),
    ],
)
def test_the_page_orders_every_fault(
    simulator: Simulator, browser: requests.Session, form: dict[str, str], effect: str
) -> None:
    """As through control; and all are taken back at once."""
    order = {"method": "POST", "path": "/EndUsers$", "times": "2", **form}

    post(browser, simulator, "faults", **order)
    [fault] = simulator.control.faults()
    post(browser, simulator, "faults/clear")

    assert ("POST", "/EndUsers$", 2, effect) == (
        fault.method,
        fault.path,
        fault.times,
        fault.effect.name,
    )
    assert [] == simulator.control.faults()


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"effect": "status", "status": "99"}, "from 200 to 599"),
        ({"effect": "status", "status": ""}, "status is missing"),
        ({"effect": "explode"}, "Not a fault"),
        ({"effect": "drop_after", "times": "0"}, "times is 1 or more"),
        ({"effect": "drop_after", "path": "("}, "Not a regular expression"),
        ({"effect": "delay_seconds", "delay_seconds": "inf"}, "a number from 0 on"),
        ({"effect": "delay_seconds", "delay_seconds": "x"}, "a number from 0 on"),
    ],
)
def test_a_wrong_fault_is_explained(
    simulator: Simulator, browser: requests.Session, form: dict[str, str], words: str
) -> None:
    """The page says what was wrong, and nothing is ordered."""
    text = post(browser, simulator, "faults", **{"method": "*", "times": "1", **form})

    assert words in text
    assert [] == simulator.control.faults()


def test_the_page_sets_speed_and_limits(simulator: Simulator, browser: requests.Session) -> None:
    """As through control, and only with numbers that make sense."""
    form = {"latency_seconds": "0.5", "max_concurrent_requests": "3"}
    post(browser, simulator, "settings", **form)
    text = post(browser, simulator, "settings", **{**form, "latency_seconds": "nan"})

    settings = simulator.control.settings()
    assert (0.5, 3) == (settings.latency_seconds, settings.max_concurrent_requests)
    assert "latency_seconds is a number from 0 on" in text


def test_the_page_empties_the_log(simulator: Simulator, browser: requests.Session) -> None:
    """The page has none then; the count of requests goes on."""
    browser.get(f"{simulator.url}/v1/TrustProducts", timeout=10)

    text = post(browser, simulator, "requests/clear")

    assert [] == simulator.control.requests()
    assert "None yet." in text
    assert "<b>1</b> requests" in text


def test_the_page_shows_only_the_end_of_a_long_list(
    simulator: Simulator, browser: requests.Session
) -> None:
    """Ten thousand numbers or requests are no page that a person reads."""
    [account] = simulator.control.seed({"accounts": [{"phone_numbers": 60}]})
    numbers = {"phone_numbers": list(account.phone_numbers), "friendly_name": "Many"}
    simulator.control.seed(
        {
            "accounts": [
                {"sid": account.sid, "trust_products": [{**numbers, "policy_sid": SHAKEN_STIR}]}
            ]
        }
    )
    for page in range(205):
        browser.get(f"{simulator.url}/v1/TrustProducts?Page={page}", timeout=10)

    text = shown(browser, simulator)

    assert "60 phone numbers" in text
    assert "10 more are not shown." in text
    assert "5 older ones are not shown." in text
    assert "Page=204<" in text
    assert "Page=4<" not in text


def test_the_page_leaves_out_old_bundles(simulator: Simulator, browser: requests.Session) -> None:
    """But for those that somebody has yet to decide on."""
    old = product(simulator, name="Old one under review")
    products = [{"friendly_name": f"No. {it}", "policy_sid": SHAKEN_STIR} for it in range(110)]
    simulator.control.seed(
        {"accounts": [{"sid": simulator.account_sid, "trust_products": products}]}
    )

    text = shown(browser, simulator)

    assert f"/_sim/console/reviews/{old}" in text
    assert ">No. 10<" in text
    assert ">No. 9<" not in text
    assert "11 older ones are not shown." in text  # ten of these, and the primary profile


def test_a_released_number_is_named_as_such(
    simulator: Simulator, browser: requests.Session, http: requests.Session
) -> None:
    """Its assignment stays behind, as on Twilio."""
    product(simulator)
    number = next(iter(simulator.phone_numbers.values()))
    path = f"/2010-04-01/Accounts/{simulator.account_sid}/IncomingPhoneNumbers/{number}.json"
    assert http.delete(simulator.url + path).status_code == 204

    assert f"<code>{number}</code> released" in shown(browser, simulator)


def test_the_page_shows_no_attributes(
    simulator: Simulator, browser: requests.Session, http: requests.Session
) -> None:
    """People are on it by their type and SID alone, in the log as in the bundles."""
    made = http.post(
        f"{simulator.url}/v1/EndUsers",
        data={
            "FriendlyName": "Somebody",
            "Type": "authorized_representative_1",
            "Attributes": json.dumps(DETAILS),
        },
    ).json()
    sid = product(simulator, status="draft")
    http.post(
        f"{simulator.url}/v1/TrustProducts/{sid}/EntityAssignments", data={"ObjectSid": made["sid"]}
    )

    text = shown(browser, simulator)

    assert f"authorized_representative_1 <code>{made['sid']}</code>" in text
    assert [] == [it for it in (*DETAILS.values(), "Somebody") if it in text]


def test_a_value_cannot_become_a_tag(simulator: Simulator, browser: requests.Session) -> None:
    """Names, paths and expressions are shown as they were given, and are no HTML."""
    attack = "<script>alert(1)</script>\"'"
    product(simulator, name=attack)
    simulator.control.seed({"accounts": [{"friendly_name": attack}]})
    simulator.control.fault(path=attack, query=attack, status=500)
    browser.get(f"{simulator.url}/v1/<script>alert(1)</script>?<script>=1", timeout=10)

    text = shown(browser, simulator) + post(browser, simulator, "reviews/BU0", step=attack)
    parts = browser.get(f"{simulator.url}/_sim/console/parts", timeout=10).json()

    assert 1 == shown(browser, simulator).count("<script")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&#34;&#39;" in text
    assert not any("<script" in part for part in parts.values())


def test_the_page_allows_only_its_own_script_style_and_server(
    simulator: Simulator, browser: requests.Session
) -> None:
    """Its own script and style by their hashes, its own server, no frame around it, no cache."""
    headers = browser.get(f"{simulator.url}/_sim/", timeout=10).headers
    policy = dict(it.split(" ", 1) for it in headers["Content-Security-Policy"].split("; "))

    assert policy["script-src"].startswith("'sha256-")
    assert policy["style-src"].startswith("'sha256-")
    assert ("'none'", "'none'", "'self'") == (
        policy["default-src"],
        policy["frame-ancestors"],
        policy["form-action"],
    )
    assert "no-store" == headers["Cache-Control"]


def test_the_page_names_no_other_server(simulator: Simulator, browser: requests.Session) -> None:
    """The page names no other server, and a look at it leaves no trace in the log."""
    text = shown(browser, simulator)

    assert "//" not in text.replace("http://www.w3.org/2000/svg", "")
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in text
    assert [] == simulator.control.requests()


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"Origin": "https://example.com"}, id="another site"),
        pytest.param({"Origin": "http://localhost:3000"}, id="another port"),
        pytest.param({"Origin": "null"}, id="a sandboxed frame"),
        pytest.param({"Host": "rebound.example.com"}, id="a name that leads here"),
        pytest.param(
            {"Host": "rebound.example.com", "Origin": "http://rebound.example.com"},
            id="its own page",
        ),
    ],
)
@pytest.mark.parametrize("path", ["/_sim/console/faults/clear", "/_sim/reset", "/_sim/"])
def test_requests_from_pages_of_other_sites_are_refused(
    simulator: Simulator, headers: dict[str, str], path: str
) -> None:
    """They can drive neither the console nor the control routes, nor read them."""
    simulator.control.fault(status=500)
    method = "GET" if path.endswith("/_sim/") else "POST"

    answer = requests.request(
        method, simulator.url + path, headers={**PAGE, **headers}, timeout=10, proxies={"http": ""}
    )

    assert 403 == answer.status_code
    assert 1 == len(simulator.control.faults())


@pytest.mark.parametrize(
    ("host", "origin", "passes"),
    [
        ("127.0.0.1:8080", None, True),
        ("127.0.0.2", "http://127.0.0.2", True),
        ("[::1]:8080", "http://[::1]:8080", True),
        ("localhost:8080", "http://localhost:8080", True),
        ("LOCALHOST:8080", "http://localhost:8080", True),
        ("trusthub.localhost:8080", None, True),
        ("localhost.example.com", None, False),
        ("192.0.2.1:8080", None, False),
        ("[::1", None, False),
        ("", None, False),
        ("127.0.0.1:8080", "http://127.0.0.1", False),
        ("127.0.0.1:8080", "null", False),
        ("127.0.0.1:8080", "", False),
    ],
)
def test_only_requests_from_the_same_loopback_origin_pass(
    host: str,
    origin: str | None,
    passes: bool,  # noqa: FBT001
) -> None:
    """Those that ask for loopback by name, from the same host and port if from a page at all."""
    assert passes is (refusal(host, origin) is None)
