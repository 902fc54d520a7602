"""`python -m pulumi_trusthub.simulator`: a simulator in the foreground, until it is interrupted."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve, and say first where and for whom."""
    parser = argparse.ArgumentParser(
        prog="python -m pulumi_trusthub.simulator",
        description="A simulator of Twilio's Trust Hub, for tests without an account.",
    )
    parser.add_argument("--host", default="127.0.0.1", help="an address of this machine's loopback")
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
    try:
        from .server.serve import CannotServeError, serve  # noqa: PLC0415 - needs the extra
    except ModuleNotFoundError as missing:
        name = str(missing.name).partition(".")[0]
        if name.startswith("pulumi"):
            raise
        sys.stderr.write(
            f"The simulator needs {name}, which is not installed: "
            "pip install 'pulumi-trusthub[simulator]'\n"
        )
        return 2
    try:
        serve(host=options.host, port=options.port, seed=options.seed, settings=options.settings)
    except CannotServeError as error:
        parser.error(str(error))
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:  # before it serves, as afterwards
        sys.exit(0)
