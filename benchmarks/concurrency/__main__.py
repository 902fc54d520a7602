"""`python -m benchmarks.concurrency`: how many requests at once, as time goes by.

A simulator answers each request after a while and refuses (429) more than some at once; as many
threads as `trusthub:maxConcurrency` allows ask as fast as they can.
"""

from __future__ import annotations

import argparse
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from benchmarks.served import simulator
from pulumi_trusthub._core.api.client import TrustHubClient
from pulumi_trusthub._core.api.limiter import Limiter
from pulumi_trusthub._core.model.config import Credentials, Settings

MOMENTS = (0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 7.5, 10.0, 15.0, 20.0)
REFUSED = 429


def main() -> None:
    """Print the curve for each server."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.concurrency", description=__doc__)
    parser.add_argument("--allows", type=int, nargs="+", default=[8, 32, 100])
    parser.add_argument("--latency", type=float, default=0.25, help="seconds")
    parser.add_argument("--threads", type=int, default=128, help="trusthub:maxConcurrency")
    parser.add_argument("--seconds", type=float, default=20.0)
    options = parser.parse_args()
    print(f"{options.threads} threads; each answer is {options.latency:g} s away.\n")
    moments = [moment for moment in MOMENTS if moment <= options.seconds]
    cells = [*(f"{moment:g} s" for moment in moments), "answers/s", "of the best", "refused"]
    print("| server allows | " + " | ".join(cells) + " |")
    print("| --- " * (len(cells) + 1) + "|")
    for allows in options.allows:
        seen, answers, refused = _curve(allows, options.latency, options.threads, moments)
        best = allows / options.latency
        told = [*map(str, seen), f"{answers:.0f}", f"{answers / best:.0%}", f"{refused:.1%}"]
        print(f"| {allows} | " + " | ".join(told) + " |", flush=True)


def _curve(
    allows: int, latency: float, threads: int, moments: list[float]
) -> tuple[list[int], float, float]:
    """Give what the limiter allows at each moment, answers a second, and the part refused."""
    with simulator(latency_seconds=latency, max_concurrent_requests=allows) as control:
        account = control.accounts()[0]
        limiter = Limiter(threads)
        settings = Settings(
            Credentials(account.sid, account.sid, account.auth_token),
            control.url,
            max_concurrency=threads,
        )
        client = TrustHubClient(settings, limiter=limiter)
        path = f"CustomerProfiles/{account.customer_profiles[0]}"
        over = threading.Event()
        answers: list[None] = []

        def ask() -> None:
            while not over.is_set():
                client.get(path)
                answers.append(None)

        seen = []
        with ThreadPoolExecutor(threads) as pool:
            began = time.monotonic()
            working = [pool.submit(ask) for _ in range(threads)]
            try:
                for moment in moments:
                    time.sleep(max(0.0, began + moment - time.monotonic()))
                    seen.append(limiter.limit)
                per_second = len(answers) / (time.monotonic() - began)
            finally:
                over.set()  # else the pool would wait for ever
            for work in working:
                work.result()
        requests = control.requests()
    refused = sum(request.status == REFUSED for request in requests)
    return seen, per_second, refused / len(requests)


if __name__ == "__main__":
    main()
