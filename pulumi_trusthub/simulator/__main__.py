"""`python -m pulumi_trusthub.simulator`: a simulator in the foreground, until it is interrupted."""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .seeds import plant
from .server import LOOPBACK, NotLoopbackError, Server, bound, url_of
from .simulation import Simulation
from .state import account_summary

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve, and say first where and for whom."""
    parser = argparse.ArgumentParser(
        prog="python -m pulumi_trusthub.simulator",
        description="A simulator of Twilio's Trust Hub, for tests without an account.",
    )
    parser.add_argument("--host", default=LOOPBACK, help="an address of this machine's loopback")
    parser.add_argument("--port", type=int, default=8080, help="0 lets the kernel choose")
    parser.add_argument("--seed", type=Path, help="a JSON file with more accounts to begin with")
    parser.add_argument(
        "--set",
        dest="settings",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        help="a setting, its value in JSON or a word; may be given several times",
    )
    options = parser.parse_args(arguments)
    simulation = Simulation()
    try:
        simulation.world.settings = simulation.settings.changed(
            dict(_setting(text) for text in options.settings)
        )
        if options.seed is not None:
            plant(simulation.world, json.loads(options.seed.read_text(encoding="utf-8")))
        listener = bound(options.host, options.port)
    except (NotLoopbackError, OSError, ValueError) as error:
        parser.error(str(error))
    with listener:
        _say(simulation, url_of(listener))
        with contextlib.suppress(KeyboardInterrupt):
            Server(simulation).run(sockets=[listener])
    return 0


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


if __name__ == "__main__":
    sys.exit(main())
