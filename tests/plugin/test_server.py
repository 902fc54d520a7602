"""Does the process start fast, answer what the engine asks first, and end at once?"""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import grpc
import pytest
from broken_network import NO_CERTIFICATES, break_network, each_failure, lose_certificates
from google.protobuf import empty_pb2
from plugin_client import PRODUCT, urn
from pulumi.runtime.proto import plugin_pb2, provider_pb2, provider_pb2_grpc
from skips import needs_posix

from pulumi_trusthub import __version__
from pulumi_trusthub.plugin import verbs
from pulumi_trusthub.plugin.protocol import provider_pb2 as own

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from plugin_client import Client

    from pulumi_trusthub.simulator import Simulator


@pytest.fixture
def process() -> Iterator[subprocess.Popen[str]]:
    """The plugin as a process, as if somebody had started it by hand."""
    with subprocess.Popen(
        [sys.executable, "-m", "pulumi_trusthub.plugin", "--logtostderr"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as started:
        try:
            yield started
        finally:
            started.kill()


def connected(process: subprocess.Popen[str]) -> Any:
    """Connect to the port that is its first line."""
    assert process.stdout is not None
    port = int(process.stdout.readline())
    return provider_pb2_grpc.ResourceProviderStub(grpc.insecure_channel(f"127.0.0.1:{port}"))


def test_the_messages_are_those_of_the_sdk() -> None:
    """Although they are loaded without it."""
    assert own.CheckRequest is provider_pb2.CheckRequest


def test_the_server_loads_neither_pulumi_nor_twilio_to_listen() -> None:
    """Nor what checks inputs, which loads while the engine connects."""
    code = (
        "import sys, pulumi_trusthub.plugin.__main__; "
        "print(*sorted({'pulumi', 'twilio', 'pydantic', 'tenacity'} & sys.modules.keys()))"
    )

    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )

    assert "" == done.stdout.strip()


def test_the_first_calls_of_an_engine_are_answered(bare: Client) -> None:
    """What it understands, and which version it is."""
    handshake = bare.call("Handshake", "ProviderHandshake")
    configured = bare.call("Configure")
    info = bare.stub.GetPluginInfo(empty_pb2.Empty(), timeout=30)

    assert handshake.accept_secrets
    assert (True, True) == (configured.acceptSecrets, configured.supportsPreview)
    assert __version__ == info.version


def test_a_fault_is_one_line_without_values(bare: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its text could hold what nobody may see."""

    def broken(*_: object) -> object:
        raise KeyError("personal")

    monkeypatch.setattr(verbs.Verbs, "check", broken)

    text = bare.fail("Check", "TrustProduct", news={}).text

    assert text.startswith("A fault of pulumi-trusthub, which you may report: KeyError in test_")
    assert "personal" not in text


VERBS: dict[str, Callable[[Client, Simulator], str]] = {
    "create": lambda client, _: client.fail("Create", "TrustProduct", properties=PRODUCT).text,
    "read": lambda client, _: client.fail("Read", "TrustProduct", id=f"BU{'1' * 32}").text,
    "function": lambda client, _: client.refusal("getTrustProducts"),
}
"""Verbs that ask Twilio, and the error of each."""


@pytest.mark.parametrize("verb", VERBS)
@each_failure
def test_a_broken_network_is_one_line(
    wrong: str, verb: str, client: Client, simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever a request raises below."""
    break_network(monkeypatch, wrong)

    text = VERBS[verb](client, simulator)

    assert re.match(r"(GET|POST) /v1/TrustProducts\S* failed: ", text), text
    assert "\n" not in text


@pytest.mark.parametrize("verb", VERBS)
def test_missing_certificates_are_named_by_their_variable(
    verb: str, bare: Client, simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before anything is sent."""
    bare.configure(accountSid=simulator.account_sid, authToken=simulator.auth_token)
    lose_certificates(monkeypatch)

    text = VERBS[verb](bare, simulator)

    assert text.startswith(NO_CERTIFICATES)
    assert "\n" not in text


@needs_posix
def test_the_plugin_ends_at_once(process: subprocess.Popen[str], simulator: Simulator) -> None:
    """Even while a verb waits for Twilio."""
    stub = connected(process)
    simulator.control.fault(
        method="GET", times=99, status=429, code=20429, headers={"Retry-After": "60"}
    )
    settings = {
        "accountSid": simulator.account_sid,
        "authToken": simulator.auth_token,
        "baseUrl": simulator.url,
    }
    configure = provider_pb2.ConfigureRequest()
    configure.args.update(settings)
    stub.Configure(configure, timeout=30)
    request = provider_pb2.ReadRequest(urn=urn("TrustProduct"), id="BU" + "1" * 32)
    call = stub.Read.future(request, timeout=60)
    while not simulator.control.requests():
        assert not call.done()

    process.terminate()

    assert 0 == process.wait(5)
    assert grpc.StatusCode.UNAVAILABLE == call.exception(timeout=30).code()


@needs_posix
def test_the_plugin_ends_with_its_engine() -> None:
    """An engine that was killed ends nobody."""
    code = (
        "import subprocess, sys; plugin = subprocess.Popen([sys.executable, '-m',"
        "'pulumi_trusthub.plugin', '127.0.0.1:1'], stdout=subprocess.PIPE);"
        "plugin.stdout.readline()"
    )

    with subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE) as engine:
        _, said = engine.communicate(timeout=30)  # the plugin holds the pipe until it ends

    assert (0, b"") == (engine.returncode, said)


def test_a_debugger_may_attach_an_engine(process: subprocess.Popen[str]) -> None:
    """By PULUMI_DEBUG_PROVIDERS."""
    stub = connected(process)

    assert empty_pb2.Empty() == stub.Attach(plugin_pb2.PluginAttach(address="127.0.0.1:1"))
