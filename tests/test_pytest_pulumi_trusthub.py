"""Do the fixtures serve a repository that knows nothing but the installed package?"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest
from skips import NO_TOML, needs_pulumi

from pulumi_trusthub.testing import EmbeddedStack, StackFactory

if TYPE_CHECKING:
    from pulumi_trusthub.simulator import Simulator

ROOT = Path(__file__).parents[1]
PLUGINS = ["-p", "pytest_pulumi_trusthub", "-p", "no:schemathesis"]
PYTEST = [sys.executable, "-W", "error", "-m", "pytest", "-q", *PLUGINS]
SECONDS = 120
PROGRAM = """
    import os
    import pulumi
    import pulumi_trusthub as trusthub

    config = pulumi.Config()
    product = trusthub.TrustProduct(
        "product",
        friendly_name=config.require("name"),
        email="compliance@example.com",
        policy_sid=trusthub.Policy.SHAKEN_STIR,
    )
    pulumi.export("sid", product.sid)
    pulumi.export("numbers", config.get_object("numbers"))
    pulumi.export("names", sorted(name for name in os.environ if name.startswith("TWILIO_")))
"""


class Repository:
    """A repository of somebody's, with a program in it and tests in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.write("infra/Pulumi.yaml", "name: their-project\nruntime: python\n")
        self.write("infra/__main__.py", PROGRAM)

    def write(self, name: str, text: str) -> None:
        """Write a file."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), encoding="utf-8")

    def run(self, *options: str, **environment: str) -> str:
        """Run pytest with all warnings as errors, in the repository, and give what it says."""
        finished = subprocess.run(
            [*PYTEST, *options],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=SECONDS,
            check=False,
        )
        return finished.stdout + finished.stderr


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A new one."""
    return Repository(tmp_path)


def program() -> None:
    """Declare nothing."""


def test_three_lines_test_a_program(repository: Repository) -> None:
    """The program of another folder is deployed; each test has a world of its own."""
    repository.write(
        "tests/test_theirs.py",
        """
        def test_a_stack_comes_up(trusthub_stack):
            result = trusthub_stack("../infra", config={"name": "A", "numbers": ["+1"]}).up()
            assert result.changes == {"create": 2}
            assert result.outputs["numbers"] == ["+1"]

        def test_a_second_test_has_a_new_world(trusthub_stack, trusthub_simulator):
            assert trusthub_simulator.control.counts()["trust_products"] == 0
            stack = trusthub_stack("../infra", config={"name": "A"})
            assert stack.project == "their-project"
            assert stack.up().outputs["sid"] == trusthub_simulator.account.trust_products[0]
            assert stack.preview().nothing_to_do
        """,
    )

    assert "2 passed" in repository.run()


@needs_pulumi
@pytest.mark.parametrize(
    ("engine", "expected"),
    [("pulumi", ["PulumiStack"]), ("both", ["EmbeddedStack", "PulumiStack"])],
)
def test_an_option_chooses_the_engine(
    engine: str, expected: list[str], repository: Repository
) -> None:
    """The same test of a program runs on Pulumi's own engine, or on either, without a change."""
    repository.write(
        "tests/test_theirs.py",
        """
        def test_a_stack_comes_up(trusthub_stack):
            stack = trusthub_stack("../infra", config={"name": "A", "numbers": ["+1"]})
            result = stack.up()
            print(f"on {type(stack).__name__}: {dict(result.changes)} {result.outputs['numbers']}")
            assert stack.preview().nothing_to_do
        """,
    )

    said = repository.run(f"--trusthub-engine={engine}", "-s")

    assert f"{len(expected)} passed" in said
    assert expected == sorted(re.findall(r"on (\w+): {'create': 2} \['\+1'\]", said))


def test_a_projects_fixture_chooses_the_engine(repository: Repository) -> None:
    """By a fixture of its own in the place of the option's."""
    repository.write(
        "tests/conftest.py",
        """
        import pytest

        @pytest.fixture
        def trusthub_engine():
            return "abacus"
        """,
    )
    repository.write("tests/test_theirs.py", "def test_a_stack_comes_up(trusthub_stack): pass")

    assert "The engine is 'abacus', and must be one of embedded, pulumi." in repository.run()


