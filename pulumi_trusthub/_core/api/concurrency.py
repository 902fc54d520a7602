"""Several requests at once, outside of the engine, which has its own threads."""

from __future__ import annotations

import queue
import threading
import time
from collections import deque
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import TypeAlias

    Events: TypeAlias = queue.SimpleQueue[Callable[[], object] | Exception | None]

_T = TypeVar("_T")


class ProgressPool:
    """Several rounds of calls at the same time, with one count of their progress.

    Args:
        threads: Calls under way at once, at the most.
        on_progress: Called after each call with how many calls are done, and how many there are.
    """

    def __init__(self, threads: int, on_progress: Callable[[int, int], None]) -> None:
        self._threads = threads
        self._on_progress = on_progress
        self._done = self._known = self._ahead = 0

    def at_once(self, calls: Sequence[Callable[[], _T]], *, ahead: int = 0) -> list[_T]:
        """Make the calls of one round, and give their results in order.

        Calls of later rounds that are known already are ``ahead``, so that the count is full only
        at the end.

        Raises:
            Exception: The first error that a call raised.
        """
        self._known += len(calls)
        self._ahead = ahead
        self._tell()
        return run_all(calls, threads=self._threads, done=self._one_more)

    def _one_more(self) -> None:
        self._done += 1
        self._tell()

    def _tell(self) -> None:
        self._on_progress(self._done, self._known + self._ahead)


def run_all(
    calls: Iterable[Callable[[], _T]], *, threads: int, done: Callable[[], None]
) -> list[_T]:
    """Make calls at the same time, and give their results in order.

    The threads are daemons: a Ctrl-C ends the program without waiting for calls under way.

    Raises:
        Exception: The first error that a call raised, or a Ctrl-C; calls that had not begun by
            then are not made.
    """
    waiting = deque(enumerate(calls))
    finished: queue.SimpleQueue[tuple[int, _T] | Exception] = queue.SimpleQueue()

    def work() -> None:
        while True:
            try:
                index, call = waiting.popleft()
            except IndexError:
                return
            try:
                finished.put((index, call()))
            except Exception as error:  # noqa: BLE001 - raised again in the caller's thread
                finished.put(error)

    results: dict[int, _T] = {}
    count = len(waiting)
    for _ in range(min(threads, count)):
        threading.Thread(target=work, name="trusthub-together", daemon=True).start()
    try:
        while len(results) < count:
            outcome = finished.get()
            if isinstance(outcome, Exception):
                raise outcome
            results[outcome[0]] = outcome[1]
            done()
    finally:
        waiting.clear()
    return [results[index] for index in range(count)]


def within(seconds: float, call: Callable[[], _T], events: Events | None = None) -> _T:
    """Make a call, and give the call up when time is over.

    A time-out of each request would bound neither its attempts nor a server that sends a byte from
    time to time.  The thread of a call that was given up is a daemon, and ends with the program.
    A function that the call puts into ``events`` is called by the caller's thread: a daemon that
    writes to a stream while the program ends makes the interpreter abort.

    Raises:
        TimeoutError: The call did not end in time.
    """
    events = queue.SimpleQueue() if events is None else events
    results: list[_T] = []

    def work() -> None:
        try:
            results.append(call())
            events.put(None)
        except Exception as error:  # noqa: BLE001 - raised again in the caller's thread
            events.put(error)

    threading.Thread(target=work, name="trusthub-within", daemon=True).start()
    until = time.monotonic() + seconds
    while True:
        left = min(max(until - time.monotonic(), 0.0), threading.TIMEOUT_MAX)
        try:
            event = events.get(timeout=left)
        except queue.Empty:
            raise TimeoutError from None
        if event is None:
            return results[0]
        if isinstance(event, Exception):
            raise event
        event()
