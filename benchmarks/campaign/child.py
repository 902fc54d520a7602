"""One verb of a stack in a process of its own, which the campaign may kill or interrupt."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from pulumi_trusthub.testing import DeploymentFailed, EmbeddedStack, PulumiStack

ENGINES: dict[str, type[EmbeddedStack | PulumiStack]] = {
    "embedded": EmbeddedStack,
    "pulumi": PulumiStack,
}
PASSPHRASE = "campaign"  # noqa: S105 - of a state that lives as long as a run


def main() -> int:
    """Do what the one argument, a JSON object, says."""
    told = json.loads(sys.argv[1])
    stack = ENGINES[told["engine"]](
        Path(told["program"]),
        project="campaign",
        config=told["config"],
        state=Path(told["state"]),
        passphrase=PASSPHRASE,
    )
    with stack:
        try:
            getattr(stack, told["verb"])()
        except DeploymentFailed as failure:
            print(failure.result.text)
            return 1
        except KeyboardInterrupt:
            print("interrupted")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
