"""Is what we would release whole, typed, the same every time, and of use on its own?"""

from __future__ import annotations

import configparser
import email
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from skips import needs_language_host

import pulumi_trusthub

if TYPE_CHECKING:
    from email.message import Message

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "pulumi_trusthub"
PLUGIN = "pytest_pulumi_trusthub.py"
DEMO = "examples/01-direct-customer"
"""What the command ``demo`` deploys, from a folder of its own in the wheel."""
TEMPLATES = "templates"
"""The projects that the command ``new`` makes, in another folder."""
SOURCES = (
    "pulumi_trusthub",
    PLUGIN,
    DEMO,
    TEMPLATES,
    "LICENSE",
    "README.md",
    "CHANGELOG.md",
    "hatch_build.py",
    "pyproject.toml",
)
NAME = f"pulumi_trusthub-{pulumi_trusthub.__version__}"
SECONDS = 120
EXAMPLE = '"../examples/01-direct-customer"'
MINIMAL = {"certifi", "pulumi", "pydantic", "tenacity", "twilio", "urllib3"}


def build(folder: Path, *, mode: int = 0o644, modified: int = 1_700_000_000) -> tuple[Path, Path]:
    """Build wheel and sdist of a fresh copy of the sources, whose files are as they may be."""
    tree = folder / "tree"
    tree.mkdir(parents=True)
    for name in SOURCES:
        if (ROOT / name).is_dir():
            ignore = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / name, tree / name, ignore=ignore)
        else:
            shutil.copy(ROOT / name, tree)
    for path in tree.rglob("*"):
        if path.is_file():
            path.chmod(mode)
        os.utime(path, (modified, modified))
    run(["-m", "hatchling", "build", "--directory", str(folder / "dist")], tree)
    [wheel] = (folder / "dist").glob("*.whl")
    [sdist] = (folder / "dist").glob("*.tar.gz")
    return wheel, sdist


