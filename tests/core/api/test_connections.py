"""How a request reaches its server: proxies, certificates, connections, and what they carry."""

from __future__ import annotations

import dataclasses
import datetime as dt
import gzip
import ipaddress
import socket
import ssl
import threading
import zlib
from contextlib import suppress
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from pulumi_trusthub._core.api.retry import MAX_ATTEMPTS
from pulumi_trusthub._core.api.transport import HttpClient
from pulumi_trusthub._core.model import errors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pulumi_trusthub._core.model.config import Settings

VARIABLES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")
CA_VARIABLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR")
HOST = "trusthub.invalid"
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take out what the machine says of proxies and certificates."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    for name in CA_VARIABLES:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True)
def _resolved_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask no name server: the host leads to a port of this machine where nobody listens."""
    resolve = socket.getaddrinfo

    def here(host: str, port: int, *rest: int) -> Any:
        return resolve("127.0.0.1", 9, *rest) if host == HOST else resolve(host, port, *rest)

    monkeypatch.setattr(socket, "getaddrinfo", here)


class Peer:
    """A server that speaks bytes, one thread for a connection.

    Args:
        talk: Serves one connection; what goes wrong on it is the client's to find out.
    """

    def __init__(self, talk: Callable[[Peer, socket.socket], None]) -> None:
        self.heads: list[bytes] = []
        """The head of each request, in their order."""
        self.connections = 0
        self._talk = talk
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.open: list[socket.socket] = []
        """Sockets that hang up at the end."""
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    def read(self, connection: socket.socket) -> bytes:
        """Read a request, body and all; nothing at the connection's end."""
        received = b""
        while b"\r\n\r\n" not in received:
            more = connection.recv(65536)
            if not more:
                return b""
            received += more
        head, _, body = received.partition(b"\r\n\r\n")
        fields = [line.lower().split(b": ") for line in head.split(b"\r\n")[1:]]
        length = next((int(field[1]) for field in fields if field[0] == b"content-length"), 0)
        while len(body) < length:
            body += connection.recv(65536)
        self.heads.append(head)
        return head + b"\r\n\r\n" + body

    def end(self) -> None:
        """Stop listening, and hang up where a client keeps its connection."""
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        for connection in self.open:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            connection.settimeout(10)
            self.open.append(connection)
            self._threads.append(threading.Thread(target=self._serve, args=(connection,)))
            self._threads[-1].start()

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            try:
                self._talk(self, connection)
            except OSError:
                return


Peers: TypeAlias = "Callable[[Callable[[Peer, socket.socket], None]], Peer]"


@pytest.fixture
def peers() -> Iterator[Peers]:
    """Start servers that speak bytes."""
    started: list[Peer] = []

    def start(talk: Callable[[Peer, socket.socket], None]) -> Peer:
        started.append(Peer(talk))
        return started[-1]

    yield start
    for peer in started:
        peer.end()


def says(*answers: bytes) -> Callable[[Peer, socket.socket], None]:
    """Answer the requests of one connection, then close it."""

    def talk(peer: Peer, connection: socket.socket) -> None:
        for answer in answers:
            if not peer.read(connection):
                return
            connection.sendall(answer)

    return talk


