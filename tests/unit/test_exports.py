"""The public surface."""

from __future__ import annotations

import pkgutil
import subprocess
import sys

import pulumi_trusthub


def test_all_is_sorted_and_complete() -> None:
    """Nothing leaks, and nothing is missing."""
    submodules = {module.name for module in pkgutil.iter_modules(pulumi_trusthub.__path__)}
    public = {
        name
        for name in vars(pulumi_trusthub)
        if name[0] not in "_@" and name not in submodules  # pytest rewrites a plugin: @py_…
    }

    assert sorted(pulumi_trusthub.__all__) == pulumi_trusthub.__all__
    assert public | {"__version__"} == set(pulumi_trusthub.__all__)


def test_everything_public_says_what_it_is() -> None:
    """Each name has a docstring."""
    silent = [
        name
        for name in pulumi_trusthub.__all__
        if name != "__version__" and not getattr(pulumi_trusthub, name).__doc__
    ]

    assert [] == silent


def test_twilio_is_imported_only_when_the_network_is_needed() -> None:
    """It takes a quarter of a second, and a host loads the package before its first answer."""
    script = "import sys, pulumi_trusthub; print(*{'twilio', 'requests'} & sys.modules.keys())"

    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True
    )

    assert "" == done.stdout.strip()
