"""The client of a call, and where the call reports to.

The memory is the client's, and so the process's: an adapter's process lives as long as one command
of the engine.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from .client import TrustHubClient
    from .run_state import RunState


@dataclass(frozen=True)
class Run:
    """The client of a call, and where the call reports to.

    Attributes:
        client: The client of the configured account, with the call's deadline and cancellation.
        warn: Shows a warning to the user.
        progress: Shows the progress of long work, and of long waits for a read.
    """

    client: TrustHubClient
    warn: Callable[[str], None]
    progress: Callable[[str], None]

    def __post_init__(self) -> None:
        """Have the client tell of its waits, and of a log that cannot be written."""
        object.__setattr__(self, "client", self.client.telling(self.progress))
        problem = self.client.log_problem()
        if problem:
            self.warn(problem)

    @property
    def memory(self) -> RunState:
        """The objects that this run has created, adopted, assigned and deleted."""
        return self.client.memory
