"""`python -m benchmarks.speed.embedded VERB STATE`: one verb of EmbeddedStack, as a command."""

from __future__ import annotations

import sys
from pathlib import Path

from pulumi_trusthub.testing import EmbeddedStack

PROGRAM = Path(__file__).parent / "program"


def main() -> None:
    """Run the verb that was asked for on the state in a file."""
    verb, state = sys.argv[1:]
    stack = EmbeddedStack(PROGRAM, project="speed", state=Path(state), passphrase="benchmark")  # noqa: S106
    getattr(stack, verb)()


if __name__ == "__main__":
    main()
