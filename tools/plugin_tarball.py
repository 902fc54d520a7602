"""Write the plugin's tarballs around the wheel of a folder, as `make plugin-tarball` does.

A tarball holds the folder `plugin/`, the wheel, and the requirements of both with versions and
hashes: so the plugin of a version is the same on every machine and every day.  Its contents are the
same for all systems, under the name that Pulumi looks for on each.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import subprocess
import sys
import tarfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
PLUGIN = ROOT / "plugin"
FILES = ("PulumiPlugin.yaml", "__main__.py")
SYSTEMS = ("darwin", "linux", "windows")
MACHINES = ("amd64", "arm64")
LOWEST_PYTHON = "3.10"


def main() -> None:
    """Write the tarballs into the folder that the command line names, which holds one wheel."""
    folder = Path(sys.argv[1])
    [wheel] = folder.glob("*.whl")
    packed = tarball(wheel, requirements(wheel))
    version = wheel.name.split("-")[1]
    for system in SYSTEMS:
        for machine in MACHINES:
            name = f"pulumi-resource-trusthub-v{version}-{system}-{machine}.tar.gz"
            (folder / name).write_bytes(packed)


def requirements(wheel: Path) -> str:
    """Name the wheel, which is in the same folder, and all that the package needs, with hashes."""
    options = ["--universal", "--python-version", LOWEST_PYTHON, "--generate-hashes"]
    options += ["--no-annotate", "--no-header", "--constraints", "constraints.txt"]
    pinned = subprocess.run(
        [sys.executable, "-m", "uv", "pip", "compile", "--quiet", *options, "pyproject.toml"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        check=True,
    ).stdout
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    return f"./{wheel.name} --hash=sha256:{digest}\n{pinned}"


def tarball(wheel: Path, pinned: str) -> bytes:
    """Pack the files; the same contents give the same bytes."""
    contents = {name: (PLUGIN / name).read_bytes() for name in FILES}
    contents |= {"requirements.txt": pinned.encode(), wheel.name: wheel.read_bytes()}
    packed = io.BytesIO()
    with (
        gzip.GzipFile(fileobj=packed, mode="wb", filename="", mtime=0) as compressed,
        tarfile.open(fileobj=compressed, mode="w") as archive,
    ):
        for name, content in contents.items():
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = len(content), 0o644
            archive.addfile(entry, io.BytesIO(content))
    return packed.getvalue()


if __name__ == "__main__":
    main()
