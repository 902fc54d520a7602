"""Credentials leave for the configured server alone, and personal data for nowhere else."""

from __future__ import annotations

import base64
import dataclasses
import datetime as dt
import ipaddress
import logging
import socket
import ssl
import threading
import traceback
from typing import TYPE_CHECKING, Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from scripted import Answer, ScriptedServer

from pulumi_trusthub._core.api.client import TrustHubClient
from pulumi_trusthub._core.model import errors
from pulumi_trusthub._core.model.config import Credentials
from pulumi_trusthub._core.rules.entities import create_entity

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pulumi_trusthub._core.model.config import Settings

NAME = "Lovelace"
PERSON = {
    "friendly_name": "Representative",
    "type": "authorized_representative_1",
    "attributes": {"last_name": NAME},
}
NOT_LOOPBACK_TO_LOOK_AT = "127.1"
"""Leads to this machine, but is not one of the names for which proxies are passed by."""


def secrets_of(settings: Settings) -> list[str]:
    """The token, as it is and as HTTP Basic sends it."""
    credentials = settings.credentials
    basic = f"{credentials.username}:{credentials.password}".encode()
    return [credentials.password, base64.b64encode(basic).decode()]


class Listener:
    """A socket that keeps what it is sent, and refuses."""

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self.received = b""
        self._context = context
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with connection:
                connection.settimeout(10)
                try:
                    if self._context is not None:
                        with self._context.wrap_socket(connection, server_side=True) as wrapped:
                            self.received += wrapped.recv(65536)
                    else:
                        self.received += connection.recv(65536)
                        connection.sendall(b"HTTP/1.1 502 No\r\nContent-Length: 0\r\n\r\n")
                except OSError:
                    continue

    def end(self) -> None:
        """Stop listening."""
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join()


@pytest.fixture
def proxy() -> Iterator[Listener]:
    """A proxy that lets nothing through."""
    listener = Listener()
    yield listener
    listener.end()


@pytest.fixture
def impostor(tmp_path: Path) -> Iterator[Listener]:
    """A TLS server whose certificate nobody trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "impostor")])
    now = dt.datetime.now(dt.timezone.utc)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName(
                [
                    x509.IPAddress(ipaddress.ip_address("127.0.0.1")),
                    x509.DNSName(NOT_LOOPBACK_TO_LOOK_AT),
                ]
            ),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "impostor.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    listener = Listener(context)
    yield listener
    listener.end()


def client_of(settings: Settings, **changes: Any) -> TrustHubClient:
    """A client that does not wait between its tries."""
    return TrustHubClient(dataclasses.replace(settings, **changes), sleep=lambda _: None)


@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
def test_a_proxy_sees_the_host_alone(
    settings: Settings, proxy: Listener, variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proxy of the environment is asked for a tunnel; what goes through it is TLS."""
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(variable, f"http://127.0.0.1:{proxy.port}")
    client = client_of(settings, base_url="https://trusthub.example.com")

    with pytest.raises(errors.TrustHubError):
        client.get("TrustProducts/BU1")

    assert proxy.received.startswith(b"CONNECT trusthub.example.com:443 ")
    for secret in secrets_of(settings):
        assert secret.encode() not in proxy.received


@pytest.mark.parametrize("host", ["127.0.0.1", NOT_LOOPBACK_TO_LOOK_AT])
def test_certificates_are_checked_whatever_the_environment_says(
    settings: Settings, impostor: Listener, host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No variable that people set in a hurry makes a server trusted that is not."""
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"):
        monkeypatch.setenv(name, "")
    for name, off in (("PYTHONHTTPSVERIFY", "0"), ("GIT_SSL_NO_VERIFY", "true")):
        monkeypatch.setenv(name, off)
    client = client_of(settings, base_url=f"https://{host}:{impostor.port}")

    with pytest.raises(errors.UntrustedAddressError, match="certificate"):
        client.get("TrustProducts/BU1")

    assert b"" == impostor.received


FAILURES = [
    Answer(401, '{"code": 20003, "message": "Authenticate"}'),
    Answer(403, "{}"),
    Answer(404, '{"code": 20404}'),
    Answer(400, f'{{"code": 22215, "message": "last_name {NAME} is wrong"}}'),
    Answer(200, "<html>"),
    Answer(302, "", {"Location": "https://elsewhere.example.com/"}),
    Answer(0),
]


@pytest.mark.parametrize("answer", FAILURES, ids=lambda answer: str(answer.status))
def test_a_failure_shows_neither_token_nor_person(
    settings: Settings, server: ScriptedServer, answer: Answer, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever goes wrong: not in the whole traceback, with its causes, nor in any log at all."""
    caplog.set_level(logging.DEBUG)
    server.will(*[answer] * 20)

    try:
        create_entity(client_of(settings), "EndUsers", PERSON)
    except errors.TrustHubError as error:
        told = "".join(traceback.format_exception(error))
    else:
        told = ""

    assert told
    for hidden in (*secrets_of(settings), NAME):
        assert hidden not in told
        assert hidden not in caplog.text


def test_no_object_of_the_core_shows_a_credential(settings: Settings) -> None:
    """Neither the client nor anything that hangs on it says the token when it is printed."""
    client = client_of(settings)

    def printed(thing: object, depth: int) -> Iterator[str]:
        yield repr(thing)
        whole = not isinstance(thing, Credentials)  # whose parts are what must not be seen
        if whole and depth and type(thing).__module__.startswith("pulumi_trusthub"):
            for part in vars(thing).values():
                yield from printed(part, depth - 1)

    told = "\n".join(printed(client, 4))

    assert "TrustHubClient" in told
    for secret in secrets_of(settings):
        assert secret not in told


def test_a_page_or_redirect_that_leads_elsewhere_gets_nothing(
    settings: Settings, server: ScriptedServer
) -> None:
    """The next page of a list, and a redirect, are followed on the configured origin alone."""
    elsewhere = ScriptedServer()
    try:
        server.will(
            Answer(
                body=f'{{"results": [], "meta": {{"key": "results", "next_page_url": '
                f'"{elsewhere.url}/v1/Policies"}}}}'
            ),
            Answer(307, "", {"Location": f"{elsewhere.url}/v1/TrustProducts/BU1"}),
        )
        client = client_of(settings)
        with pytest.raises(errors.UntrustedAddressError):
            list(client.records("Policies"))
        with pytest.raises(errors.UntrustedAddressError):
            client.get("TrustProducts/BU1")
    finally:
        elsewhere.end()

    assert [] == elsewhere.requests
