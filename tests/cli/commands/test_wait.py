"""``pulumi-trusthub wait``: what a pipeline learns of a review."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest
from policy_sids import SHAKEN_STIR
from processes import SECONDS, command
from skips import NO_DEV_FULL, needs_posix
from typer.testing import CliRunner, Result

from pulumi_trusthub._core.api import clients, concurrency
from pulumi_trusthub._core.api.client import TrustHubClient
from pulumi_trusthub._core.api.retry import MAX_ATTEMPTS
from pulumi_trusthub.cli import app
from pulumi_trusthub.cli.commands.wait import LONGEST, duration
from pulumi_trusthub.cli.console import connected

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pulumi_trusthub.simulator import Simulator


@pytest.fixture
def product(simulator: Simulator, monkeypatch: pytest.MonkeyPatch) -> str:
    """A product under review, and the environment that leads to it."""
    monkeypatch.setenv("TWILIO_ACCOUNT_SID", simulator.account_sid)
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", simulator.auth_token)
    monkeypatch.setenv("TRUSTHUB_BASE_URL", simulator.url)
    bundle = {
        "friendly_name": "Acme",
        "email": "a@example.com",
        "policy_sid": SHAKEN_STIR,
        "status": "pending-review",
    }
    seed = {"accounts": [{"sid": simulator.account_sid, "trust_products": [bundle]}]}
    return simulator.control.seed(seed)[0].trust_products[0]


@pytest.fixture
def between_looks(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What happens at Twilio between two looks, one entry each; nothing really waits."""
    events: list[object] = []

    def nap(_: float) -> None:
        if events:
            event = events.pop(0)
            assert callable(event)
            event()

    real = TrustHubClient
    monkeypatch.setattr(clients, "_CLIENTS", {})
    monkeypatch.setattr(
        clients, "TrustHubClient", lambda settings, **given: real(settings, sleep=nap, **given)
    )
    return events


def run(*arguments: str) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(app, ["wait", *arguments])


def test_an_approval_ends_the_wait_well(
    simulator: Simulator, product: str, between_looks: list[object]
) -> None:
    """Each status is a line of its own, and nothing else is on stdout."""
    between_looks += [
        lambda: None,
        lambda: simulator.control.review(product, "in-review"),
        lambda: simulator.control.review(product, "twilio-approved"),
    ]

    result = run(product, "--for", "approved")

    assert (0, "pending-review\nin-review\ntwilio-approved\n") == (result.exit_code, result.stdout)


def test_an_ended_approval_does_not_end_the_wait(
    simulator: Simulator, product: str, between_looks: list[object]
) -> None:
    """It is waited on, until a new one begins."""

    def approve(days: float) -> None:
        simulator.control.settings(approval_days=days)
        simulator.control.review(product, "twilio-approved")

    between_looks += [lambda: approve(-1), lambda: None, lambda: approve(365)]

    result = run(product, "--for", "approved")

    assert (0, "pending-review\ntwilio-approved\n") == (result.exit_code, result.stdout)
    assert [] == between_looks


def test_a_rejection_ends_the_wait_with_the_reasons(
    simulator: Simulator, product: str, between_looks: list[object]
) -> None:
    """The exit code is 3, and why is on stderr."""
    between_looks.append(
        lambda: simulator.control.review(product, "twilio-rejected", errors=[18601, 18606])
    )

    result = run(f"TrustProducts/{product}")

    assert 3 == result.exit_code
    assert "pending-review\ntwilio-rejected\n" == result.stdout
    assert "18601: the association between the business and its website" in result.stderr
    assert "18606: " in result.stderr


@pytest.mark.usefixtures("between_looks")
def test_the_wait_ends_when_its_time_runs_out(product: str) -> None:
    """The exit code is 4, and the status at hand is told."""
    result = run(product, "--timeout", "0.01s", "--interval", "1s")

    assert (4, "pending-review\n") == (result.exit_code, result.stdout)
    assert "still pending-review after 0.01s" in result.stderr


@pytest.mark.usefixtures("between_looks")
@pytest.mark.parametrize(
    ("status", "goal", "code"),
    [
        ("pending-review", "submitted", 0),
        ("twilio-rejected", "submitted", 3),
        ("twilio-rejected", "reviewed", 0),
        ("twilio-approved", "reviewed", 0),
        ("twilio-approved", "approved", 0),
    ],
)
def test_the_for_option_chooses_the_statuses_that_end_the_wait(
    status: str, goal: str, code: int, simulator: Simulator, product: str
) -> None:
    """A goal is a set of statuses."""
    simulator.control.review(product, status)  # type: ignore[arg-type]

    assert code == run(product, "--for", goal).exit_code


def test_errors_are_one_line(simulator: Simulator, product: str) -> None:
    """A missing bundle and a wrong id, each told in a sentence."""
    missing = run("BU" + "0" * 32)
    other = run(f"CustomerProfiles/{product}")
    simulator.control.fault(times=9, status=401, code=20003)
    refused = run(product)

    assert [1, 1, 1] == [result.exit_code for result in (missing, other, refused)]
    assert "There is no trust product and no customer profile BU000" in missing.stderr
    assert f"{product} is a trust product, so its path is TrustProducts/{product}." in other.stderr
    assert "code 20003, HTTP 401" in refused.stderr
    assert [1, 1, 1] == [len(r.stderr.splitlines()) for r in (missing, other, refused)]


@pytest.mark.usefixtures("product")
@pytest.mark.parametrize("id_", ["foo", "EndUsers/IT1", "TrustProducts/PN" + "0" * 32])
def test_an_argument_that_is_no_bundle_is_a_usage_error(id_: str) -> None:
    """It says what would be one."""
    result = run(id_)

    assert 2 == result.exit_code
    told = " ".join(result.stderr.replace("│", " ").split())
    assert "neither a bundle's SID, BU and 32 hexadecimal digits, nor its path" in told


