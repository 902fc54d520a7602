"""Some runs of the campaign: faults, kills and Ctrl-C, then exactly one of everything.

``python -m benchmarks.campaign`` does hundreds.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from benchmarks.campaign.run import Run

if TYPE_CHECKING:
    from pathlib import Path

    from pulumi_trusthub.simulator import Simulator

needs_pulumi = pytest.mark.skipif(
    shutil.which("pulumi") is None, reason="Pulumi's engine: no pulumi on PATH (make engine)"
)
RUNS: list[tuple[str, int, dict[str, int]]] = [
    ("embedded", 4, {}),  # reads lag behind
    ("embedded", 5, {"ctrl-c twice": 1, "host": 1}),
    ("embedded", 23, {"program": 1, "host": 1}),
    ("embedded", 37, {"ctrl-c twice": 1, "ctrl-c": 1}),
    ("embedded", 58, {"ctrl-c": 1, "program": 1}),
    ("pulumi", 69, {"ctrl-c twice": 1, "ctrl-c": 1}),
    ("pulumi", 187, {"command": 1, "host": 1}),
    ("pulumi", 220, {"cancel": 1, "program": 1}),
]
"""Engine, seed, and what it does to a command in `up`, in `destroy` or in both."""


@pytest.mark.parametrize(
    ("engine", "seed", "blows"),
    [pytest.param(*run, marks=[needs_pulumi] * (run[0] == "pulumi")) for run in RUNS],
)
def test_everything_exists_once_after_faults_and_kills(
    engine: str, seed: int, blows: dict[str, int], simulator: Simulator, tmp_path: Path
) -> None:
    """After faults and kills in up and destroy, a clean one each leaves what it should."""
    report = Run(
        seed, control=simulator.control, account=simulator.account, folder=tmp_path, engine=engine
    ).report()

    assert [] == report.problems, "\n".join([*map(str, report.events), *report.text])
    assert blows == report.blows
