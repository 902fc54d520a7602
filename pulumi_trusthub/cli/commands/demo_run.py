"""The demo: a simulator on this machine, and the life of the first example on it.

The demo runs preview, up, review, refresh, a preview without changes, and destroy.  Where the whole
``pulumi`` command line is installed, the demo runs like a user's project; where ``pulumi`` has no
language host for Python, on ``PulumiStack``; else on ``EmbeddedStack``.  Each step is checked.
"""

from __future__ import annotations

import contextlib
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from pulumi_trusthub.simulator import Simulator
from pulumi_trusthub.testing import DeploymentFailed, EmbeddedStack, PulumiStack, Result, Stack

if TYPE_CHECKING:
    from collections.abc import Mapping

EXAMPLE = "01-direct-customer"
PROJECT = "trusthub-direct-customer"
NUMBERS = 2
SECONDS = 120
"""Seconds for one command of ``pulumi``; on a slow machine a command takes a few."""
HELD = ("trust_products", "entity_assignments", "channel_endpoint_assignments")
OTHERS = ("PULUMI_", "TWILIO_", "TRUSTHUB_")
"""Variables of the caller's own stacks and accounts, which a demo must not touch."""
Verb: TypeAlias = Literal["preview", "up", "refresh", "destroy"]


class DemoError(Exception):
    """A step of the demo went wrong."""


class CommandLine:
    """The real ``pulumi``, with state, home and program in a temporary folder."""

    def __init__(self, pulumi: str, folder: Path, config: Mapping[str, str]) -> None:
        self._pulumi = pulumi
        self._program = folder / "program"
        shutil.copytree(program(), self._program, ignore=shutil.ignore_patterns("__pycache__"))
        (folder / "state").mkdir()
        self._environment = {
            **os.environ,
            "PULUMI_BACKEND_URL": (folder / "state").as_uri(),
            "PULUMI_HOME": str(folder / "home"),
            "PULUMI_CONFIG_PASSPHRASE": "only for this demo",
            "PULUMI_PYTHON_CMD": sys.executable,
            "PULUMI_SKIP_UPDATE_CHECK": "true",
        }
        self._pulumi_does("stack", "init", "demo")
        for key, value in config.items():
            self._pulumi_does("config", "set", key, value)

    def run(self, verb: Verb, *, nothing_to_do: bool = False) -> None:
        """Run a step with the pulumi command."""
        options = [] if verb == "preview" else ["--yes", "--skip-preview"]
        self._pulumi_does(verb, *options, *(["--expect-no-changes"] if nothing_to_do else []))

    def export(self) -> dict[str, Any]:
        """Give the stack's state."""
        state = self._program / "state.json"
        self._pulumi_does("stack", "export", "--file", state.name)
        return dict(json.loads(state.read_text(encoding="utf-8")))

    def _pulumi_does(self, *arguments: str) -> None:
        command = shlex.join(["pulumi", *arguments])
        say(f"$ {command}")
        with subprocess.Popen(  # noqa: S603 - found on PATH, with arguments from here
            [self._pulumi, *arguments, "--non-interactive"],
            cwd=self._program,
            env=self._environment,
            stdin=subprocess.DEVNULL,
        ) as process:
            try:
                status = process.wait(SECONDS)
            except BaseException as reason:
                _end(process)
                if isinstance(reason, subprocess.TimeoutExpired):
                    raise DemoError(f"`{command}` did not end within {SECONDS} s") from None
                raise
        if status != 0:
            raise DemoError(f"`{command}` ended with exit code {status}")


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a command and its processes: the first signal is gentle, the second urgent."""
    for end in (process.terminate, process.terminate, process.kill):
        end()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(SECONDS / 6)
            return


class InProcess:
    """A stack for tests, with each step's result in plain text."""

    def __init__(self, kind: type[Stack], config: Mapping[str, str]) -> None:
        keys = {f"{PROJECT}:{key}": value for key, value in config.items()}
        for key, value in keys.items():
            say(f"{key} = {value}")
        self._stack = kind(program(), project=PROJECT, stack="demo", config=keys)

    def run(self, verb: Verb, *, nothing_to_do: bool = False) -> None:
        """Run a step in this process."""
        try:
            result: Result = getattr(self._stack, verb)()
        except DeploymentFailed as failure:
            raise DemoError(f"{verb} failed: {failure}") from None
        for operation in result.operations:
            say(f"{operation.kind:8} {operation.type.rpartition(':')[2]:26} {operation.name}")
        for name, value in result.outputs.items():
            say(f"{'output':8} {name:26} {'[unknown]' if value is None else value}")
        for diagnostic in result.diagnostics:
            say(f"{diagnostic.severity}: {diagnostic.message}")
        if nothing_to_do and not result.nothing_to_do:
            raise DemoError(f"{verb} has something to do")

    def export(self) -> dict[str, Any]:
        """Give the stack's state."""
        return self._stack.export()

    def end(self) -> None:
        """Remove the stack's files."""
        self._stack.close()


