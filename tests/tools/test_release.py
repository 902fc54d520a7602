"""Does a release notice each file that is of another version, and is a rehearsal of one whole?"""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from loading import ROOT, tool
from skips import NO_NPM, NO_REGISTRY, needs_generator, needs_node, needs_posix

from pulumi_trusthub import __version__

if TYPE_CHECKING:
    from collections.abc import Callable

release = tool("release")
VERSION = "1.2.3"
WHEEL = f"pulumi_trusthub-{VERSION}-py3-none-any.whl"
NODE = f"pulumi-trusthub-{VERSION}.tgz"
TARBALL = f"pulumi-resource-trusthub-v{VERSION}-linux-arm64.tar.gz"
SECONDS = 700


def archive(path: Path, contents: dict[str, str]) -> None:
    """Write a wheel or a tarball."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".whl":
        with zipfile.ZipFile(path, "w") as wheel:
            for name, text in contents.items():
                wheel.writestr(name, text)
        return
    with tarfile.open(path, "w:gz") as packed:
        for name, text in contents.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(text.encode())
            packed.addfile(entry, io.BytesIO(text.encode()))


def write(path: Path, text: str) -> None:
    """Write a file of the checkout."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def package(root: Path, name: str, version: str = VERSION) -> None:
    """Write the wheel and the sdist of a package."""
    stem = f"{name}-{VERSION}"
    about = f"Name: {name}\nVersion: {version}\n"
    contents = {f"{stem}.dist-info/METADATA": about, release.SCHEMA: "{}"}
    archive(root / "dist" / f"{stem}-py3-none-any.whl", contents)
    archive(root / "dist" / f"{stem}.tar.gz", {f"{stem}/PKG-INFO": about})


def node(root: Path, version: str = VERSION, plugin: str = VERSION) -> None:
    """Write the package for Node.js."""
    about = json.dumps({"version": version, "pulumi": {"version": plugin}})
    archive(root / "dist" / NODE, {"package/package.json": about})


@pytest.fixture
def whole(tmp_path: Path) -> Any:
    """A checkout and what was built from it, all of one version."""
    write(tmp_path / release.VERSION_FILE, f'__version__ = "{VERSION}"\n')
    write(tmp_path / release.ADDRESS_FILE, 'Source = "https://example.com/somebody/repository"\n')
    write(tmp_path / release.SCHEMA, "{}")
    write(tmp_path / "CHANGELOG.md", f"## [Unreleased]\n\n## [{VERSION}] - 2030-01-02\n\n- It.\n")
    write(tmp_path / "README.md", "It is free.\n")
    write(tmp_path / "docs" / "page.md", f"pip install pulumi-trusthub=={VERSION}\n")
    for kind in release.STATE_KINDS:
        write(tmp_path / release.STATES / f"{VERSION}{kind}.json", "{}")
    index = f"<p>Made from the code of version <code>{VERSION}</code>.</p>"
    write(tmp_path / "site" / "reference" / "index.html", index)
    for name in ("pulumi_trusthub", "pulumi_trusthub_native"):
        package(tmp_path, name)
    node(tmp_path)
    for platform in release.PLATFORMS:
        name = f"pulumi-resource-trusthub-v{VERSION}-{platform}.tar.gz"
        archive(tmp_path / "dist" / name, {WHEEL: "", "requirements.txt": f"./{WHEEL} --hash=x"})
    return release.Release(tmp_path, tmp_path / "dist", tmp_path / "site", f"v{VERSION}")


def test_a_release_of_one_version_has_nothing_wrong(whole: Any) -> None:
    """Not with its tag, and not without."""
    assert [] == release.wrong(whole)
    assert [] == release.wrong(whole._replace(tag=""))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda it: package(it, "pulumi_trusthub", "1.2.2"), f"dist/{WHEEL} says 1.2.2: {VERSION}"),
        (
            lambda it: package(it, "pulumi_trusthub_native", "1.2.2"),
            f"dist/pulumi_trusthub_native-{VERSION}.tar.gz says 1.2.2: {VERSION}",
        ),
        (lambda it: (it / "dist" / WHEEL).unlink(), f"dist/{WHEEL} is missing"),
        (
            lambda it: archive(it / "dist" / "pulumi_trusthub-1.2.2-py3-none-any.whl", {}),
            "dist/pulumi_trusthub-1.2.2-py3-none-any.whl is missing, or names no version",
        ),
        (lambda it: (it / "dist" / TARBALL).unlink(), f"dist/{TARBALL} is missing"),
        (
            lambda it: archive(it / "dist" / TARBALL, {"other.whl": ""}),
            f"dist/{TARBALL} holds or requires another wheel than {WHEEL}",
        ),
        (lambda it: node(it, version="1.2.2"), f"dist/{NODE} says 1.2.2: {VERSION}"),
        (lambda it: node(it, plugin="1.2.2"), f"dist/{NODE} says 1.2.2: {VERSION}"),
        (
            lambda it: write(it / release.SCHEMA, '{"version": "1.2.2"}'),
            f"{release.SCHEMA} says 1.2.2: {VERSION}",
        ),
        (
            lambda it: write(it / release.SCHEMA, '{"name": "other"}'),
            f"{WHEEL} has another schema than {release.SCHEMA}",
        ),
        (
            lambda it: write(it / "CHANGELOG.md", f"## [{VERSION}]\n\n- Without a day.\n"),
            f"CHANGELOG.md has no lines below ## [{VERSION}] - YYYY-MM-DD",
        ),
        (
            lambda it: write(
                it / "CHANGELOG.md",
                f"## [Unreleased]\n\n- New.\n\n## [{VERSION}] - 2030-01-02\n\n- It.\n",
            ),
            f"CHANGELOG.md has lines below [Unreleased]: below ## [{VERSION}]",
        ),
        (
            lambda it: write(it / "docs" / "page.md", "package add repository/plugin@v1.2.2"),
            f"docs/page.md says 1.2.2: {VERSION}",
        ),
        (
            lambda it: write(it / "site" / "reference" / "index.html", ""),
            f"reference/index.html is missing, or names no version: {VERSION}",
        ),
        (
            lambda it: (it / release.STATES / f"{VERSION}-native.json").unlink(),
            f"{release.STATES}/{VERSION}-native.json is missing: `make states`",
        ),
        (
            lambda it: write(it / release.ADDRESS_FILE, 'Source = "https://example.com/OWNER/x"\n'),
            f"{release.ADDRESS_FILE} has https://example.com/OWNER/x: the address",
        ),
    ],
)
def test_a_file_of_another_version_is_named(
    change: Callable[[Path], None], said: str, whole: Any
) -> None:
    """With what it says, and what would be right."""
    change(whole.root)

    assert [] != [sentence for sentence in release.wrong(whole) if said in sentence]


