"""The campaign's command."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from pulumi_trusthub.simulator import Simulator

from .run import ENGINES, Run


def main() -> int:
    """Do so many runs, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--first-seed", type=int, default=1)
    parser.add_argument("--engine", choices=tuple(ENGINES), default="embedded")
    parser.add_argument(
        "--verbose",
        action="store_true",
        help="what each run met, and what the commands of bad runs said",
    )
    options = parser.parse_args()
    if options.engine == "pulumi" and shutil.which("pulumi") is None:
        parser.error("there is no pulumi on PATH")
    begun = time.monotonic()
    reports = []
    with Simulator() as simulator:
        for seed in range(options.first_seed, options.first_seed + options.runs):
            with tempfile.TemporaryDirectory() as folder:
                run = Run(
                    seed,
                    control=simulator.control,
                    account=simulator.account,
                    folder=Path(folder),
                    engine=options.engine,
                )
                report = run.report()
            reports.append(report)
            for problem in report.problems:
                print(f"seed {seed}: {problem}", flush=True)
            if options.verbose:
                print(f"seed {seed} met {_listed(report.met)}", flush=True)
            if report.problems and options.verbose:
                print(*report.events, *report.text, sep="\n", flush=True)
    bad = [report.seed for report in reports if report.problems]
    met: Counter[str] = sum((report.met for report in reports), Counter())
    print(
        f"{len(reports)} runs on {options.engine} in {time.monotonic() - begun:.0f} s: "
        f"{_listed(met)}; {len(bad)} runs that did not end with exactly one of everything"
        + (f" (seeds {', '.join(map(str, bad))})" if bad else "")
    )
    return 1 if bad else 0


def _listed(met: Counter[str]) -> str:
    return ", ".join(f"{what} {count}" for what, count in met.most_common()) or "nothing"


if __name__ == "__main__":
    sys.exit(main())
