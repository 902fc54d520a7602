"""SHAKEN/STIR onboarding without a project folder: Pulumi's Automation API, from a Python script.

Previews, ups, waits until the product is approved, and brings the stack up to date; with
``--destroy`` it takes the stack down again.  Exit codes are those of ``pulumi-trusthub wait``, and
127 where there is no ``pulumi`` command.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pulumi
from pulumi import automation

import pulumi_trusthub as trusthub

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PROJECT = "trusthub-automation"
FAILED, NOT_FOUND = 1, 127


def main() -> int:
    """Do what the command line says, and give the exit code."""
    options = parsed()
    if shutil.which("pulumi") is None:
        complain("there is no pulumi command on PATH: see https://www.pulumi.com/docs/install/")
        return NOT_FOUND
    # The host that runs the providers has to be the Python that has this package.  Credentials do
    # not belong here: the program's lookups would not see them.  stack.set_config is for those.
    variables = {"PULUMI_PYTHON_CMD": sys.executable}
    try:
        stack = automation.create_or_select_stack(
            options.stack,
            project_name=PROJECT,
            program=program(options.phone_number, options.email),
            opts=automation.LocalWorkspaceOptions(env_vars=variables),
        )
        return onboard(stack, options)
    except automation.CommandError as error:
        errors = [line.partition("error: ")[2] for line in str(error).splitlines()]
        complain(next(filter(None, errors), f"pulumi failed:\n{error}"))
        return FAILED


def program(e164_numbers: Sequence[str], email: str) -> Callable[[], None]:
    """Make the program: a function in place of a folder, with values in place of configuration."""

    def onboarding() -> None:
        numbers = trusthub.get_phone_numbers_output(e164_numbers)
        shaken_stir = trusthub.ShakenStir(
            "shaken-stir",
            friendly_name="SHAKEN/STIR",
            email=email,
            phone_number_sids=numbers.apply(
                lambda found: {str(it.phone_number): it.sid for it in found}
            ),
        )
        pulumi.export("trust_product_sid", shaken_stir.trust_product_sid)
        pulumi.export("attestations", shaken_stir.attestations)

    return onboarding


def onboard(stack: automation.Stack, options: argparse.Namespace) -> int:
    """Take the stack to an approved product, and back to nothing if told so."""
    say("preview", json.dumps(stack.preview(on_output=show).change_summary))
    outputs = stack.up(on_output=show).outputs

    say("wait", "a review takes days")
    waited = wait(outputs["trust_product_sid"].value, options)
    if waited != 0:
        return waited

    stack.refresh(on_output=show)
    settled = stack.up(on_output=show)  # makes nothing: it computes the outputs anew
    say("attestations", json.dumps(settled.outputs["attestations"].value))
    if options.destroy:
        stack.destroy(on_output=show)
        stack.workspace.remove_stack(stack.name)
        say("destroy", "nothing is left")
    return 0


def wait(trust_product_sid: str, options: argparse.Namespace) -> int:
    """Wait with the package's own command, and give its exit code."""
    here = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    command = shutil.which("pulumi-trusthub", path=here)
    if command is None:
        complain('there is no pulumi-trusthub command: pip install "pulumi-trusthub[cli]"')
        return NOT_FOUND
    finished = subprocess.run(  # noqa: S603 - found above
        [
            *(command, "wait", trust_product_sid, "--for", "approved"),
            *("--timeout", options.timeout, "--interval", options.interval),
        ],
        check=False,
    )
    return finished.returncode


def parsed() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="SHAKEN/STIR onboarding by Automation API.")
    parser.add_argument("phone_number", nargs="+", help="numbers of the account in E.164")
    parser.add_argument("--email", required=True, help="where Twilio writes")
    parser.add_argument("--stack", default="dev", help="the stack's name; dev unless it is given")
    parser.add_argument("--timeout", default="72h", help="how long to wait for the approval")
    parser.add_argument("--interval", default="60s", help="how long between two looks at it")
    parser.add_argument("--destroy", action="store_true", help="take it down when approved")
    return parser.parse_args()


def show(line: str) -> None:
    """Show what pulumi writes."""
    sys.stdout.write(line.rstrip("\n") + "\n")
    sys.stdout.flush()


def say(step: str, text: str) -> None:
    """Say what this script does."""
    show(f"== {step}: {text}")


def complain(text: str) -> None:
    """Say in one line what went wrong."""
    sys.stderr.write(f"onboard.py: {text}\n")


if __name__ == "__main__":
    sys.exit(main())
