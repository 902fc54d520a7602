"""Build Pulumi's engine with the machine's Go, as `make engine` does.

Two programs are Go modules, pinned in the `go.mod` beside this file, and the third is made of the
generators in them.  Go's ordinary client downloads and checks them; when nothing has changed, Go's
own cache makes this a matter of a second.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
VERSIONS = {
    "github.com/pulumi/pulumi/sdk/v3": "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version",
    "github.com/pulumi/pulumi-yaml": "github.com/pulumi/pulumi-yaml/pkg/version.Version",
}
"""Where a module's version is linked in: without it, the Automation API refuses the engine."""
_HOST = "pulumi-resource-pulumi-python"
_WITHOUT = "The tests go on without Pulumi's engine."


def main(folder: Path) -> int:
    """Build into a folder; say so where the machine's Go cannot."""
    module = (HERE / "go.mod").read_text(encoding="utf-8")
    [needed] = re.findall(r"^go ([\d.]+)$", module, re.MULTILINE)
    go = shutil.which("go")
    if go is None:
        print(f"There is no Go here: install Go {needed} or later. {_WITHOUT}")
        return 0
    environment = {**os.environ, "GOTOOLCHAIN": "local"}
    found = _output(go, environment, "env", "GOVERSION").removeprefix("go")
    if _numbers(found) < _numbers(needed):
        print(f"Go {found} is too old: install Go {needed} or later. {_WITHOUT}")
        return 0
    linked = " ".join(
        f"-X {variable}={_pinned(module, name)}" for name, variable in VERSIONS.items()
    )
    folder.mkdir(exist_ok=True)
    options = ["-buildvcs=false", "-ldflags", linked, "-o", f"{folder}{os.sep}"]
    shutil.copy(HERE / _HOST, folder)
    command = [go, "build", *options, "tool"]
    return subprocess.run(command, cwd=HERE, env=environment, check=False).returncode


def _output(go: str, environment: dict[str, str], *arguments: str) -> str:
    command = [go, *arguments]
    return subprocess.run(
        command, cwd=HERE, env=environment, stdout=subprocess.PIPE, text=True, check=True
    ).stdout.strip()


def _pinned(module: str, name: str) -> str:
    [version] = re.findall(rf"^\s+{re.escape(name)} (v[\d.]+)", module, re.MULTILINE)
    return str(version)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version)[:3])


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve()))
