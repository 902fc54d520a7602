"""Is a cost that grows faster than the numbers seen?"""

from __future__ import annotations

from functools import partial

import pytest

from benchmarks.size.__main__ import MOST, SHORT, exponent, judged
from benchmarks.size.parts import parts
from benchmarks.speed.world import bare

SIZES = (1000, 10_000, 100_000)


@pytest.mark.parametrize(
    ("power", "most"), [(1.0, True), (1.5, False), (2.0, False)], ids=["linear", "1.5", "quadratic"]
)
def test_the_exponent_is_that_of_the_growth(power: float, most: bool) -> None:  # noqa: FBT001
    """What a step costs at any size does not hide it."""
    costs = [500.0 + (size / 100) ** power for size in SIZES]
    found = exponent(SIZES, costs, SHORT)

    assert found is not None
    assert abs(found - power) < 0.02
    assert most == (found <= MOST) == ("NOT" not in judged([found, None]))


def test_no_exponent_is_told_of_what_costs_little() -> None:
    """Nor of two sizes, which cannot tell a start from growth."""
    found = partial(exponent, short=SHORT)

    assert [None, None] == [found(SIZES, [1.0, 2.0, 90.0]), found(SIZES[:2], [1.0, 900.0])]
    assert "– (holds)" == judged([None])  # noqa: RUF001 - a dash


def test_what_the_engine_takes_is_told_without_a_verdict() -> None:
    """It is Pulumi's own; what the program and the host take is judged."""
    assert "1.00, 1.50 (holds)" == judged([1.0, 1.5], of_pulumi=1)
    assert "1.50, 1.00 (DOES NOT HOLD)" == judged([1.5, 1.0], of_pulumi=1)


def test_noise_at_small_sizes_is_no_growth() -> None:
    """A start that took longer for a small account than for a large one makes nothing quadratic."""
    found = exponent(SIZES, [800.0, 750.0, 1000.0], SHORT)

    assert found is not None
    assert 1.0 < found < MOST + 0.2


def test_each_step_of_a_set_has_the_requests_that_it_needs() -> None:
    """A list of each parent, a read of each assignment that is taken over, and the change."""
    found = parts(20)

    assert {
        "the account is seeded": 0,
        "check of a first up": 0,
        "create: all are there": 2 + 2 * 20,
        "check of a next up": 0,
        "diff without a change": 0,
        "read": 2,
        "check of one other": 0,
        "diff of one other": 0,
        "update of one other": 8,
    } == {name: part.requests for name, part in found.items()}
    assert all(part.client > 0 for part in found.values())


def test_the_bare_loop_sends_the_requests_of_a_bulk() -> None:
    """It puts each number on both and takes it off again, or ends with an error."""
    loop = bare(5, latency=0.0, threads=2)

    assert min(loop.up, loop.destroy, loop.processor, loop.served) > 0
