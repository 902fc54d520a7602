"""Does the server start, stay on loopback, and end without a trace?"""

from __future__ import annotations

import ast
import concurrent.futures
import contextlib
import errno
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
import requests

import pulumi_trusthub.simulator
import pulumi_trusthub.simulator.server.serve
from pulumi_trusthub.simulator import Control, Simulator
from pulumi_trusthub.simulator.__main__ import main
from pulumi_trusthub.simulator.server.serve import CannotServeError, serve
from pulumi_trusthub.simulator.server.server import LOOPBACK, NotLoopbackError

if TYPE_CHECKING:
    from collections.abc import Iterator

MODULE = [sys.executable, "-W", "error", "-m", "pulumi_trusthub.simulator"]


@contextlib.contextmanager
def ended(process: subprocess.Popen[str]) -> Iterator[None]:
    """End it after the block, and after a minute at the latest: its pipes are read to their end."""
    watchdog = threading.Timer(60, process.kill)
    watchdog.start()
    try:
        yield
    finally:
        watchdog.cancel()
        process.kill()


def is_listening(url: str) -> bool:
    """Whether anybody is there."""
    parts = urlsplit(url)
    try:
        with socket.create_connection((parts.hostname, parts.port or 0), timeout=5):
            return True
    except ConnectionRefusedError:
        return False


def test_a_simulator_ends_with_its_block() -> None:
    """Socket and thread are gone, with a client still connected."""
    before = set(threading.enumerate())
    with requests.Session() as session:
        session.trust_env = False
        with Simulator() as simulator:
            session.get(f"{simulator.url}/v1/TrustProducts")
            assert is_listening(simulator.url)

        assert not is_listening(simulator.url)
    assert before == set(threading.enumerate())


def test_two_simulators_run_at_once(simulator: Simulator) -> None:
    """Each has its own port and its own store."""
    with Simulator() as other:
        other.control.reset(empty=True)

        assert other.url != simulator.url
        assert simulator.control.state()["accounts"]


def test_a_delayed_request_does_not_delay_the_end() -> None:
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
def test_every_host_but_loopback_is_refused(host: str) -> None:
    """Only loopback: there is no secret behind the credentials."""
    with pytest.raises(NotLoopbackError, match="loopback"):
        Simulator(host=host)


def test_the_name_localhost_is_accepted() -> None:
    """It is loopback by another name."""
    with Simulator(host="localhost") as simulator:
        assert simulator.control.counts()


