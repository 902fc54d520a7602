"""Make the files of a release whole, as `make release` does.

python tools/release.py pack DIST SDKS        the SDKs, beside wheel, sdist and plugin
python tools/release.py check DIST SITE [TAG] the same version everywhere, then checksums
python tools/release.py notes                 what the changelog says of the version

With a tag, nothing may be left that a version in the making still has: lines below *Unreleased*,
a repository without an address.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
VERSION_FILE = "pulumi_trusthub/_version.py"
ADDRESS_FILE = "pyproject.toml"
SCHEMA = "pulumi_trusthub/plugin/schema.json"
STATES = "tests/behaviours/states"
STATE_KINDS = ("", "-people", "-native", "-people-native")
SYSTEMS = ("darwin", "linux", "windows")
PLATFORMS = [f"{system}-{machine}" for system in SYSTEMS for machine in ("amd64", "arm64")]
SUMS = "SHA256SUMS"
OWNER = "OWNER"
"""What stands in the repository's address until there is one."""
_NAMED = re.compile(r"(?:trusthub(?: |==|-v)|/plugin@v)(\d+\.\d+\.\d+\w*)")
"""A version of this package on a page."""


class Release(NamedTuple):
    """The checkout, what was built from it, and the tag, which is empty for a rehearsal."""

    root: Path
    dist: Path
    site: Path
    tag: str = ""

    @property
    def version(self) -> str:
        """The version, from its one place."""
        [version] = re.findall(r'^__version__ = "(.*)"', self.text(VERSION_FILE), re.MULTILINE)
        return str(version)

    @property
    def address(self) -> str:
        """The address of the repository, from its one place."""
        [address] = re.findall(r'^Source = "(.*)"', self.text(ADDRESS_FILE), re.MULTILINE)
        return str(address)

    def text(self, name: str) -> str:
        """Read a file of the checkout."""
        return (self.root / name).read_text(encoding="utf-8")


def wrong(release: Release) -> list[str]:
    """Name every file that does not have the version, and what would be right."""
    checks = (_tag, _packages, _plugin, _schema, _sdks, _changelog, _pages, _states)
    return [sentence for check in checks for sentence in check(release)]


def _differs(file: str, found: str | None, version: str) -> Iterator[str]:
    if found is None:
        yield f"{file} is missing, or names no version: {version} would be right."
    elif found != version:
        yield f"{file} says {found}: {version}, as in {VERSION_FILE}, would be right."


def _tag(release: Release) -> Iterator[str]:
    if not release.tag:
        return
    if release.tag != f"v{release.version}":
        yield f"The tag is {release.tag}: v{release.version}, as in {VERSION_FILE}, would be right."
    if f"/{OWNER}/" in release.address:
        yield (
            f"{ADDRESS_FILE} has {release.address}: the address of the repository, below "
            "[project.urls], would be right."
        )


def _packages(release: Release) -> Iterator[str]:
    """Ask the wheels and sdists, the package's own and the Python SDK's."""
    for name in ("pulumi_trusthub", "pulumi_trusthub_native"):
        for suffix in ("-py3-none-any.whl", ".tar.gz"):
            right = release.dist / f"{name}-{release.version}{suffix}"
            for file in [*release.dist.glob(f"{name}-*{suffix}")] or [right]:
                told = f"{file.parent.name}/{file.name}"
                yield from _differs(told, _metadata(file), release.version)


def _metadata(package: Path) -> str | None:
    if not package.is_file():
        return None
    wanted = re.compile(r"[^/]+\.dist-info/METADATA|[^/]+/PKG-INFO")
    found = next((text for name, text in _files(package) if wanted.fullmatch(name)), "")
    version = re.search(r"^Version: (.*)$", found, re.MULTILINE)
    return version[1] if version else None


def _files(archive: Path) -> Iterator[tuple[str, str]]:
    """Read what is text in an archive."""
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            for name in wheel.namelist():
                yield name, wheel.read(name).decode("utf-8", "replace")
        return
    with tarfile.open(archive) as packed:
        for member in packed.getmembers():
            content = packed.extractfile(member)
            if content is not None:
                yield member.name, content.read().decode("utf-8", "replace")


def _plugin(release: Release) -> Iterator[str]:
    """Ask each tarball of the plugin for the wheel that it holds and requires."""
    wheel = f"pulumi_trusthub-{release.version}-py3-none-any.whl"
    for platform in PLATFORMS:
        name = f"pulumi-resource-trusthub-v{release.version}-{platform}.tar.gz"
        path = release.dist / name
        contents = dict(_files(path)) if path.is_file() else {}
        required = contents.get("requirements.txt", "")
        if not contents:
            yield f"{release.dist.name}/{name} is missing."
        elif wheel not in contents or not required.startswith(f"./{wheel} "):
            yield f"{release.dist.name}/{name} holds or requires another wheel than {wheel}."


