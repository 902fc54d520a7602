"""The same for many: what is told of it, and when it is given up."""

from __future__ import annotations

import itertools

from pulumi_trusthub._core.bulk.batch import MAX_UNANSWERED, PROGRESS, run_batch
from pulumi_trusthub._core.model.errors import (
    ApiError,
    AuthenticationError,
    NotSentError,
    first_few,
)

NAMES = [f"PN{index:032x}" for index in range(40)]


def silent(text: str) -> None:
    """Take no line: short work has none."""
    raise AssertionError(text)


def test_a_failed_item_stops_no_other() -> None:
    """One that fails does not stop the others."""
    done: set[str] = set()

    def work(name: str) -> None:
        if name == NAMES[3]:
            raise ValueError("refused")
        done.add(name)

    outcome = run_batch(NAMES, work, threads=4, on_progress=silent)

    assert {*NAMES} - {NAMES[3]} == done
    assert [NAMES[3]] == list(outcome.failed)
    assert ["1 of 40 numbers could not be done:", f"{NAMES[3]}: refused"] == outcome.reasons("done")


def test_an_empty_batch_tells_nothing() -> None:
    """No name, no thread, no line."""
    assert [] == run_batch([], lambda _: None, threads=4, on_progress=silent).reasons("done")


def test_equal_reasons_are_told_together() -> None:
    """A reason is told once, with its own request id, and the first few numbers it holds for."""

    def work(name: str) -> None:
        raise ApiError(
            "POST /v1/x",
            status=400,
            code=21617 if name in NAMES[:2] else 20001,
            message=f"{name} was not found",
            request_id=f"RQ{name}",
        )

    first, *groups = run_batch(NAMES, work, threads=1, on_progress=silent).reasons("assigned")

    assert "40 of 40 numbers could not be assigned:" == first
    assert 2 == len(groups)
    assert groups[0].startswith(
        f"{NAMES[2]}, {NAMES[3]}, {NAMES[4]} and 35 more: POST /v1/x failed"
    )
    assert f"request RQ{NAMES[2]}" in groups[0]
    assert groups[1].startswith(f"{NAMES[0]}, {NAMES[1]}: ")


def test_only_the_first_reasons_are_told() -> None:
    """Ten thousand different ones would hide the first."""

    def work(name: str) -> None:
        raise ValueError(f"reason {NAMES.index(name)} of many")

    told = run_batch(NAMES, work, threads=1, on_progress=silent).reasons("assigned")

    assert 7 == len(told)
    assert "… and 35 more reasons." == told[-1]


def test_a_server_that_does_not_answer_is_given_up() -> None:
    """After so many in a row without an answer the rest is not tried, and is told as such."""
    tried: list[str] = []

    def work(name: str) -> None:
        tried.append(name)
        raise NotSentError("no connection")

    outcome = run_batch(NAMES, work, threads=1, on_progress=silent)

    assert NAMES[:MAX_UNANSWERED] == tried == list(outcome.failed)
    assert NAMES[MAX_UNANSWERED:] == outcome.untried
    assert "not tried any more" in outcome.reasons("assigned")[-1]


def test_refused_credentials_end_the_batch_at_once() -> None:
    """What one request is refused for, all are."""

    def work(_: str) -> None:
        raise AuthenticationError("POST /v1/x", status=401)

    assert NAMES[1:] == run_batch(NAMES, work, threads=1, on_progress=silent).untried


def test_long_work_tells_its_progress() -> None:
    """A line every few seconds at the most, and with grouped digits."""
    clock = itertools.count(step=PROGRESS / 4)
    told: list[str] = []

    run_batch(NAMES, lambda _: None, threads=1, on_progress=told.append, clock=lambda: next(clock))

    assert 5 <= len(told) <= 10
    assert told[0].endswith(" of 40 numbers")


def test_a_long_list_names_three_and_counts_the_rest() -> None:
    """The first three, and how many more."""
    assert ["a", "a, b, c", "a, b, c and 1 more", "a, b, c and 1,997 more"] == [
        first_few(["a"]),
        first_few(["a", "b", "c"]),
        first_few(["a", "b", "c", "d"]),
        first_few(["a", "b", "c", *(["d"] * 1997)]),
    ]
