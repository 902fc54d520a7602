"""Some runs of the campaign: random faults and kills, then exactly one of everything.

``python -m benchmarks.campaign`` does hundreds, and on the real engine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks.campaign.run import Run

if TYPE_CHECKING:
    from pathlib import Path

    from pulumi_trusthub.simulator import Simulator

SEEDS = range(1, 25)


@pytest.mark.parametrize("seed", SEEDS)
def test_is_there_one_of_everything(seed: int, simulator: Simulator, tmp_path: Path) -> None:
    """After faults and kills in up and destroy, a clean one each leaves what it should."""
    report = Run(
        seed, control=simulator.control, account=simulator.account, folder=tmp_path, real=False
    ).report()

    assert [] == report.problems, "\n".join([*map(str, report.events), *report.text])
