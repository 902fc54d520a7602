"""The cheapest way through urllib3 that reads an answer, to measure the package's client by."""

from __future__ import annotations

import base64
import json
import platform
import threading
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlencode

import urllib3
from twilio import __version__ as twilio_version

from pulumi_trusthub._version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_T = TypeVar("_T")


class BareClient:
    """Sends the same bytes as the package's client, and does nothing else.

    Args:
        url: The origin.
        user: The user's name.
        token: Its password.
        threads: Threads that send at once.
    """

    def __init__(self, url: str, user: str, token: str, threads: int) -> None:
        self._pool = urllib3.connection_from_url(url, maxsize=threads)
        secret = base64.b64encode(f"{user}:{token}".encode()).decode()
        self._headers = {
            "Accept": "application/json",
            "Accept-Charset": "utf-8",
            "Accept-Encoding": "gzip, deflate",
            "Authorization": f"Basic {secret}",
            "User-Agent": f"twilio-python/{twilio_version} ({platform.system()} "
            f"{platform.machine()}) Python/{platform.python_version()} "
            f"pulumi-trusthub/{__version__}",
            "X-Twilio-Client": f"python-{twilio_version}",
        }
        self._of_forms = {**self._headers, "Content-Type": "application/x-www-form-urlencoded"}
        self._retries = urllib3.Retry(False)  # noqa: FBT003 - urllib3's way to turn it off
        self._timeout = urllib3.Timeout(connect=10, read=30)

    def post(self, path: str, fields: dict[str, str]) -> Any:
        """Send a form, and read the answer."""
        return self._send("POST", path, urlencode(fields), self._of_forms)

    def delete(self, path: str) -> Any:
        """Send a DELETE."""
        return self._send("DELETE", path, None, self._headers)

    def _send(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Any:
        answer = self._pool.urlopen(
            method,
            path,
            body,
            headers,
            retries=self._retries,
            redirect=False,
            timeout=self._timeout,
        )
        if answer.status >= 300:  # noqa: PLR2004 - HTTP's successes
            raise RuntimeError(f"{method} {path}: HTTP {answer.status}: {answer.data.decode()}")
        return json.loads(answer.data) if answer.data else None


def with_threads(items: Iterable[_T], work: Callable[[_T], None], threads: int) -> None:
    """Do the work for each item, with so many threads; the first error ends it."""
    left, lock = iter(items), threading.Lock()
    failed: list[Exception] = []
    over = object()

    def run() -> None:
        try:
            while not failed:
                with lock:
                    item = next(left, over)
                if item is over:
                    return
                work(item)  # type: ignore[arg-type]  # not the end, so one of the items
        except Exception as error:  # noqa: BLE001 - raised again in the main thread
            failed.append(error)

    workers = [threading.Thread(target=run) for _ in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    if failed:
        raise failed[0]
