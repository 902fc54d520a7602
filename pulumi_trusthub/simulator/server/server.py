"""The simulator behind a socket, in a thread of this process or in the foreground."""

from __future__ import annotations

import ipaddress
import socket
import threading

import uvicorn
from typing_extensions import Self

from ..control import default_seed
from ..control.client import ControlClient, SimulatedAccount
from ..control.runtime import Simulation
from .abortable_http import AbortableHttp
from .app import create_app

LOOPBACK = "127.0.0.1"

_BACKLOG = 2048
_START_SECONDS = 30.0
_STOP_SECONDS = 30.0


class NotLoopbackError(ValueError):
    """An address that other machines could reach; the simulator has no secrets to keep."""


class Server(uvicorn.Server):
    """uvicorn with an event for its start, whose end releases waiting requests."""

    def __init__(self, simulation: Simulation) -> None:
        super().__init__(
            uvicorn.Config(
                create_app(simulation),
                loop="asyncio",
                http=AbortableHttp,
                lifespan="off",
                log_config=None,
                log_level="warning",
                access_log=False,
                server_header=False,
                proxy_headers=False,
                timeout_keep_alive=60,
                timeout_graceful_shutdown=5,
            )
        )
        self.simulation = simulation
        self.ready = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen."""
        await super().startup(sockets)
        self.ready.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Release the requests that a fault holds up, and end."""
        self.simulation.stopping.set()
        await super().shutdown(sockets)


def bound(host: str, port: int) -> socket.socket:
    """A socket that listens on loopback; port 0 lets the kernel choose."""
    name = LOOPBACK if host == "localhost" else host
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        address = None
    if address is None or not address.is_loopback:
        raise NotLoopbackError(f"{host!r} is not loopback: use 127.0.0.1, ::1 or localhost.")
    # asyncio sends without delay only where the protocol is named.
    family = socket.AF_INET if address.version == 4 else socket.AF_INET6  # noqa: PLR2004
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((name, port))
        listener.listen(_BACKLOG)
    except BaseException:
        listener.close()
        raise
    return listener


def url_of(listener: socket.socket) -> str:
    """Where a listening socket can be reached."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


class Simulator:
    """A simulator that runs as long as its `with` block.

    It shares Python's interpreter lock with whatever else this process does: a client with several
    busy threads gets three times as much out of one that `python -m` runs in another process.
    """

    account_sid = default_seed.ACCOUNT_SID
    """The default account."""
    auth_token = default_seed.AUTH_TOKEN
    api_key_sid = default_seed.API_KEY_SID
    api_key_secret = default_seed.API_KEY_SECRET
    subaccount_sid = default_seed.SUBACCOUNT_SID
    subaccount_auth_token = default_seed.SUBACCOUNT_AUTH_TOKEN

    def __init__(self, *, host: str = LOOPBACK, port: int = 0) -> None:
        self._listener = bound(host, port)
        self.url = url_of(self._listener)
        """The origin of both APIs."""
        self.control = ControlClient(self.url)
        """Client of the control routes."""
        self._server = Server(Simulation())
        self._thread = threading.Thread(target=self._run, name="simulator", daemon=True)

    @property
    def account(self) -> SimulatedAccount:
        """The default account as it is now."""
        return next(it for it in self.control.accounts() if it.sid == self.account_sid)

    @property
    def phone_numbers(self) -> dict[str, str]:
        """The default account's numbers, E.164 to SID."""
        return self.account.phone_numbers

    @property
    def customer_profile_sid(self) -> str:
        """The default account's approved primary customer profile."""
        return self.account.customer_profiles[0]

    def start(self) -> Self:
        """Start serving."""
        self._thread.start()
        if not self._server.ready.wait(_START_SECONDS):
            self.stop()
            raise RuntimeError("The simulator did not start.")
        return self

    def stop(self) -> None:
        """End, with every connection."""
        self._server.should_exit = True
        if self._thread.is_alive():
            self._thread.join(_STOP_SECONDS)
        self._listener.close()

    def _run(self) -> None:
        self._server.run(sockets=[self._listener])

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_exception: object) -> None:
        self.stop()
