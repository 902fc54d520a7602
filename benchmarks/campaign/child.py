"""One verb of an EmbeddedStack in a process of its own, which the campaign may kill."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from pulumi_trusthub.testing import DeploymentFailed, EmbeddedStack


def main() -> int:
    """Do what the one argument, a JSON object, says."""
    told = json.loads(sys.argv[1])
    stack = EmbeddedStack(
        Path(told["program"]),
        project="campaign",
        config=told["config"],
        state=Path(told["state"]),
        passphrase="campaign",  # noqa: S106 - of a state that lives as long as a run
    )
    try:
        getattr(stack, told["verb"])()
    except DeploymentFailed as failure:
        print(failure.result.text)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