def test_an_outage_does_not_end_the_wait(
    simulator: Simulator, product: str, between_looks: list[object]
) -> None:
    """Reviews take days: what is not answered is said, and asked again at the next look."""
    between_looks += [
        lambda: simulator.control.fault(times=MAX_ATTEMPTS, status=503, code=20503),
        *[lambda: None] * MAX_ATTEMPTS,
        lambda: simulator.control.review(product, "in-review"),
        lambda: simulator.control.review(product, "twilio-approved"),
    ]

    result = run(product)

    assert (0, "pending-review\nin-review\ntwilio-approved\n") == (result.exit_code, result.stdout)
    assert "(code 20503, HTTP 503" in result.stderr
    assert "Waiting goes on." in result.stderr


def test_the_last_look_comes_when_the_time_runs_out(
    simulator: Simulator, product: str, between_looks: list[object]
) -> None:
    """Although the interval is longer than what is left."""
    between_looks.append(lambda: None)
    between_looks.append(lambda: simulator.control.review(product, "twilio-rejected"))

    late = run(product, "--timeout", "90s", "--interval", "60s")

    assert (3, "pending-review\ntwilio-rejected\n") == (late.exit_code, late.stdout)


def test_a_rejection_that_was_waited_for_has_its_reasons(
    simulator: Simulator, product: str
) -> None:
    """With --for reviewed, too, although the exit code is 0."""
    simulator.control.review(product, "twilio-rejected", errors=[18601])

    result = run(product, "--for", "reviewed")

    assert 0 == result.exit_code
    assert "18601: " in result.stderr


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("90s", 90), ("1.5m", 90), ("12h", 43200), ("3d", 259200), ("7", 7), ("9" * 400, LONGEST)],
)
def test_a_duration_is_read_in_seconds(text: str, seconds: float) -> None:
    """Seconds, minutes, hours and days, a century at the most."""
    assert seconds == duration(text)


@pytest.mark.parametrize("text", ["", "0s", "soon", "-1h", "1w"])
def test_a_wrong_duration_is_a_usage_error(text: str) -> None:
    """The exit code of a wrong call is click's 2."""
    result = run("BU" + "0" * 32, "--timeout", text)

    assert 2 == result.exit_code
    assert "such as 72h" in " ".join(result.stderr.replace("│", " ").split())


def test_the_bundle_is_fetched_once_a_look(simulator: Simulator, product: str) -> None:
    """Finding it, as a profile or as a product, is the first look."""
    simulator.control.clear_requests()

    assert 0 == run(product, "--for", "submitted").exit_code
    assert [f"/v1/{kind}/{product}" for kind in ("CustomerProfiles", "TrustProducts")] == [
        it.path for it in simulator.control.requests()
    ]


@contextlib.contextmanager
def unhelpful_server(beginning: bytes) -> Iterator[str]:
    """A server that accepts connections, and sends no more than the beginning of an answer."""
    over = threading.Event()

    def answer(listener: socket.socket) -> None:
        with contextlib.suppress(OSError), listener.accept()[0] as connection:
            while not over.wait(0.05):  # each byte comes before the time-out of a read
                connection.sendall(beginning)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=answer, args=(listener,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            over.set()
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()


@needs_posix
@pytest.mark.parametrize("beginning", [b"", b"HTTP/1.1 200 OK\r\nX: y\r\n"])
def test_the_time_out_bounds_everything(
    beginning: bytes, product: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that says nothing, and one that never comes to an end."""
    with unhelpful_server(beginning) as url:
        monkeypatch.setenv("TRUSTHUB_BASE_URL", url)
        monkeypatch.setattr("pulumi_trusthub.cli.commands.wait.LAST_LOOK", 0.0)

        result = run(product, "--timeout", "0.1s")

    assert (4, "") == (result.exit_code, result.stdout)
    assert "Twilio did not answer within 0.1s\n" == result.stderr


@needs_posix
def test_ctrl_c_ends_the_wait(product: str) -> None:
    """It stops at once, with the shell's own exit code and without a traceback."""
    process = subprocess.Popen(
        [sys.executable, "-c", "from pulumi_trusthub.cli import app; app()", "wait", product],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    watchdog = threading.Timer(60, process.kill)
    watchdog.start()
    try:
        assert process.stdout is not None
        first = process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)
    finally:
        process.kill()
        watchdog.cancel()

    assert "pending-review\n" == first
    assert 130 == process.returncode
    assert "Traceback" not in errors


@pytest.mark.usefixtures("between_looks")
def test_the_load_of_the_command_takes_no_time_of_the_wait(
    product: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A machine that is slow to load the modules says nothing of the last look."""
    waited: list[bool] = []

    def within(_: float, call: Callable[[], object], _told: object) -> object:
        waited.append(True)
        return call()

    def connect() -> TrustHubClient:
        assert not waited
        return connected()

    monkeypatch.setattr(concurrency, "within", within)
    monkeypatch.setattr("pulumi_trusthub.cli.commands.wait.connected", connect)

    assert 0 == run(product, "--for", "submitted").exit_code


@needs_posix
@pytest.mark.skipif(not os.path.exists("/dev/full"), reason=NO_DEV_FULL)  # noqa: PTH110
def test_a_status_that_cannot_be_written_is_an_error(product: str) -> None:
    """One line, and the exit code of errors."""
    result = subprocess.run(
        ["sh", "-c", '"$@" >/dev/full', "sh", *command("wait", product)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )

    assert 1 == result.returncode
    assert ["stdout cannot be written: No space left on device."] == result.stderr.splitlines()
