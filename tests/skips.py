"""Why a test may be skipped: every reason there is, and where CI accepts it.

A run in which a test was skipped for another reason fails, so that nobody believes in a suite that
asks less than it did.  Under ``CI=true`` a run fails, too, for a reason that is wrong on that
machine: because it has what the test needs, or can have it by ``.ci/run``.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

NO_PULUMI = "Pulumi's engine: no pulumi on PATH (make engine)"
NO_YAML_HOST = "Pulumi's engine with its YAML host: not both on PATH (make engine)"
NO_LANGUAGE_HOST = "the Python language host: no pulumi-language-python on PATH"
NO_GENERATOR = "the generator of SDKs: no trusthub-codegen was built (make engine)"
NO_NODE = "Node.js: no node or no npm on PATH"
NO_NODE_HOST = "the Node.js language host: no pulumi-language-nodejs on PATH"
NO_NPM = "no registry answers npm, so nothing can be compiled"
NO_BROWSER = (
    "a real browser: no chromium or no chromedriver on PATH "
    "(Debian: apt-get install chromium chromium-driver)"
)
NO_PYRIGHT = "pyright cannot be run here"
NO_MKDOCS = "the site is built with the dependency group docs"
NO_SPECIFICATION = "TRUSTHUB_SPEC_DIR names no folder with the files"
NO_REGISTRY = "no registry answers uv, so no environment can be made"
NO_POSIX = "signals, terminals and process groups of POSIX"
NO_DEV_FULL = "this system has no /dev/full"
NO_TOML = "Python 3.11 reads TOML"

ROOT = Path(__file__).parent.parent
ENGINE = ROOT / ".engine"
"""Where `make engine` puts what it builds."""
GENERATOR = shutil.which("trusthub-codegen", path=str(ENGINE))
LINUX = sys.platform == "linux"


if shutil.which("pulumi") is None and (ENGINE / "pulumi").is_file():
    os.environ["PATH"] = os.pathsep.join([os.environ["PATH"], str(ENGINE)])


def there(*programs: str) -> bool:
    """Whether all of these are on PATH."""
    return all(shutil.which(program) for program in programs)


def may_install() -> bool:
    """Whether ``.ci/run`` may install Debian's packages here."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and there("apt-get")


ACCEPTED_IN_CI = {
    NO_PULUMI: not there("go"),  # with which `.ci/run` builds it
    NO_YAML_HOST: not there("go"),
    NO_LANGUAGE_HOST: True,  # nobody serves it as a Go module
    NO_GENERATOR: not there("go"),  # with which `make engine` builds it
    NO_NODE: False,  # GitHub's machines have Node.js
    NO_NODE_HOST: True,  # nobody serves it as a Go module
    NO_NPM: True,  # it was asked a moment before
    NO_BROWSER: not may_install(),
    NO_PYRIGHT: False,  # it brings its own Node
    NO_MKDOCS: False,
    NO_SPECIFICATION: not (ROOT.parent / "shared" / "spec").is_dir(),  # where `.ci/run` looks
    NO_REGISTRY: True,  # it was asked a moment before
    NO_POSIX: os.name == "nt",
    NO_DEV_FULL: not LINUX,
    NO_TOML: sys.version_info < (3, 11),
}
"""Each reason, and whether a run in CI accepts it on this machine.

A test may give details after its reason and a colon.
"""

needs_pulumi = pytest.mark.skipif(not there("pulumi"), reason=NO_PULUMI)
needs_language_host = pytest.mark.skipif(
    not there("pulumi", "pulumi-language-python"), reason=NO_LANGUAGE_HOST
)
needs_yaml_host = pytest.mark.skipif(
    not there("pulumi", "pulumi-language-yaml"), reason=NO_YAML_HOST
)
needs_generator = pytest.mark.skipif(GENERATOR is None, reason=NO_GENERATOR)
needs_node = pytest.mark.skipif(not there("node", "npm"), reason=NO_NODE)
needs_node_host = pytest.mark.skipif(
    not there("pulumi", "pulumi-language-nodejs", "node", "npm"), reason=NO_NODE_HOST
)
needs_posix = pytest.mark.skipif(os.name == "nt", reason=NO_POSIX)


def complaint(given: str) -> str | None:
    """Say what is wrong with the reason for which a test was skipped, if anything is."""
    for reason, accepted in ACCEPTED_IN_CI.items():
        if given == reason or given.startswith(f"{reason}: "):
            if accepted or os.environ.get("CI") != "true":
                return None
            return "in CI a machine like this one has what the test needs"
    return "tests/skips.py does not have this reason"


def complaints(config: pytest.Config) -> list[str]:
    """Give a sentence for every reason of this run with which something is wrong."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None:  # a worker of pytest-xdist, which sends its reports to the controller
        return []
    skipped = [report.longrepr[2] for report in reporter.stats.get("skipped", [])]
    given = sorted({reason.removeprefix("Skipped: ") for reason in skipped})
    return [f'Skipped for "{it}": {wrong}.' for it in given if (wrong := complaint(it))]


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Fail a run that would have passed."""
    passed = {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}
    if exitstatus in passed and complaints(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say why it failed."""
    found = complaints(config)
    if found:
        terminalreporter.section("failed, because no test may be skipped for", red=True)
    for sentence in found:
        terminalreporter.write_line(sentence)