def test_a_tag_of_another_version_is_named(whole: Any) -> None:
    """The version is that of the package, whatever the tag."""
    [sentence] = release.wrong(whole._replace(tag="v1.2.4"))

    assert f"The tag is v1.2.4: v{VERSION}" in sentence


def test_a_rehearsal_may_be_of_a_version_in_the_making(whole: Any) -> None:
    """Its lines may not have a date yet, and the repository no address."""
    write(whole.root / "CHANGELOG.md", "## [Unreleased]\n\n- New.\n")
    write(whole.root / release.ADDRESS_FILE, 'Source = "https://example.com/OWNER/x"\n')

    assert [] == release.wrong(whole._replace(tag=""))
    assert len(["address", "section", "unreleased"]) == len(release.wrong(whole))


def test_every_page_names_the_version_of_the_package() -> None:
    """Today, and not only on the day of a release."""
    here = release.Release(ROOT, ROOT / "dist", ROOT / "build" / "site")

    assert __version__ == here.version
    assert [] == [it for it in release.wrong(here) if it.startswith(("docs/", "README", "CHANGE"))]


@pytest.fixture(scope="module")
def rehearsed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `make release` builds, in a folder of its own, with the programs of here."""
    folder = tmp_path_factory.mktemp("release")
    asked = {
        NO_REGISTRY: [sys.executable, "-m", "uv", "pip", "compile", "--no-cache", "--no-deps", "-"],
        NO_NPM: ["npm", "view", "typescript", "version"],
    }
    for reason, command in asked.items():
        done = subprocess.run(
            command, input="tenacity", text=True, capture_output=True, timeout=SECONDS, check=False
        )
        if done.returncode:
            pytest.skip(reason)
    (folder / "ready").touch()
    given = {
        "PYTHON": "true",  # the engine was built already
        "READY": folder / "ready",
        "BIN": Path(sys.executable).parent,
        "DIST": folder / "dist",
        "SDKS": folder / "sdks",
        "SITE": folder / "site",
        "TAG": "",
    }
    done = subprocess.run(
        ["make", "release", *(f"{name}={value}" for name, value in given.items())],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert f"Everything is of version {__version__}." in done.stdout
    return folder


@needs_posix
@needs_generator
@needs_node
@pytest.mark.timeout(900)  # it downloads and compiles
def test_a_release_is_built_without_being_published(rehearsed: Path) -> None:
    """Both packages of Python, that of Node.js, the plugin for each platform, and checksums."""
    names = {it.name for it in (rehearsed / "dist").iterdir()}
    sums = (rehearsed / "dist" / release.SUMS).read_text(encoding="utf-8")
    wanted = {
        f"pulumi_trusthub-{__version__}-py3-none-any.whl",
        f"pulumi_trusthub-{__version__}.tar.gz",
        f"pulumi_trusthub_native-{__version__}-py3-none-any.whl",
        f"pulumi_trusthub_native-{__version__}.tar.gz",
        f"pulumi-trusthub-{__version__}.tgz",
        *(f"pulumi-resource-trusthub-v{__version__}-{it}.tar.gz" for it in release.PLATFORMS),
    }

    assert wanted | {release.SUMS} == names
    assert wanted == {line.split("  ")[1] for line in sums.splitlines()}
    check = [str(shutil.which("sha256sum")), "--check", "--quiet", release.SUMS]
    assert (
        b""
        == subprocess.run(
            check, cwd=rehearsed / "dist", capture_output=True, timeout=60, check=True
        ).stdout
    )
    assert (rehearsed / "site" / "index.html").is_file()
    with tarfile.open(rehearsed / "dist" / f"pulumi-trusthub-{__version__}.tgz") as packed:
        held = packed.getnames()
    assert {"package/index.js", "package/index.d.ts", "package/README.md"} <= set(held)
    assert [] == [it for it in held if "node_modules" in it]
