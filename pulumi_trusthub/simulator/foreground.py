"""A simulator in the foreground, until it is interrupted."""

from __future__ import annotations

import contextlib
import json
import sys
from typing import TYPE_CHECKING, Any

from .seeds import plant
from .server import NotLoopbackError, Server, bound, url_of
from .simulation import Simulation
from .state import account_summary

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


class CannotServeError(Exception):
    """What was asked for makes no sense, or the port is taken."""


def serve(*, host: str, port: int, seed: Path | None, settings: Iterable[str]) -> None:
    """Serve, and say first where and for whom.

    Args:
        host: An address of this machine's loopback.
        port: 0 lets the kernel choose.
        seed: A JSON file with more accounts to begin with.
        settings: ``NAME=VALUE`` each, the value in JSON or a word.

    Raises:
        CannotServeError: Says what is wrong.
    """
    simulation = Simulation()
    try:
        simulation.world.settings = simulation.settings.changed(
            dict(_setting(text) for text in settings)
        )
        if seed is not None:
            plant(simulation.world, json.loads(seed.read_text(encoding="utf-8")))
        listener = bound(host, port)
    except (NotLoopbackError, OSError, ValueError) as error:
        raise CannotServeError(str(error)) from error
    with listener:
        _say(simulation, url_of(listener))
        with contextlib.suppress(KeyboardInterrupt):
            Server(simulation).run(sockets=[listener])


def _setting(text: str) -> tuple[str, Any]:
    name, _, value = text.partition("=")
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value


def _say(simulation: Simulation, url: str) -> None:
    lines = [
        f"Simulated Trust Hub on {url}; console and control on {url}/_sim/",
        "The credentials open this simulator and nothing else.",
    ]
    accounts = simulation.world.accounts.values()
    for account in (account_summary(it, accounts) for it in accounts):
        lines += [
            "",
            f"export TRUSTHUB_BASE_URL={url}",
            f"export TWILIO_ACCOUNT_SID={account['sid']}",
            f"export TWILIO_AUTH_TOKEN={account['auth_token']}",
        ]
        for name in ("customer_profiles", "trust_products"):
            lines += [f"# {name}: {sid}" for sid in account[name]]
        numbers = account["phone_numbers"]
        lines += [f"# phone_numbers: {e164} {sid}" for e164, sid in list(numbers.items())[:10]]
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()
