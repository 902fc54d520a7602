"""The model of an account whose requests share a limit."""

from __future__ import annotations

from functools import partial

import pytest

from benchmarks.concurrency.__main__ import a_second, at_once, bulk, limits_in_time
from benchmarks.concurrency.halfway import HalfwayPolicy
from benchmarks.concurrency.model import Account, ConcurrencyLimit, RateLimit, Run
from benchmarks.quote import result_of
from benchmarks.report import Report
from pulumi_trusthub._core.api.limiter import ConcurrencyPolicy

ACCOUNTS = [at_once(20), a_second(100)]


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: str(account.name))
@pytest.mark.parametrize("rule", [ConcurrencyPolicy, HalfwayPolicy])
def test_a_bulk_is_done_in_the_end(account: Account, rule: type[ConcurrencyPolicy]) -> None:
    """What was refused is sent again, so as many requests are served as there are."""
    outcome = Run(account, rule(32), threads=32, requests=500, seed=3).run()

    assert outcome.refused > 0
    assert 500 == outcome.sent - outcome.refused


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: str(account.name))
def test_others_are_the_same_with_and_without_a_bulk(account: Account) -> None:
    """So that what more of them are refused is the bulk's doing."""
    with_it = Run(account, ConcurrencyPolicy(32), threads=32, requests=500, seed=3).run()
    without = Run(account, ConcurrencyPolicy(32), threads=0, requests=0, seed=3)
    alone = without.run(with_it.seconds)

    assert with_it.others == alone.others > 100
    assert with_it.others_refused > alone.others_refused


def test_a_seed_gives_the_same_run_again() -> None:
    """Nothing else is random."""
    first, again, other = (
        Run(at_once(20), ConcurrencyPolicy(32), threads=32, requests=300, seed=seed).run()
        for seed in (3, 3, 4)
    )

    assert first == again != other


def test_no_more_is_served_at_once_than_the_account_allows() -> None:
    """Others and the bulk share the limit; who ends makes room."""
    limit = ConcurrencyLimit(2)

    assert [True, True, False] == [limit.admits(0.0) for _ in range(3)]
    limit.ends()
    assert [True, False] == [limit.admits(1.0) for _ in range(2)]


def test_no_more_is_served_in_a_second_than_the_account_allows() -> None:
    """A second's worth is there at the beginning; then it comes back evenly."""
    limit = RateLimit(4.0)

    assert 4 == sum(limit.admits(0.0) for _ in range(9))
    assert [False, True, False] == [limit.admits(moment) for moment in (0.1, 0.3, 0.4)]


def test_a_bulk_below_the_cap_takes_as_long_as_its_requests() -> None:
    """Where nothing is refused, 16 at once take their requests' time, after the doubling."""
    done = bulk(at_once(100, used=0.0), ConcurrencyPolicy, 16, numbers=800, seeds=1)

    assert 0.0 == done.refused
    assert 20.0 < done.seconds < 20.8


def test_the_committed_curve_is_what_the_policy_does(capsys: pytest.CaptureFixture[str]) -> None:
    """A policy that changes asks for new figures: python -m benchmarks.concurrency --save."""
    report = Report("concurrency", virtual=True)
    limits_in_time(report)

    assert result_of("concurrency")["tables"]["limits"] == report.result()["tables"]["limits"]
    assert "| 100 | 4 |" in capsys.readouterr().out


def test_the_halfway_rule_stays_below_what_was_refused() -> None:
    """The rule to compare with meets a constant limit ever more rarely."""
    account = Account("10", partial(ConcurrencyLimit, 10), others=0.0)
    now, before = (
        Run(account, rule(64), threads=64, requests=5000, seed=1).run()
        for rule in (ConcurrencyPolicy, HalfwayPolicy)
    )

    assert before.refused * 5 < now.refused
    assert before.seconds < now.seconds < 1.3 * before.seconds
