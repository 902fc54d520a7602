"""Does the server start, stay on loopback, and end without a trace?"""

from __future__ import annotations

import ast
import concurrent.futures
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

import pulumi_trusthub.simulator
from pulumi_trusthub.simulator import Control, Simulator
from pulumi_trusthub.simulator.__main__ import main
from pulumi_trusthub.simulator.server import NotLoopbackError

MODULE = [sys.executable, "-W", "error", "-m", "pulumi_trusthub.simulator"]


def is_listening(url: str) -> bool:
    """Whether anybody is there."""
    parts = urlsplit(url)
    try:
        with socket.create_connection((parts.hostname, parts.port or 0), timeout=5):
            return True
    except ConnectionRefusedError:
        return False


def test_does_a_simulator_end_with_its_block() -> None:
    """Socket and thread are gone, with a client still connected."""
    before = set(threading.enumerate())
    with requests.Session() as session:
        session.trust_env = False
        with Simulator() as simulator:
            session.get(f"{simulator.url}/v1/TrustProducts")
            assert is_listening(simulator.url)

        assert not is_listening(simulator.url)
    assert before == set(threading.enumerate())


def test_can_two_simulators_run_at_once(simulator: Simulator) -> None:
    """Each has its own port and its own world."""
    with Simulator() as other:
        other.control.reset(empty=True)

        assert other.url != simulator.url
        assert simulator.control.state()["accounts"]


def test_does_a_held_up_request_hold_up_the_end() -> None:
    """A simulator ends at once although a fault still delays an answer."""
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        with Simulator() as simulator:
            simulator.control.fault(delay_seconds=60)
            auth = (simulator.account_sid, simulator.auth_token)
            url = f"{simulator.url}/v1/TrustProducts"
            waiting = pool.submit(requests.get, url, auth=auth, timeout=30, proxies={"http": ""})
            while not simulator.control.index()["in_flight"]:
                pass
            start = time.monotonic()
        assert time.monotonic() - start < 5
        assert waiting.result().status_code == 200


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "example.com", ""])  # noqa: S104
def test_is_every_other_host_refused(host: str) -> None:
    """Only loopback: there is no secret behind the credentials."""
    with pytest.raises(NotLoopbackError, match="loopback"):
        Simulator(host=host)


def test_is_the_name_localhost_good_enough() -> None:
    """It is loopback by another name."""
    with Simulator(host="localhost") as simulator:
        assert simulator.control.counts()


def test_can_it_run_by_itself(tmp_path: Path) -> None:
    """In the foreground: says where and for whom, obeys control, ends on an interrupt."""
    seed = tmp_path / "seed.json"
    seed.write_text('{"accounts": [{"phone_numbers": ["+12125550100"]}]}', encoding="utf-8")
    command = [*MODULE, "--port", "0", "--seed", str(seed), "--set", "review=immediate"]
    with subprocess.Popen(
        [*command, "--set", "read_lag=1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        url = process.stdout.readline().split()[4].rstrip(";")
        control = Control(url)
        settings = control.settings()
        accounts = control.accounts()
        process.send_signal(signal.SIGINT)
        said, noise = process.stdout.read(), process.stderr.read()

        assert process.wait(20) == 0
    assert (settings.review, settings.read_lag) == ("immediate", 1)
    assert len(accounts) == 2
    assert f"TWILIO_ACCOUNT_SID={Simulator.account_sid}" in said
    assert f"TWILIO_AUTH_TOKEN={Simulator.auth_token}" in said
    assert noise == ""


@pytest.mark.parametrize(
    "arguments",
    [["--host", "0.0.0.0"], ["--set", "colour=red"], ["--seed", "nowhere.json"]],  # noqa: S104
)
def test_are_wrong_arguments_explained(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """A usage error on stderr, with exit code 2."""
    with pytest.raises(SystemExit) as end:
        main([*arguments, "--port", "0"])

    assert end.value.code == 2
    assert "error:" in capsys.readouterr().err


def test_does_it_import_the_rest_of_the_package() -> None:
    """The simulator must not share a misunderstanding with the code that it tests."""
    sources = list(Path(pulumi_trusthub.simulator.__file__).parent.glob("*.py"))
    allowed = sys.stdlib_module_names | {"starlette", "typing_extensions", "uvicorn"}

    strangers = {
        (source.name, name)
        for source in sources
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8")))
        for name in imported(node)
        if name.split(".")[0] not in allowed
    }

    assert len(sources) > 20
    assert set() == strangers


def imported(node: ast.AST) -> list[str]:
    """What an import statement names, but for what lies in the same folder."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.level != 1:
        return ["." * node.level + (node.module or "")]
    return []