def test_a_large_seed_says_that_it_takes_a_while(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """On stderr and at once, because nothing else is said until it is loaded."""
    seed = tmp_path / "seed.json"
    seed.write_text('{"accounts": 1}' + " " * 2_000_000, encoding="utf-8")

    with pytest.raises(CannotServeError, match="accounts is a list"):
        serve(host="127.0.0.1", port=0, seed=seed, settings=())

    assert f"Loading {seed}, 2.0 MB …\n" == capsys.readouterr().err


def test_the_simulator_runs_by_itself(tmp_path: Path) -> None:
    """In the foreground: says where and for whom, obeys control, ends on an interrupt."""
    seed = tmp_path / "seed.json"
    seed.write_text('{"accounts": [{"phone_numbers": ["+12125550100"]}]}', encoding="utf-8")
    command = [*MODULE, "--port", "0", "--seed", str(seed), "--set", "review=immediate"]
    with (
        subprocess.Popen(
            [*command, "--set", "read_lag=1"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as process,
        ended(process),
    ):
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


def test_the_printed_exports_can_be_pasted(tmp_path: Path) -> None:
    """Three exports, of the default account; others are comments; a pipe has all at once."""
    seed = tmp_path / "seed.json"
    other = {"sid": "AC" + "7" * 32, "auth_token": "d0" * 16}
    seed.write_text(json.dumps({"accounts": [other]}), encoding="utf-8")
    environment = {name: it for name, it in os.environ.items() if name != "PYTHONUNBUFFERED"}
    with subprocess.Popen(
        [*MODULE, "--port", "0", "--seed", str(seed)], stdout=subprocess.PIPE, env=environment
    ) as process:
        assert process.stdout is not None
        given_up = threading.Timer(30, process.kill)
        given_up.start()
        said = os.read(process.stdout.fileno(), 65_536).decode().splitlines()
        given_up.cancel()
        process.kill()

    assert said, "it kept it to itself"
    url = said[0].split()[4].rstrip(";")
    exports = [
        f"export TRUSTHUB_BASE_URL={url}",
        f"export TWILIO_ACCOUNT_SID={Simulator.account_sid}",
        f"export TWILIO_AUTH_TOKEN={Simulator.auth_token}",
    ]
    assert exports == said[3:6]
    assert all(line.startswith("# ") or not line for line in said[6:])
    below = f"# subaccount {Simulator.subaccount_sid}, token {Simulator.subaccount_auth_token}"
    assert below in said
    assert f"# account {other['sid']}, token {other['auth_token']}" == said[-1]


@pytest.fixture
def taken() -> Iterator[int]:
    """A port where somebody listens."""
    with socket.create_server((LOOPBACK, 0)) as listener:
        yield int(listener.getsockname()[1])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--host", "0.0.0.0"], "--host '0.0.0.0' is not loopback: use 127.0.0.1"),  # noqa: S104
        (["--port", "99999"], "--port is a number from 0 (the kernel chooses) to 65535, not 99999"),
        (["--port", "-1"], "--port is a number from 0 (the kernel chooses) to 65535, not -1"),
        (["--port", "TAKEN"], "Port TAKEN of 127.0.0.1 is taken: end what listens there, or give"),
        (["--set", "colour=red"], "--set colour=red: There is no setting 'colour'. The settings"),
        (["--seed", "not-there.json"], "--seed not-there.json cannot be read (No such file"),
        (["--seed", "broken.json"], "--seed broken.json has to be JSON, and is not: Expecting"),
        (["--seed", "latin.json"], "--seed latin.json has to be JSON, and is not: 'utf-8' codec"),
        (["--seed", "nameless.json"], "--seed nameless.json: accounts[0].end_users[0].friendly_na"),
    ],
)
def test_a_wrong_argument_is_explained(
    arguments: list[str],
    said: str,
    taken: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A sentence names the option and the right value, with exit code 2."""
    monkeypatch.chdir(tmp_path)
    Path("broken.json").write_text('{"accounts": [', encoding="utf-8")
    Path("latin.json").write_bytes(b'{"accounts": "\xe9"}')
    Path("nameless.json").write_text('{"accounts": [{"end_users": [{"type": "x"}]}]}', "utf-8")
    with pytest.raises(SystemExit) as end:
        main(["--port", "0", *(it.replace("TAKEN", str(taken)) for it in arguments)])

    assert end.value.code == 2
    last = capsys.readouterr().err.splitlines()[-1]
    assert f" error: {said.replace('TAKEN', str(taken))}" in last


def test_a_port_that_cannot_be_taken_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's own words for an address stand beside the advice."""

    def refuse(_host: str, _port: int) -> socket.socket:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(pulumi_trusthub.simulator.server.serve, "bound", refuse)

    with pytest.raises(CannotServeError, match=r"Port 80 of ::1 .*Permission denied.*--port"):
        serve(host="::1", port=80, seed=None, settings=())


@pytest.mark.parametrize("module", ["jinja2", "starlette", "uvicorn"])
def test_a_missing_extra_is_named(module: str) -> None:
    """A line names the package to install, with exit code 2."""
    program = (
        "import runpy, sys; sys.modules[sys.argv.pop()] = None;"
        "runpy.run_module('pulumi_trusthub.simulator', run_name='__main__', alter_sys=True)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "--port", "0", module],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert (2, "") == (done.returncode, done.stdout)
    [line] = done.stderr.splitlines()
    assert line.startswith(f"The simulator needs {module}, which is not installed: ")
    assert line.endswith("pip install 'pulumi-trusthub[simulator]'")


def test_an_unknown_name_of_the_module_is_an_attribute_error() -> None:
    """An unknown name is an AttributeError, as in every module."""
    with pytest.raises(AttributeError, match="has no attribute 'Simulators'"):
        getattr(pulumi_trusthub.simulator, "Simulators")  # noqa: B009 - no checker knows it


def test_the_simulator_does_not_import_the_rest_of_the_package() -> None:
    """The simulator must not share a misunderstanding with the tested code."""
    folder = Path(pulumi_trusthub.simulator.__file__).parent
    sources = list(folder.rglob("*.py"))
    ours = {"jinja2", "pydantic", "pydantic_core", "starlette", "uvicorn"}
    allowed = sys.stdlib_module_names | ours | {"typing_extensions"}

    strangers = {
        (source.name, name)
        for source in sources
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8")))
        for name in imported(node, depth=len(source.relative_to(folder).parts))
        if name.split(".")[0] not in allowed
    }

    assert len(sources) > 20
    assert set() == strangers


def imported(node: ast.AST, *, depth: int) -> list[str]:
    """Names in an import statement, but for modules of the simulator itself."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and not 1 <= node.level <= depth:
        return ["." * node.level + (node.module or "")]
    return []
