"""Is the plugin of a release whole, pinned, and of use with nothing but what its tarball names?"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import grpc
import pytest
from google.protobuf import json_format
from loading import ROOT
from policy_sids import SHAKEN_STIR
from pulumi.runtime.proto import provider_pb2, provider_pb2_grpc
from skips import NO_REGISTRY, needs_posix

from pulumi_trusthub import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pulumi_trusthub.simulator import Simulator

# One environment for all of them; it is downloaded.
pytestmark = [pytest.mark.xdist_group("plugin_tarball"), pytest.mark.timeout(480)]

SECONDS = 200
UV = (sys.executable, "-m", "uv")
WHEEL = f"pulumi_trusthub-{__version__}-py3-none-any.whl"
TARBALLS = {
    f"pulumi-resource-trusthub-v{__version__}-{system}-{machine}.tar.gz"
    for system in ("darwin", "linux", "windows")
    for machine in ("amd64", "arm64")
}
NOBODY = "127.0.0.1:1"
"""The address of an engine that the plugin has nothing to tell."""
PRODUCT = {"friendlyName": "Example", "email": "a@example.com", "policySid": SHAKEN_STIR}
PROGRAMS = "Scripts" if os.name == "nt" else "bin"


def run(*command: str, folder: Path = ROOT) -> str:
    """Run a command that must succeed."""
    finished = subprocess.run(
        command,
        cwd=folder,
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


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A folder that goes with the test: an environment is too large to be kept."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=os.name == "nt") as name:
        yield Path(name).resolve()


@pytest.fixture(scope="module")
def tarballs(folder: Path) -> list[Path]:
    """What `make plugin-tarball` writes beside the wheel."""
    run(*UV, "--version")
    asked = [*UV, "pip", "compile", "--quiet", "--no-cache", "--no-deps", "-"]
    answered = subprocess.run(
        asked, input="tenacity", capture_output=True, text=True, timeout=SECONDS, check=False
    )
    if answered.returncode:
        pytest.skip(NO_REGISTRY)
    dist = folder / "dist"
    run(sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(dist))
    run(sys.executable, str(ROOT / "tools" / "plugin_tarball.py"), str(dist))
    return sorted(dist.glob("*.tar.gz"))


@pytest.fixture(scope="module")
def unpacked(tarballs: list[Path], folder: Path) -> Path:
    """The folder that `pulumi plugin install` makes of a tarball."""
    unpacked = folder / "resource-trusthub"
    with tarfile.open(tarballs[0]) as archive:
        if hasattr(tarfile, "data_filter"):  # from 3.10.12 on
            archive.extraction_filter = tarfile.data_filter
        archive.extractall(unpacked)  # noqa: S202 - packed a moment ago
    return unpacked


@pytest.fixture(scope="module")
def environment(unpacked: Path) -> Path:
    """The programs of an environment with what the tarball requires, and nothing else."""
    venv = unpacked / "venv"
    run(*UV, "venv", "--quiet", "--python", sys.executable, str(venv))
    install = ("pip", "install", "--quiet", "--python", str(venv), "--require-hashes")
    run(*UV, *install, "--requirements", "requirements.txt", folder=unpacked)
    return venv / PROGRAMS


@contextmanager
def started(*command: str | Path, folder: Path) -> Iterator[tuple[subprocess.Popen[str], Any]]:
    """Start the plugin as Pulumi's host for Python does; give its process and its verbs."""
    hidden = ("TWILIO_", "TRUSTHUB_", "PULUMI_", "PYTHON")
    variables = {name: value for name, value in os.environ.items() if not name.startswith(hidden)}
    with subprocess.Popen(
        [*command, NOBODY],
        cwd=folder,
        env=variables,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            port = int(process.stdout.readline())
            with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
                yield process, provider_pb2_grpc.ResourceProviderStub(channel)
        finally:
            process.kill()


@pytest.fixture(scope="module")
def running(environment: Path, unpacked: Path) -> Iterator[tuple[subprocess.Popen[str], Any]]:
    """The plugin of the tarball, started by the path of its folder."""
    with started(environment / "python", unpacked, folder=unpacked) as it:
        yield it


@pytest.fixture(scope="module")
def verbs(running: tuple[subprocess.Popen[str], Any]) -> Any:
    """Its verbs."""
    return running[1]


def create(verbs: Any, simulator: Simulator, *, preview: bool) -> tuple[str, dict[str, Any]]:
    """Configure the plugin, and create a product; give its id and its properties."""
    configure = provider_pb2.ConfigureRequest()
    configure.args.update(
        {
            "accountSid": simulator.account_sid,
            "authToken": simulator.auth_token,
            "baseUrl": simulator.url,
        }
    )
    verbs.Configure(configure, timeout=60)
    urn = "urn:pulumi:test::project::trusthub:index:TrustProduct::it"
    request = provider_pb2.CreateRequest(urn=urn, preview=preview)
    request.properties.update(PRODUCT)
    created = verbs.Create(request, timeout=60)
    return created.id, json_format.MessageToDict(created.properties)


def test_every_system_has_its_tarball_with_the_same_contents(tarballs: list[Path]) -> None:
    """Under the names that Pulumi asks a release for."""
    assert TARBALLS == {path.name for path in tarballs}
    assert 1 == len({path.read_bytes() for path in tarballs})


def test_a_tarball_has_the_same_bytes_every_time(tarballs: list[Path]) -> None:
    """As long as the registry has the same files of the versions in ``constraints.txt``."""
    before = tarballs[0].read_bytes()

    run(sys.executable, str(ROOT / "tools" / "plugin_tarball.py"), str(tarballs[0].parent))

    assert before == tarballs[0].read_bytes()


def test_a_tarball_holds_the_plugin_and_its_wheel(tarballs: list[Path]) -> None:
    """Four files, side by side."""
    with tarfile.open(tarballs[0]) as archive:
        names = archive.getnames()

    assert ["PulumiPlugin.yaml", "__main__.py", "requirements.txt", WHEEL] == names


def test_every_requirement_is_pinned_and_hashed(unpacked: Path) -> None:
    """The wheel by its path, the others to the versions that are tested; no registry is named."""
    text = (unpacked / "requirements.txt").read_text(encoding="utf-8")
    wheel, *others = text.replace("\\\n", "").splitlines()
    versions = {found[1] for line in others if (found := re.match(r"([\w.-]+==[\w.]+)", line))}
    tested = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()

    assert wheel.startswith(f"./{WHEEL} --hash=sha256:")
    assert [] == [line for line in others if not re.match(r"[\w.-]+==.* --hash=sha256:\w", line)]
    assert set() == versions - {line.partition(" ")[0] for line in tested}
    assert "twilio" in {version.partition("==")[0] for version in versions}
    assert [] == re.findall(r"://|--(?:extra-)?index|--find-links", text)


def test_the_plugin_of_a_tarball_gives_its_schema(verbs: Any) -> None:
    """The one that is checked in, with the version of the wheel."""
    path = ROOT / "pulumi_trusthub" / "plugin" / "schema.json"
    checked_in = json.loads(path.read_text(encoding="utf-8"))

    schema = json.loads(verbs.GetSchema(provider_pb2.GetSchemaRequest(), timeout=60).schema)

    assert checked_in["resources"] == schema["resources"]
    assert __version__ == schema["version"]


def test_the_plugin_of_a_tarball_previews(verbs: Any, simulator: Simulator) -> None:
    """What is known is known, and Twilio is not asked."""
    made, properties = create(verbs, simulator, preview=True)

    assert "" == made
    assert PRODUCT.items() <= properties.items()
    assert [] == simulator.control.requests()


def test_the_plugin_of_a_tarball_creates(verbs: Any, simulator: Simulator) -> None:
    """With the pinned versions of Twilio's library and of the HTTP client."""
    made, properties = create(verbs, simulator, preview=False)

    assert properties["sid"] in made
    assert "draft" == properties["status"]


@needs_posix
def test_the_plugin_of_a_tarball_ends_when_it_is_told_to(environment: Path, unpacked: Path) -> None:
    """At once, and as a success."""
    with started(environment / "python", unpacked, folder=unpacked) as (process, _):
        process.terminate()

        assert 0 == process.wait(10)


def test_the_console_script_starts_the_plugin(environment: Path, tmp_path: Path) -> None:
    """In whatever folder."""
    with started(environment / "pulumi-resource-trusthub", folder=tmp_path) as (_, verbs):
        told = verbs.GetSchema(provider_pb2.GetSchemaRequest(), timeout=60).schema

    assert "trusthub" == json.loads(told)["name"]


def test_the_folder_of_the_checkout_installs_the_checkout() -> None:
    """For ``pulumi package add``, which makes the environment in the folder."""
    plugin = ROOT / "plugin"
    lines = (plugin / "requirements.txt").read_text(encoding="utf-8").splitlines()
    [required] = [line for line in lines if not line.startswith("#")]

    assert (plugin / required).resolve() == ROOT
    assert "runtime: python" in (plugin / "PulumiPlugin.yaml").read_text(encoding="utf-8")
