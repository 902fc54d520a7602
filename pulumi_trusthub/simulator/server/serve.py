"""A simulator in the foreground, until it is interrupted."""

from __future__ import annotations

import contextlib
import errno
import json
import socket
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ..control.dump import account_summary
from ..control.runtime import Simulation
from ..control.seed_schema import UnknownSeedError
from ..control.seeds import load_seed
from ..store.settings import Settings, UnknownSettingError
from ..store.store import Store
from .server import NotLoopbackError, Server, bound, url_of

_HIGHEST_PORT = 65_535
_LARGE_SEED = 1_000_000
"""Bytes of a seed whose loading takes some seconds."""


class CannotServeError(Exception):
    """What was asked for makes no sense, or the port is taken; names the option to mend."""


def serve(*, host: str, port: int, seed: Path | None, settings: Iterable[str]) -> None:
    """Serve, and say first where and for whom.

    Raises:
        CannotServeError: Says what is wrong.
    """
    simulation = Simulation()
    for text in settings:
        simulation.store.settings = _changed(simulation.settings, text)
    if seed is not None:
        _load(simulation.store, seed)
    listener = _listening(host, port)
    with listener, contextlib.suppress(KeyboardInterrupt):
        _say(simulation, url_of(listener))
        Server(simulation).run(sockets=[listener])


def _changed(settings: Settings, text: str) -> Settings:
    name, _, value = text.partition("=")
    try:
        return settings.changed({name: _read(value)})
    except UnknownSettingError as error:
        raise CannotServeError(f"--set {text}: {error}") from error


def _read(value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        return value


def _load(store: Store, file: Path) -> None:
    try:
        text = file.read_bytes()
        if len(text) > _LARGE_SEED:
            sys.stderr.write(f"Loading {file}, {len(text) / 1e6:.1f} MB …\n")
        load_seed(store, json.loads(text))
    except OSError as error:
        raise CannotServeError(
            f"--seed {file} cannot be read ({error.strerror}): give a JSON file that is there."
        ) from error
    except UnknownSeedError as error:
        raise CannotServeError(f"--seed {file}: {error}") from error
    except ValueError as error:
        raise CannotServeError(f"--seed {file} has to be JSON, and is not: {error}.") from error


def _listening(host: str, port: int) -> socket.socket:
    if not 0 <= port <= _HIGHEST_PORT:
        raise CannotServeError(
            f"--port is a number from 0 (the kernel chooses) to {_HIGHEST_PORT}, not {port}."
        )
    try:
        return bound(host, port)
    except NotLoopbackError as error:
        raise CannotServeError(f"--host {error}") from error
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise CannotServeError(
                f"Port {port} of {host} is taken: end what listens there, or give another --port "
                "(0 lets the kernel choose)."
            ) from error
        raise CannotServeError(
            f"Port {port} of {host} cannot be used ({error.strerror}): give another --port "
            "(0 lets the kernel choose), or another --host."
        ) from error


def _say(simulation: Simulation, url: str) -> None:
    """Print environment variables for the first account, and those of the others as comments."""
    accounts = simulation.store.accounts.values()
    first, *others = accounts
    lines = [
        f"Simulated Trust Hub on {url}; console and control on {url}/_sim/",
        "The credentials open this simulator and nothing else.",
        "",
        f"export TRUSTHUB_BASE_URL={url}",
        f"export TWILIO_ACCOUNT_SID={first.sid}",
        f"export TWILIO_AUTH_TOKEN={first.auth_token}",
        *_owned(account_summary(first, accounts)),
    ]
    for account in others:
        kind = "account" if account.parent is None else "subaccount"
        lines += [
            "",
            f"# {kind} {account.sid}, token {account.auth_token}",
            *_owned(account_summary(account, accounts)),
        ]
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()  # whoever reads it from a pipe waits for it


def _owned(account: dict[str, Any]) -> list[str]:
    kinds = ("customer_profiles", "trust_products")
    bundles = [f"# {kind}: {sid}" for kind in kinds for sid in account[kind]]
    numbers = list(account["phone_numbers"].items())[:10]
    return bundles + [f"# phone_numbers: {e164} {sid}" for e164, sid in numbers]