def answer(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    """Write a response."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def client(settings: Settings, url: str, *, timeout: float = 5.0) -> HttpClient:
    """A client of one server that does not wait between its tries."""
    changed = dataclasses.replace(settings, base_url=url, timeout=timeout)
    return HttpClient(changed, sleep=lambda _: None)


def send(http: HttpClient, url: str, method: str = "GET") -> str:
    """Send one request, as Twilio's library does, and give its response's text."""
    data = {"FriendlyName": "Acmé & Söhne"} if method == "POST" else None
    auth = ("AC1", "token")
    return http.request(method, f"{url}/v1/TrustProducts", data=data, auth=auth).text


def test_a_request_carries_its_form_host_and_credentials(settings: Settings, peers: Peers) -> None:
    """The form, its length and type, whom it is for, and the credentials."""
    received: list[bytes] = []

    def talk(peer: Peer, connection: socket.socket) -> None:
        received.append(peer.read(connection))
        connection.sendall(OK)

    peer = peers(talk)
    send(client(settings, peer.url), peer.url, "POST")

    head, _, body = received[0].partition(b"\r\n\r\n")
    line, *fields = head.decode().split("\r\n")
    headers = dict(field.split(": ", 1) for field in fields)
    assert "POST /v1/TrustProducts HTTP/1.1" == line
    assert b"FriendlyName=Acm%C3%A9+%26+S%C3%B6hne" == body
    assert f"127.0.0.1:{peer.port}" == headers["Host"]
    assert str(len(body)) == headers["Content-Length"]
    assert "application/x-www-form-urlencoded" == headers["Content-Type"]
    assert "Basic QUMxOnRva2Vu" == headers["Authorization"]
    assert {"gzip", "deflate"} <= set(headers["Accept-Encoding"].replace(" ", "").split(","))
    assert "Cookie" not in headers


def test_parameters_are_in_the_address(settings: Settings, peers: Peers) -> None:
    """Escaped, beside those that the address has already; None leaves one out."""
    peer = peers(says(OK))
    url = f"{peer.url}/v1/TrustProducts?Status=draft"

    client(settings, peer.url).request("GET", url, params={"Name": "a b&é", "X": None, "Size": 5})

    line = peer.heads[0].split(b"\r\n")[0]
    assert b"GET /v1/TrustProducts?Status=draft&Name=a+b%26%C3%A9&Size=5 HTTP/1.1" == line


def test_no_cookie_is_sent_back(settings: Settings, peers: Peers) -> None:
    """Not on the same connection, nor after a redirect."""
    cookie = "Set-Cookie: session=1; Path=/"
    moved = answer(b"{}", cookie, "Location: /v1/Elsewhere", status="307 Moved")
    peer = peers(says(answer(b"{}", cookie), moved, OK))
    http = client(settings, peer.url)

    send(http, peer.url)
    send(http, peer.url)

    assert 3 == len(peer.heads)
    assert 1 == peer.connections
    assert all(b"cookie" not in head.lower() for head in peer.heads)


def test_no_password_file_is_read(
    settings: Settings, peers: Peers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A .netrc that names the host changes nothing where Twilio's library gave credentials."""
    file = tmp_path / "netrc"
    file.write_text("default login other password secret\n", encoding="utf-8")
    file.chmod(0o600)
    monkeypatch.setenv("NETRC", str(file))
    peer = peers(says(OK))

    send(client(settings, peer.url), peer.url)

    assert b"Authorization: Basic QUMxOnRva2Vu" in peer.heads[0]


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_a_compressed_answer_is_read(encoding: str, settings: Settings, peers: Peers) -> None:
    """Both ways that the request says it takes."""
    body = '{"friendly_name": "Acmé"}'.encode()
    packed = gzip.compress(body) if encoding == "gzip" else zlib.compress(body)
    peer = peers(says(answer(packed, f"Content-Encoding: {encoding}")))

    assert body.decode() == send(client(settings, peer.url), peer.url)


@pytest.mark.parametrize(
    "broken",
    [
        answer(b"no gzip", "Content-Encoding: gzip"),
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"no HTTP\r\n\r\n",
        b"",
    ],
    ids=["gzip", "cut", "chunk", "no HTTP", "nothing"],
)
def test_a_broken_answer_is_a_lost_answer(broken: bytes, settings: Settings, peers: Peers) -> None:
    """What became of the request is not known, however the response breaks; a POST goes once."""
    peer = peers(says(broken))

    with pytest.raises(
        errors.ResponseLostError, match="the connection broke before an answer came"
    ):
        send(client(settings, peer.url), peer.url, "POST")

    assert 1 == len(peer.heads)


@pytest.mark.parametrize("begun", [b"", b"HTTP/1.1 200 OK\r\n"], ids=["silent", "in the head"])
def test_a_server_that_stalls_is_a_time_out(begun: bytes, settings: Settings, peers: Peers) -> None:
    """However far the response has come."""
    over = threading.Event()

    def talk(peer: Peer, connection: socket.socket) -> None:
        peer.read(connection)
        connection.sendall(begun)
        over.wait(10)

    peer = peers(talk)

    try:
        with pytest.raises(errors.TimedOutError, match=r"no answer within 0\.2 seconds"):
            send(client(settings, peer.url, timeout=0.2), peer.url, "POST")
    finally:
        over.set()


def test_an_idle_connection_closed_by_the_server_is_not_used(
    settings: Settings, peers: Peers
) -> None:
    """A later POST goes out once, on a new connection: nobody could tell what became of a first."""
    closed = threading.Event()

    def talk(peer: Peer, connection: socket.socket) -> None:
        if peer.read(connection):
            connection.sendall(OK)
        connection.close()
        closed.set()

    peer = peers(talk)
    http = client(settings, peer.url)
    for _ in range(5):
        closed.clear()
        send(http, peer.url, "POST")
        assert closed.wait(10)

    assert 5 == len(peer.heads)
    assert 5 == peer.connections


def test_a_connection_is_used_again(settings: Settings, peers: Peers) -> None:
    """Also after an error and after a redirect, whose bodies are read to their ends."""
    moved = answer(b"{}", "Location: /v1/Elsewhere", status="307 Moved")
    peer = peers(says(OK, answer(b"{}", status="503 Busy"), OK, moved, OK))
    http = client(settings, peer.url)

    for _ in range(3):
        send(http, peer.url)

    assert 5 == len(peer.heads)
    assert 1 == peer.connections


def test_the_pool_keeps_as_many_connections_as_may_be_used(
    settings: Settings, peers: Peers
) -> None:
    """Requests at once find their connections again the next time."""
    several = 4
    together = threading.Barrier(several, timeout=10)

    def talk(peer: Peer, connection: socket.socket) -> None:
        while peer.read(connection):
            together.wait()
            connection.sendall(OK)

    peer = peers(talk)
    http = client(dataclasses.replace(settings, max_concurrency=several), peer.url)
    for _ in range(3):
        threads = [threading.Thread(target=send, args=(http, peer.url)) for _ in range(several)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    kept = peer.connections
    del http

    assert several == kept


def goes_through(proxy: Peer, settings: Settings, url: str = f"https://{HOST}") -> bool:
    """Tell whether a request asks the proxy for a tunnel; the request itself must fail."""
    with pytest.raises(errors.NotSentError):
        send(client(settings, url), url)
    return bool(proxy.heads)


@pytest.fixture
def refusing(peers: Peers) -> Peer:
    """A proxy that opens no tunnel."""
    return peers(says(answer(b"", status="502 Bad Gateway")))


@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"])
@pytest.mark.parametrize("written", ["http://127.0.0.1:{}", "127.0.0.1:{}"])
def test_either_case_of_a_variable_names_the_proxy(
    variable: str,
    written: str,
    settings: Settings,
    refusing: Peer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Both cases, with and without a scheme; the proxy is asked for a tunnel."""
    monkeypatch.setenv(variable, written.format(refusing.port))

    assert goes_through(refusing, settings)
    assert refusing.heads[0].startswith(f"CONNECT {HOST}:443 HTTP/1.".encode())
    assert MAX_ATTEMPTS == len(refusing.heads)


@pytest.mark.parametrize("other", ["HTTP_PROXY", "http_proxy", "FTP_PROXY"])
def test_a_proxy_for_another_scheme_is_not_used(
    other: str, settings: Settings, refusing: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twilio is reached over https alone."""
    monkeypatch.setenv(other, f"http://127.0.0.1:{refusing.port}")

    assert not goes_through(refusing, settings)


@pytest.mark.parametrize("variable", ["NO_PROXY", "no_proxy"])
@pytest.mark.parametrize(
    ("url", "no_proxy", "expected"),
    [
        (f"https://{HOST}", "", True),
        (f"https://{HOST}", HOST, False),
        (f"https://{HOST}", "invalid", False),
        (f"https://{HOST}", ".invalid", False),
        (f"https://{HOST}", "hub.invalid", True),
        (f"https://{HOST}", "*", False),
        (f"https://{HOST}", HOST.upper(), False),
        (f"https://{HOST}", f"other.example, {HOST} ,", False),
        (f"https://{HOST}", f"{HOST}:443", True),
        (f"https://{HOST}:8443", HOST, False),
        (f"https://{HOST}:8443", f"{HOST}:8443", False),
        (f"https://{HOST}:8443", "invalid:8443", False),
        (f"https://{HOST}:8443", f"{HOST}:9", True),
        ("https://127.1:9", "127.1", False),
        ("https://127.1:9", "127.0.0.1", True),
        ("https://127.1:9", "10.0.0.0/8,127.0.0.0/8", False),
        ("https://127.1:9", "10.0.0.0/8", True),
        ("https://127.1:9", "127.0.0.0/33", True),
        ("https://127.1:9", "::/0", True),
    ],
)
def test_the_variable_no_proxy_lists_servers_reached_without_a_proxy(
    variable: str,
    url: str,
    no_proxy: str,
    expected: bool,  # noqa: FBT001
    settings: Settings,
    refusing: Peer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Names and all below them, with a port or without; addresses, and networks of them."""
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{refusing.port}")
    monkeypatch.setenv(variable, no_proxy)

    assert expected == goes_through(refusing, settings, url)


def test_the_environment_is_read_when_a_client_is_made(
    settings: Settings, refusing: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Later changes of it do not reach a client."""
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{refusing.port}")
    http = client(settings, f"https://{HOST}")
    monkeypatch.setenv("NO_PROXY", "*")

    with pytest.raises(errors.NotSentError):
        send(http, f"https://{HOST}")

    assert refusing.heads


def test_a_missing_proxy_means_that_nothing_was_sent(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As any server that is not there."""
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")

    with pytest.raises(errors.NotSentError, match=f"no connection to {HOST} through the proxy"):
        send(client(settings, f"https://{HOST}"), f"https://{HOST}", "POST")


@pytest.mark.parametrize(
    ("status", "expected", "said", "tries"),
    [
        ("407 Proxy Authentication Required", errors.ConfigurationError, "user:password@", 1),
        ("403 Forbidden", errors.ConfigurationError, "does not let this machine reach", 1),
        ("502 Bad Gateway", errors.NotSentError, "Run this again", MAX_ATTEMPTS),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_error_shows_the_proxys_answer_and_the_next_step(
    method: str,
    status: str,
    expected: type[Exception],
    said: str,
    tries: int,
    settings: Settings,
    peers: Peers,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With the variable, the status and the next step; only what may pass is tried again."""
    proxy = peers(says(answer(b"", status=status)))
    monkeypatch.setenv("HTTPS_PROXY", proxy.url)
    code = status.partition(" ")[0]

    with pytest.raises(expected, match=f"HTTPS_PROXY or ALL_PROXY answered HTTP {code}") as raised:
        send(client(settings, f"https://{HOST}"), f"https://{HOST}", method)

    assert said in str(raised.value)
    assert tries == proxy.connections


@pytest.mark.parametrize("written", ["http://user:secret@:3128", "http://[::1", "ftp://host:1"])
def test_a_variable_that_holds_no_proxy_is_an_error(
    written: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error names the variables, and not the password that may be in them."""
    monkeypatch.setenv("HTTPS_PROXY", written)

    with pytest.raises(errors.ConfigurationError, match="HTTPS_PROXY or ALL_PROXY") as raised:
        client(settings, f"https://{HOST}")

    assert "secret" not in str(raised.value)


def test_a_socks_proxy_is_asked(
    settings: Settings, peers: Peers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its greeting comes where PySocks is there; else the error says what to install."""
    greetings: list[bytes] = []
    peer = peers(lambda _, connection: greetings.append(connection.recv(100)))
    monkeypatch.setenv("ALL_PROXY", f"socks5h://127.0.0.1:{peer.port}")

    with pytest.raises((errors.NotSentError, errors.ConfigurationError)) as raised:
        send(client(settings, f"https://{HOST}"), f"https://{HOST}")

    if find_spec("socks"):
        assert greetings[0].startswith(b"\x05")
    else:
        assert "PySocks" in str(raised.value)


def test_a_base_url_that_names_no_server_is_an_error(settings: Settings) -> None:
    """Even where the configuration's own look at the URL found nothing wrong."""
    with pytest.raises(errors.ConfigurationError, match="trusthub:baseUrl"):
        client(settings, "https://trust hub.invalid")


class Tunnel:
    """A proxy that is the server at the tunnel's end as well, with a certificate of its own.

    Args:
        peers: Starts servers.
        folder: Where the certificate goes.
    """

    def __init__(self, peers: Peers, folder: Path) -> None:
        self.certificate = folder / "certificate.pem"
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, _new_certificate(self.certificate))
        self.asked: list[bytes] = []
        """The heads of the requests that came through the tunnel."""

        def talk(peer: Peer, connection: socket.socket) -> None:
            peer.read(connection)
            connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            with context.wrap_socket(connection, server_side=True) as wrapped:
                peer.open.append(wrapped)
                while b"\r\n\r\n" in (head := wrapped.recv(65536)):
                    self.asked.append(head)
                    wrapped.sendall(OK)

        self.peer = peers(talk)


def _new_certificate(file: Path) -> Path:
    """Write a certificate that vouches for itself, and give the file of its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "server of a test")])
    now = dt.datetime.now(dt.timezone.utc)
    usage = dict.fromkeys(
        (
            "content_commitment",
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "crl_sign",
            "encipher_only",
            "decipher_only",
        ),
        False,
    )
    names: list[x509.GeneralName] = [
        x509.DNSName(HOST),
        x509.IPAddress(ipaddress.ip_address("127.0.0.1")),
    ]
    identifier = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(digital_signature=True, key_cert_sign=True, **usage), critical=True
        )
        .add_extension(identifier, critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(identifier),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    secret = file.with_suffix(".key")
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return secret


@pytest.fixture
def tunnel(peers: Peers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tunnel:
    """A proxy with credentials, which the environment names."""
    made = Tunnel(peers, tmp_path)
    monkeypatch.setenv("HTTPS_PROXY", f"http://user:p%40ss@127.0.0.1:{made.peer.port}")
    return made


@pytest.mark.parametrize("variable", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"])
def test_each_variable_of_certificates_makes_the_server_trusted(
    variable: str, settings: Settings, tunnel: Tunnel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server that they vouch for is trusted, and asked again on the same connection."""
    monkeypatch.setenv(variable, str(tunnel.certificate))
    http = client(settings, f"https://{HOST}")

    assert "{}" == send(http, f"https://{HOST}")
    assert "{}" == send(http, f"https://{HOST}")

    assert 2 == len(tunnel.asked)
    assert 1 == tunnel.peer.connections


def test_proxy_and_server_each_get_their_own_credentials(
    settings: Settings, tunnel: Tunnel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither sees those of the other."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tunnel.certificate))

    send(client(settings, f"https://{HOST}"), f"https://{HOST}")

    [connect], [request] = tunnel.peer.heads, tunnel.asked
    assert b"\r\nproxy-authorization: basic dxnlcjpwqhnz" in connect.lower()
    assert b"\r\nauthorization" not in connect.lower()
    assert request.startswith(b"GET /v1/TrustProducts HTTP/1.1\r\n")
    assert b"\r\nAuthorization: Basic QUMxOnRva2Vu" in request
    assert b"proxy-authorization" not in request.lower()


def test_the_first_variable_with_certificates_counts(
    settings: Settings, tunnel: Tunnel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Certificates that do not vouch for the server: nothing is sent through the tunnel."""
    other = tmp_path / "other.pem"
    _new_certificate(other)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(other))
    monkeypatch.setenv("CURL_CA_BUNDLE", str(tunnel.certificate))

    with pytest.raises(errors.UntrustedAddressError, match=f"the certificate of {HOST}"):
        send(client(settings, f"https://{HOST}"), f"https://{HOST}")

    assert [] == tunnel.asked


@pytest.mark.parametrize("named", ["folder", "default", "SSL_CERT_FILE"])
def test_a_server_without_a_trusted_certificate_is_refused(
    named: str, settings: Settings, tunnel: Tunnel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder without certificates, certifi's, and a variable that does not count."""
    if named == "folder":
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path))
    elif named == "SSL_CERT_FILE":
        monkeypatch.setenv(named, str(tunnel.certificate))

    with pytest.raises(errors.UntrustedAddressError, match=f"the certificate of {HOST}"):
        send(client(settings, f"https://{HOST}"), f"https://{HOST}")

    assert [] == tunnel.asked


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_a_missing_file_of_certificates_is_named(
    content: str | None, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error names the variable and the file, before anything is sent."""
    file = tmp_path / "bundle.pem"
    if content:
        file.write_text(content, encoding="utf-8")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(file))

    with pytest.raises(errors.ConfigurationError, match=r"REQUESTS_CA_BUNDLE .*bundle\.pem"):
        client(settings, f"https://{HOST}")


@pytest.mark.parametrize("is_known", [True, False])
def test_a_server_on_this_machine_is_reached_without_a_proxy(
    is_known: bool,  # noqa: FBT001
    settings: Settings,
    peers: Peers,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Certificates of the environment hold for it, too; where they don't do, the error says so."""
    certificate = tmp_path / "certificate.pem"
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, _new_certificate(certificate))

    def talk(peer: Peer, connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as wrapped:
            if peer.read(wrapped):
                wrapped.sendall(OK)

    peer = peers(talk)
    for name in VARIABLES[:3]:
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    if is_known:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    url = f"https://127.0.0.1:{peer.port}"

    if is_known:
        send(client(settings, url), url)
    else:
        with pytest.raises(
            errors.UntrustedAddressError, match=r"127\.0\.0\.1 .*REQUESTS_CA_BUNDLE"
        ):
            send(client(settings, url), url)

    assert (1, int(is_known)) == (peer.connections, len(peer.heads))
