"""Doing the same work for many numbers, several at a time, and reporting each outcome.

The transport decides how many requests are really under way; a batch has only as many threads as
the limiter may ever admit.
"""

from __future__ import annotations

import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pulumi_trusthub._core.model import errors
from pulumi_trusthub._core.model.codes import CONFLICTING_UPDATE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PROGRESS = 5.0
"""Seconds between two lines of progress; shorter work has no such line."""

MAX_UNANSWERED = 10
"""Unanswered requests in a row after which the remaining names are not tried."""

REASONS = 5
"""Different reasons that an error lists."""

_ENDS_ALL = (errors.AuthenticationError, errors.StoppedError, errors.WrongAccountError)
"""Errors that every other request would meet as well."""

_CHANGING = re.compile(r"\b(PN|RA)[0-9a-fA-F]{32}\b|, request \w+")


@dataclass
class BatchResult:
    """The outcome of a batch.

    Attributes:
        total: How many names there were.
        failed: The reason of each failure, by name.
        untried: Names that were not begun: Twilio no longer answered, or refused the credentials.
    """

    total: int
    failed: dict[str, Exception] = field(default_factory=dict)
    untried: list[str] = field(default_factory=list)

    def reasons(self, done: str) -> list[str]:
        """Say how many names failed and why, grouped by reason."""
        missing = len(self.failed) + len(self.untried)
        if not missing:
            return []
        lines = [f"{missing:,} of {self.total:,} numbers could not be {done}:"]
        groups: dict[str, list[str]] = {}
        for name, error in self.failed.items():
            alike = _CHANGING.sub("…", str(error).replace(name, "…"))
            groups.setdefault(alike, []).append(name)
        most = sorted(groups.values(), key=len, reverse=True)[:REASONS]
        lines += [f"{errors.first_few(names)}: {self.failed[names[0]]}" for names in most]
        if len(groups) > REASONS:
            lines.append(f"… and {len(groups) - REASONS} more reasons.")
        if self.untried:
            lines.append(f"{errors.first_few(self.untried)}: not tried any more.")
        return lines


def run_batch(
    names: Sequence[str],
    work: Callable[[str], None],
    *,
    threads: int,
    on_progress: Callable[[str], None],
    clock: Callable[[], float] = time.monotonic,
) -> BatchResult:
    """Do the same work for each of many names; a failure does not stop the others.

    Should Twilio take only one change of a bundle at a time (code 20162, which the transport has
    already repeated), the remaining names are done one by one.  So the work must be repeatable.
    """
    outcome = BatchResult(len(names))
    if not names:
        return outcome
    batch, reported = _Batch(work, outcome, alone=threads == 1), clock()
    with ThreadPoolExecutor(min(threads, len(names))) as pool:
        futures = [pool.submit(batch.one, name) for name in names]
        for done, _ in enumerate(as_completed(futures), 1):
            if clock() - reported >= PROGRESS and not batch.in_turn:
                reported = clock()
                on_progress(f"{done:,} of {len(names):,} numbers")
    if batch.in_turn:
        rest = run_batch(batch.in_turn, work, threads=1, on_progress=on_progress, clock=clock)
        outcome.failed |= rest.failed
        outcome.untried += rest.untried
    outcome.failed = {name: outcome.failed[name] for name in names if name in outcome.failed}
    return outcome


class _Batch:
    """Threads that do the same work for many names.

    Attributes:
        in_turn: Names that are still to be done, or done again, one by one.
    """

    def __init__(self, work: Callable[[str], None], outcome: BatchResult, *, alone: bool) -> None:
        self._work, self._outcome, self._alone = work, outcome, alone
        self._lock = threading.Lock()
        self._unanswered = 0
        self._stopped = False
        self.in_turn: list[str] = []

    def one(self, name: str) -> None:
        """Do the work for a name, unless the batch has ended."""
        with self._lock:
            if self._stopped or self.in_turn:
                (self._outcome.untried if self._stopped else self.in_turn).append(name)
                return
        try:
            self._work(name)
        except Exception as error:  # noqa: BLE001 - any error: what was done must be reported
            with self._lock:
                self._failed(name, error)
        else:
            self._unanswered = 0

    def _failed(self, name: str, error: Exception) -> None:
        if getattr(error, "code", None) == CONFLICTING_UPDATE and not self._alone:
            self.in_turn.append(name)
            return
        self._outcome.failed[name] = error
        self._unanswered = self._unanswered + 1 if isinstance(error, errors.UNANSWERED) else 0
        self._stopped |= self._unanswered >= MAX_UNANSWERED or isinstance(error, _ENDS_ALL)