def test_the_environment_does_not_reach_the_program(repository: Repository) -> None:
    """Neither an account nor a stack in the environment reaches the program, nor is it changed."""
    repository.write(
        "tests/test_theirs.py",
        """
        import os

        def test_the_environment_stays_outside(trusthub_stack):
            before = dict(os.environ)
            result = trusthub_stack("../infra", config={"name": "A"}).up()
            assert result.outputs["names"] == []
            result = trusthub_stack(
                "../infra", config={"name": "B"}, environment={"TWILIO_OWN": "x"}
            ).up()
            assert result.outputs["names"] == ["TWILIO_OWN"]
            assert before == dict(os.environ)
            assert before["TWILIO_AUTH_TOKEN"] == "of-another-account"
        """,
    )

    said = repository.run(
        TWILIO_ACCOUNT_SID="AC" + "9" * 32,
        TWILIO_AUTH_TOKEN="of-another-account",
        TRUSTHUB_BASE_URL="http://127.0.0.1:9",
        PULUMI_CONFIG='{"their-project:name": "of another stack"}',
    )

    assert "1 passed" in said


def test_a_run_without_the_fixtures_loads_one_module(repository: Repository) -> None:
    """The one small module: nothing of Pulumi, of this package, or of a server."""
    repository.write(
        "tests/test_theirs.py",
        """
        import sys

        def test_the_run_imports_nothing_heavy():
            names = {name.partition(".")[0] for name in sys.modules}
            assert "pytest_pulumi_trusthub" in names
            heavy = {"pulumi", "pulumi_trusthub", "twilio", "grpc", "starlette", "uvicorn"}
            assert not names & heavy
        """,
    )

    assert "1 passed" in repository.run()


def test_coverage_measures_a_program_from_the_start(repository: Repository) -> None:
    """A program that runs in a test is covered like the rest of a repository."""
    repository.write(
        "tests/test_theirs.py",
        """
        def test_a_stack_comes_up(trusthub_stack):
            trusthub_stack("../infra", config={"name": "A"}).up()
        """,
    )
    repository.write(
        "conftest.py",
        """
        import coverage
        import pytest

        @pytest.hookimpl(hookwrapper=True)
        def pytest_sessionstart(session):
            session.measured = coverage.Coverage(data_file=None, include=["*/infra/*"])
            session.measured.start()
            yield

        def pytest_sessionfinish(session):
            session.measured.stop()
            data = session.measured.get_data()
            [file] = data.measured_files()
            print("last line:", file, max(data.lines(file)))
        """,
    )

    said = repository.run("-s")

    assert "1 passed" in said
    last = len(PROGRAM.splitlines())
    assert f"__main__.py {last}\n" in said


def test_the_fixtures_are_explained(repository: Repository) -> None:
    """They are listed with what they are for."""
    said = repository.run("--fixtures")

    assert "trusthub_simulator --" in said
    assert "reset before each test" in said
    assert "trusthub_stack --" in said
    assert "_trusthub_server" not in said


def test_a_missing_extra_is_named(repository: Repository) -> None:
    """Without the server's packages a test that asks for it says what to install."""
    repository.write("tests/conftest.py", "import sys\n\nsys.modules['starlette'] = None\n")
    repository.write("tests/test_theirs.py", "def test_a_stack_comes_up(trusthub_stack): ...\n")

    said = repository.run()

    assert "1 error" in said
    assert "install pulumi-trusthub[testing]" in said


def test_an_entry_point_names_the_plugin_to_pytest() -> None:
    """By an entry point with the module's own name, so that it is never loaded twice."""
    tomllib = pytest.importorskip("tomllib", reason=NO_TOML)
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

    name = "pytest_pulumi_trusthub"
    assert {name: name} == declared["project"]["entry-points"]["pytest11"]
    wheel = declared["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert f"{name}.py" in wheel["only-include"]


def test_the_fixture_runs_a_function_as_a_program(
    trusthub_stack: StackFactory, trusthub_simulator: Simulator
) -> None:
    """A function as a program, in this very process."""
    stack = trusthub_stack(program)

    assert isinstance(stack, EmbeddedStack)
    assert trusthub_simulator.url == stack.config["trusthub:baseUrl"]
    assert {"create": 1} == stack.up().changes