def run(arguments: list[str], folder: Path, *, python: str = sys.executable) -> str:
    """Run Python in a folder, in an environment that knows nothing of the checkout."""
    finished = subprocess.run(
        [python, *arguments],
        cwd=folder,
        env={**environment(), "SOURCE_DATE_EPOCH": "1700000000"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        timeout=SECONDS,
        check=False,
    )
    assert finished.returncode == 0, finished.stdout
    return finished.stdout


def environment() -> dict[str, str]:
    """The variables of here without those that concern the package."""
    hidden = ("TWILIO_", "TRUSTHUB_", "PULUMI_", "PYTHON")
    return {name: value for name, value in os.environ.items() if not name.startswith(hidden)}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The wheel and the sdist."""
    return build(tmp_path_factory.mktemp("first"))


@pytest.fixture(scope="module")
def metadata(built: tuple[Path, Path]) -> Message:
    """What the wheel says of itself."""
    with zipfile.ZipFile(built[0]) as wheel:
        return email.message_from_bytes(wheel.read(f"{NAME}.dist-info/METADATA"))


def in_the_package() -> set[str]:
    """Every file of the package in the checkout, and pytest's plugin beside it."""
    return {PLUGIN} | files_of(PACKAGE)


def files_of(folder: Path) -> set[str]:
    """Every file of a folder of the checkout, from its root."""
    return {
        path.relative_to(ROOT).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_a_build_has_the_same_bytes_every_time(built: tuple[Path, Path], tmp_path: Path) -> None:
    """Another folder, another hour, other rights: the same wheel and the same sdist."""
    again = build(tmp_path, mode=0o600, modified=1_600_000_000)

    assert [path.name for path in built] == [path.name for path in again]
    assert [path.read_bytes() for path in built] == [path.read_bytes() for path in again]


def test_the_wheel_holds_the_package_and_nothing_else(built: tuple[Path, Path]) -> None:
    """All its files with ``py.typed``, the licence, and no tests."""
    with zipfile.ZipFile(built[0]) as wheel:
        names = set(wheel.namelist())

    about = {f"{NAME}.dist-info/{name}" for name in ("METADATA", "RECORD", "WHEEL")}
    about |= {f"{NAME}.dist-info/entry_points.txt", f"{NAME}.dist-info/licenses/LICENSE"}
    demo = {name.replace("examples/", "pulumi_trusthub/cli/") for name in files_of(ROOT / DEMO)}
    made = {f"pulumi_trusthub/cli/{name}" for name in files_of(ROOT / TEMPLATES)}
    assert in_the_package() | demo | made | about == names
    assert "pulumi_trusthub/py.typed" in names


def test_the_sdist_builds_the_wheel(built: tuple[Path, Path], tmp_path: Path) -> None:
    """It holds what that takes, and gives the same bytes."""
    wheel, sdist = built
    with tarfile.open(sdist) as archive:
        names = {name.removeprefix(f"{NAME}/") for name in archive.getnames()}
        if hasattr(tarfile, "data_filter"):  # from 3.10.12 on
            archive.extraction_filter = tarfile.data_filter
        archive.extractall(tmp_path)  # noqa: S202 - built a moment ago
    others = {"PKG-INFO", ".gitignore", *SOURCES} - {"pulumi_trusthub", DEMO, TEMPLATES}
    ours = in_the_package() | files_of(ROOT / DEMO) | files_of(ROOT / TEMPLATES)

    assert ours <= names
    assert names <= ours | others
    run(["-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "dist")], tmp_path / NAME)
    assert wheel.read_bytes() == (tmp_path / "dist" / wheel.name).read_bytes()


def test_the_package_tells_pulumi_that_there_is_no_plugin(built: tuple[Path, Path]) -> None:
    """Else it looks for the plugin of every distribution whose name begins with ``pulumi-``."""
    with zipfile.ZipFile(built[0]) as wheel:
        told = json.loads(wheel.read("pulumi_trusthub/pulumi-plugin.json"))

    assert {"resource": False} == told


def test_the_version_is_in_one_place(metadata: Message) -> None:
    """``_version.py`` says it, and whatever else wants it asks there."""
    version = pulumi_trusthub.__version__
    files = [*PACKAGE.rglob("*.py"), ROOT / "pyproject.toml"]
    literal = re.compile(rf'version.*"{re.escape(version)}"')

    assert version == metadata["Version"]
    assert ["_version.py"] == [
        path.name for path in files if literal.search(path.read_text(encoding="utf-8"))
    ]


def test_the_metadata_names_dependencies_extras_and_pythons(metadata: Message) -> None:
    """Few dependencies, each with the lowest version that will do; extras; licence; Pythons."""
    required = metadata.get_all("Requires-Dist") or []
    core = {re.split(r"[^\w-]", line)[0] for line in required if "extra ==" not in line}
    unbounded = [line for line in required if not re.search(r">=\S+", line) and "[" not in line]

    assert core == MINIMAL
    assert {"cli", "simulator", "testing"} == set(metadata.get_all("Provides-Extra") or [])
    assert [] == unbounded
    assert ("Apache-2.0", ">=3.10") == (metadata["License-Expression"], metadata["Requires-Python"])
    said = [line.rpartition(":: ")[2] for line in metadata.get_all("Classifier") or []]
    pythons = [it for it in said if re.fullmatch(r"3\.\d+", it)]
    assert [f"3.{minor}" for minor in range(10, 15)] == pythons


def test_the_readme_has_no_link_that_is_dead_on_pypi(metadata: Message) -> None:
    """Each leads to the web, or within the page: those to files lead to the tag's repository."""
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    [address] = re.findall(r'^Source = "(.*)"$', project, re.MULTILINE)
    said = str(metadata.get_payload())
    links = re.findall(r"\]\(([^)\s]+)\)", said)
    ours = [link for link in links if link.startswith(address)]
    head = f"{address}/blob/v{pulumi_trusthub.__version__}/"

    assert "text/markdown" == metadata["Description-Content-Type"]
    assert [] == [link for link in links if not link.startswith(("https://", "#"))]
    assert ours
    assert [] == [
        link for link in ours if not (ROOT / link.removeprefix(head).partition("#")[0]).exists()
    ]


def test_the_entry_points_lead_somewhere(built: tuple[Path, Path]) -> None:
    """Each names a module that the wheel holds."""
    with zipfile.ZipFile(built[0]) as wheel:
        names = wheel.namelist()
        points = configparser.ConfigParser()
        points.read_string(wheel.read(f"{NAME}.dist-info/entry_points.txt").decode())
    targets = [target.partition(":")[0] for part in points.values() for target in part.values()]

    assert "pulumi-trusthub" in points["console_scripts"]
    missing = []
    for target in targets:
        path = target.replace(".", "/")
        if not {f"{path}.py", f"{path}/__init__.py"} & set(names):
            missing.append(target)
    assert [] == missing


@pytest.fixture(scope="module")
def installed(built: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> str:
    """The Python of a new environment with the wheel in it; the dependencies are those of here."""
    environment = tmp_path_factory.mktemp("environment")
    run(["-m", "venv", "--without-pip", str(environment)], environment)
    python = str(environment / ("Scripts" if os.name == "nt" else "bin") / "python")
    ask = ["-c", "import site; print(site.getsitepackages()[-1])"]
    packages = Path(run(ask, environment, python=python).strip())
    with zipfile.ZipFile(built[0]) as wheel:
        wheel.extractall(packages)  # noqa: S202 - built a moment ago
    # Folders named in a .pth are searched after this one, and their own .pth files are not read: so
    # the checkout, which is installed here in that way, stays out of it.
    here = [path for path in sys.path if Path(path).name in {"site-packages", "dist-packages"}]
    (packages / "dependencies.pth").write_text("\n".join(here), encoding="utf-8")
    return python


def test_the_readmes_program_and_test_work_in_an_empty_folder(
    installed: str, tmp_path: Path
) -> None:
    """With the wheel alone the README's program is written and its test passes."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)
    [test] = [block for block in blocks if "def test_" in block and EXAMPLE in block]
    (tmp_path / "__main__.py").write_text(blocks[0], encoding="utf-8")
    (tmp_path / "test_onboarding.py").write_text(test.replace(EXAMPLE, '"."'), encoding="utf-8")

    ask = ["-c", "import pulumi_trusthub; print(pulumi_trusthub.__file__)"]
    where = run(ask, tmp_path, python=installed)
    tested = run(["-m", "pytest", "-q", "-p", "no:cacheprovider"], tmp_path, python=installed)

    assert Path(where).resolve().is_relative_to(Path(installed).parents[1].resolve())
    assert "1 passed" in tested


def test_a_new_project_passes_its_test(installed: str, tmp_path: Path) -> None:
    """With the wheel alone a project is made, and its own test is green."""
    run(["-m", "pulumi_trusthub", "new", "shaken-stir", "acme"], tmp_path, python=installed)
    folder = tmp_path / "acme"

    tested = run(["-m", "pytest", "-q", "-p", "no:cacheprovider"], folder, python=installed)

    assert "2 passed" in tested


@needs_language_host
@pytest.mark.parametrize("editable", [False, True], ids=["wheel", "checkout"])
def test_pulumi_installs_no_plugin(installed: str, tmp_path: Path, *, editable: bool) -> None:
    """``pulumi install`` is content with the wheel, and with the checkout's own environment."""
    folder = Path(sys.prefix) if editable else Path(installed).parents[1]
    program = tmp_path / "program"
    program.mkdir()
    runtime = {"name": "python", "options": {"toolchain": "pip", "virtualenv": str(folder)}}
    about = json.dumps({"name": "installed", "runtime": runtime})
    (program / "Pulumi.yaml").write_text(about, encoding="utf-8")
    (program / "__main__.py").touch()
    (tmp_path / "state").mkdir()
    variables = {
        "PULUMI_BACKEND_URL": (tmp_path / "state").as_uri(),
        "PULUMI_CONFIG_PASSPHRASE": "passphrase-of-the-test",
        "PULUMI_HOME": str(tmp_path / "home"),
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "HTTPS_PROXY": "http://127.0.0.1:9",  # so that what it would ask for stays on this machine
    }
    output = tmp_path / "output"
    with output.open("w") as file:  # no pipe: the language host may outlive a pulumi that is ended
        finished = subprocess.run(
            ["pulumi", "install", "--no-dependencies", "--non-interactive"],
            cwd=program,
            env={**environment(), **variables},
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            timeout=SECONDS,
            check=False,
        )

    assert 0 == finished.returncode, output.read_text(encoding="utf-8")
    assert [] == list((tmp_path / "home").rglob("resource-*"))