def _schema(release: Release) -> Iterator[str]:
    """Ask the schema, which has no version in the checkout: the plugin adds it."""
    found = json.loads(release.text(SCHEMA)).get("version", release.version)
    yield from _differs(SCHEMA, found, release.version)
    for wheel in release.dist.glob("pulumi_trusthub-*.whl"):
        if dict(_files(wheel)).get(SCHEMA) != release.text(SCHEMA):
            yield f"{wheel.name} has another schema than {SCHEMA}: `make release` builds it anew."


def _sdks(release: Release) -> Iterator[str]:
    """Ask the SDK for Node.js for its version, and for that of the plugin it loads."""
    name = f"pulumi-trusthub-{release.version}.tgz"
    path = release.dist / name
    text = dict(_files(path)).get("package/package.json", "{}") if path.is_file() else "{}"
    package = json.loads(text)
    for found in (package.get("version"), package.get("pulumi", {}).get("version")):
        yield from _differs(f"{release.dist.name}/{name}", found, release.version)


def _changelog(release: Release) -> Iterator[str]:
    """Ask for the version's section, which a rehearsal may have below *Unreleased* still."""
    sections = changes(release)
    heading = f"## [{release.version}] - YYYY-MM-DD"
    if release.version not in sections and (release.tag or not sections.get("Unreleased")):
        yield f"CHANGELOG.md has no lines below {heading}, which would be right."
    if release.tag and sections.get("Unreleased"):
        yield f"CHANGELOG.md has lines below [Unreleased]: below {heading} would be right."


def changes(release: Release) -> dict[str, str]:
    """Read the changelog: each version that has a date, and what is not released, with lines."""
    found = re.split(r"^## \[(.+?)\](.*)$", release.text("CHANGELOG.md"), flags=re.MULTILINE)
    parts = zip(found[1::3], found[2::3], found[3::3], strict=True)
    return {
        version: text.strip()
        for version, date, text in parts
        if text.strip() and (version == "Unreleased" or re.fullmatch(r" - \d{4}-\d\d-\d\d", date))
    }


def _pages(release: Release) -> Iterator[str]:
    """Ask every page that names a version, and the site for the one it was made from."""
    for path in [release.root / "README.md", *sorted((release.root / "docs").rglob("*.md"))]:
        name = path.relative_to(release.root).as_posix()
        for found in dict.fromkeys(_NAMED.findall(path.read_text(encoding="utf-8"))):
            yield from _differs(name, found, release.version)
    index = release.site / "reference" / "index.html"
    text = index.read_text(encoding="utf-8") if index.is_file() else ""
    said = re.search(r"the code of version <code>(.*?)</code>", text)
    yield from _differs("The site's reference/index.html", said and said[1], release.version)


def _states(release: Release) -> Iterator[str]:
    """Ask for the states that every later version has to go on with."""
    for kind in STATE_KINDS:
        name = f"{STATES}/{release.version}{kind}.json"
        if not (release.root / name).is_file():
            yield f"{name} is missing: `make states` writes it."


def sums(dist: Path) -> str:
    """Write the checksums of all files, as ``sha256sum --check`` reads them."""
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n"
        for path in sorted(dist.iterdir())
        if path.name != SUMS
    ]
    return "".join(lines)


def pack(dist: Path, sdks: Path) -> None:
    """Compile the SDK for Node.js, build that for Python, and pack the sources of the others."""
    release = Release(ROOT, dist, ROOT)
    for folder in sorted(it for it in sdks.iterdir() if it.is_dir()):
        if folder.name == "nodejs":
            _pack_node(folder, dist)
        elif folder.name == "python":
            _run([sys.executable, "-m", "uv", "build", "--quiet", "--out-dir", str(dist)], folder)
        else:
            name = dist / f"pulumi-trusthub-{folder.name}-{release.version}"
            shutil.make_archive(str(name), "gztar", folder)
    (dist / ".gitignore").unlink(missing_ok=True)  # uv's


def _pack_node(folder: Path, dist: Path) -> None:
    """Pack what was compiled."""
    quiet = ("--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts")
    _run(["npm", "install", *quiet], folder)
    compiled = folder / "bin"
    _run(["node", "node_modules/typescript/bin/tsc", "--outDir", compiled.name], folder)
    for file in (folder / "package.json", folder / "README.md", ROOT / "LICENSE"):
        shutil.copy(file, compiled)
    _run(["npm", "pack", "--silent", "--pack-destination", str(dist)], compiled)


def _run(command: list[str], folder: Path) -> None:
    program = shutil.which(command[0])
    if program is None:
        raise SystemExit(f"There is no {command[0]} here, which packs {folder.name}.")
    subprocess.run([program, *command[1:]], cwd=folder, stdin=subprocess.DEVNULL, check=True)


def main(verb: str, *arguments: str) -> int:
    """Do what the command line says."""
    if verb == "pack":
        pack(*(Path(it).resolve() for it in arguments))
    elif verb == "check":
        dist, site, *tag = arguments
        release = Release(ROOT, Path(dist), Path(site), *tag)
        found = wrong(release)
        print("\n".join(found) or f"Everything is of version {release.version}.")
        (release.dist / SUMS).write_text(sums(release.dist), encoding="utf-8")
        return len(found) > 0
    else:
        release = Release(ROOT, ROOT, ROOT)
        print(changes(release)[release.version])
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