def program() -> Path:
    """Find the example, which is in the wheel, or in a checkout among the other examples."""
    packaged = Path(__file__).parents[1] / EXAMPLE
    return packaged if packaged.exists() else Path(__file__).parents[3] / "examples" / EXAMPLE


def run(*, embedded: bool) -> int:
    """Run the demo, and report at the end whether everything went well."""
    pulumi = None if embedded else shutil.which("pulumi")
    host = shutil.which("pulumi-language-python")
    with (
        Simulator() as simulator,
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        contextlib.ExitStack() as ending,
    ):
        for name in [name for name in os.environ if name.startswith(OTHERS)]:
            del os.environ[name]
        os.environ["TWILIO_ACCOUNT_SID"] = simulator.account_sid
        os.environ["TWILIO_AUTH_TOKEN"] = simulator.auth_token
        os.environ["TRUSTHUB_BASE_URL"] = simulator.url
        numbers = list(simulator.phone_numbers)[:NUMBERS]
        config = {"email": "compliance@example.com", "phoneNumbers": json.dumps(numbers)}
        runs_on = "the pulumi command" if pulumi else "EmbeddedStack, without the pulumi command"
        say(f"A simulated Trust Hub listens on {simulator.url}; the demo runs on {runs_on}.")
        try:
            heading("A stack, and what it is configured with")
            engine: CommandLine | InProcess
            if pulumi and host:
                engine = CommandLine(pulumi, Path(folder), config)
            else:
                engine = InProcess(PulumiStack if pulumi else EmbeddedStack, config)
                ending.callback(engine.end)
            onboard(engine, simulator)
        except DemoError as error:
            sys.stdout.flush()
            sys.stderr.write(f"\nThe demo failed: {error}.\n")
            return 1
    say("\nAll as it should be.")
    return 0


def onboard(engine: CommandLine | InProcess, simulator: Simulator) -> None:
    """Take the example from nothing to approved bundles, and back to nothing."""
    before = simulator.control.counts()
    heading("Preview: what would happen")
    engine.run("preview")
    expect(before, simulator.control.counts(), "what Trust Hub holds after a preview")

    heading("Up: product, link, numbers on profile and product, submission")
    engine.run("up")
    product = show_held(simulator)
    expect("pending-review", product["status"], "the product's status after up")

    heading("The review, which takes Twilio's staff days")
    for status in ("in-review", "twilio-approved"):
        simulator.control.review(product["sid"], status)
        say(f"{product['sid']} is {status}")

    heading("Refresh: the stack learns of the approval")
    engine.run("refresh")
    submission = outputs_of(engine, "Submission")
    say(f"The submission's status in the stack's state: {submission['status']}")
    expect("twilio-approved", submission["status"], "the status in the stack's state")

    heading("Preview: nothing to do (what is exported follows with the next up)")
    engine.run("preview", nothing_to_do=True)

    heading("Destroy: in the reverse order")
    engine.run("destroy")
    after = simulator.control.counts()
    expect(before, after, "what Trust Hub holds after destroy")
    say(f"\nLeft in Trust Hub: {', '.join(f'{after[kind]} {words(kind)}' for kind in HELD)}.")


def show_held(simulator: Simulator) -> dict[str, Any]:
    """Show and check the objects of the simulated Trust Hub, and give its product."""
    heading("What Trust Hub holds now")
    account = simulator.control.state()["accounts"][simulator.account_sid]
    held = {kind: account[kind] for kind in HELD}
    e164 = {sid: number for number, sid in simulator.phone_numbers.items()}
    expect([1, 1, 2 * NUMBERS], [len(found) for found in held.values()], f"how many {HELD}")
    [product], [link] = held["trust_products"], held["entity_assignments"]
    say(f"trust product {product['sid']} ({product['friendly_name']}): {product['status']}")
    say(f"  linked to customer profile {link['object_sid']}")
    expect(simulator.customer_profile_sid, link["object_sid"], "the linked profile")
    for bundle in ("customer_profile", "trust_product"):
        on_it = [
            e164[assignment["channel_endpoint_sid"]]
            for assignment in held["channel_endpoint_assignments"]
            if assignment.get(f"{bundle}_sid")
        ]
        say(f"  numbers on the {words(bundle)}: {', '.join(sorted(on_it))}")
        expect(NUMBERS, len(on_it), f"how many numbers are on the {words(bundle)}")
    return dict(product)


def outputs_of(engine: CommandLine | InProcess, kind: str) -> dict[str, Any]:
    """Find the outputs of the only resource of a type in the stack's state."""
    resources = engine.export()["deployment"]["resources"]
    return next(dict(it["outputs"]) for it in resources if it["type"].endswith(f":{kind}"))


def expect(wanted: object, found: object, what: str) -> None:
    """Check a value."""
    if wanted != found:
        raise DemoError(f"{what}: expected {wanted}, found {found}")


def words(name: str) -> str:
    """Write a name of the API for people."""
    return name.replace("_", " ")


def heading(text: str) -> None:
    """Write the heading of a step."""
    say(f"\n== {text} ==\n")


def say(text: str) -> None:
    """Write a line, ahead of the next command's output."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
