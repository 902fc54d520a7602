"""The public surface."""

from __future__ import annotations

import pkgutil

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
