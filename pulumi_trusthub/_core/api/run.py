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
    """A client, and where to report to.

    Attributes:
        client: The client of the configured account.  Its deadline and cancellation hold for all
            that the verb does.
        warn: Shows a warning to the user.
        progress: Shows how far long work has come.
    """

    client: TrustHubClient
    warn: Callable[[str], None]
    progress: Callable[[str], None]

    @property
    def memory(self) -> RunState:
        """What this run has created, adopted, assigned and deleted."""
        return self.client.memory
