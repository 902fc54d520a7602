"""Every Python that is here, with the lowest and the newest versions allowed.

``make test-versions`` runs them all, and with ``PYTHONS="3.10 3.13"`` those.  A wheel is built, and
installed with its dependencies from the registry, as a user would; the tests run against that.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import nox

nox.options.default_venv_backend = "uv"
nox.options.error_on_missing_interpreters = False

PROJECT = nox.project.load_toml("pyproject.toml")
PYTHONS = nox.project.python_versions(PROJECT)
HELPERS = PROJECT["tool"]["pytest"]["ini_options"]["pythonpath"][1:]  # the first is the checkout
[LOWEST_PULUMI] = re.findall(r'"pulumi>=([\d.]+),', Path("pyproject.toml").read_text("utf-8"))
RESOLUTION = {"lowest": "lowest-direct", "newest": "highest"}
# What an old version itself uses may warn of its age; with the newest ones a warning is an error.
WARNINGS = {"lowest": ["-W", "ignore::DeprecationWarning"], "newest": []}
TESTS = [
    "tests/core",
    "tests/resources",
    "tests/components",
    "tests/lookups",
    "tests/dynamic",
    "tests/laws",
    "tests/cli",
    "tests/test_exports.py",
    "tests/testing/embedded/test_planner.py",
    "tests/testing/embedded/test_replacements.py",
    "tests/behaviours/test_accounts.py",
    "tests/behaviours/test_life.py",
    "tests/behaviours/test_components.py",
]


@nox.session(python=PYTHONS)
@nox.parametrize("bound", ["lowest", "newest"], ids=["lowest", "newest"])
def versions(session: nox.Session, bound: str) -> None:
    """Install the wheel with all extras, then run what touches the dependencies."""
    folder = Path(session.create_tmp()).resolve()
    uv = [sys.executable, "-m", "uv"]
    session.run(*uv, "build", "--quiet", "--wheel", "--out-dir", str(folder), external=True)
    [wheel] = folder.glob("*.whl")
    # Without building anything: the lowest version is the lowest that this Python has a wheel of.
    session.install(
        *("--resolution", RESOLUTION[bound], "--no-build", "--requirements", "pyproject.toml"),
        *("--extra", "simulator", "--extra", "testing", "--extra", "cli"),
    )
    session.install("--no-deps", str(wheel))
    session.install("--group", "test")
    freeze = [*uv, "pip", "freeze", "--python", session.virtualenv.location]
    there = session.run(*freeze, silent=True, external=True)
    session.log(there)
    if (f"pulumi=={LOWEST_PULUMI}\n" in str(there)) != (bound == "lowest"):
        session.error(f"these are not the {bound} versions")
    # Not in the checkout's own package, but in the one that was installed.
    helpers = f"pythonpath={' '.join(HELPERS)}"
    of_the_wheel = ["-o", helpers, "-p", "no:cacheprovider", "-q", "--no-header"]
    session.run("pytest", *of_the_wheel, *WARNINGS[bound], *(session.posargs or TESTS))
