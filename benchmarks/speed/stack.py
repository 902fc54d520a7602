"""`python -m benchmarks.speed.stack ENGINE VERB STATE`: one verb of a stack, as a command."""

from __future__ import annotations

import sys
from pathlib import Path

from pulumi_trusthub.testing import EmbeddedStack, PulumiStack

PROGRAM = Path(__file__).parent / "program"
SECONDS = 3600.0


def main() -> None:
    """Run the verb that was asked for on the state in a file or a folder."""
    engine, verb, state = sys.argv[1:]
    named = {"project": "speed", "state": Path(state), "passphrase": "benchmark"}
    if engine == "pulumi":
        with PulumiStack(PROGRAM, **named, seconds=SECONDS) as stack:  # type: ignore[arg-type]
            getattr(stack, verb)()
    else:
        getattr(EmbeddedStack(PROGRAM, **named), verb)()  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
