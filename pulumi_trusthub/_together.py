"""Several requests at once, outside of the engine, which has threads of its own."""

from __future__ import annotations

import queue
import threading
from collections import deque
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_T = TypeVar("_T")


def together(
    calls: Iterable[Callable[[], _T]], *, threads: int, done: Callable[[], None]
) -> list[_T]:
    """Make calls at the same time, and give their results in order.

    The threads are daemons: a Ctrl-C ends the program without waiting for what is under way.

    Args:
        calls: What to do.
        threads: How much of it at once, at the most.
        done: Called after each.

    Raises:
        Exception: The first that one of the calls raised; what had not begun then never does.
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
    while len(results) < count:
        outcome = finished.get()
        if isinstance(outcome, Exception):
            waiting.clear()
            raise outcome
        results[outcome[0]] = outcome[1]
        done()
    return [results[index] for index in range(count)]
