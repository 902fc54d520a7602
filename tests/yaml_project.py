"""A project in YAML on Pulumi's engine, which starts the plugin from a folder of the project."""

from __future__ import annotations

import contextlib
import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pulumi_trusthub.simulator import Simulator

ROOT = Path(__file__).parents[1]
OURS = ("TWILIO_", "TRUSTHUB_", "PULUMI_")
PASSPHRASE = "passphrase-of-the-test"
_SECONDS = 200
_END_SECONDS = 30


class YamlProject:
    """A copy of a project, with a state, a home and a plugin of its own.

    Attributes:
        folder: Where the project is.
        state: The folder of its states.
        environment: The variables of every command.
    """

    def __init__(self, project: Path, folder: Path, simulator: Simulator) -> None:
        self.folder, self.state = folder / "project", folder / "state"
        shutil.copytree(project, self.folder)
        self.state.mkdir()
        self._started = folder / "started"
        # What pip would put there.
        launcher = self.folder / ".venv" / "bin" / "pulumi-resource-trusthub"
        launcher.parent.mkdir(parents=True)
        python, started = shlex.quote(sys.executable), shlex.quote(str(self._started))
        launcher.write_text(
            f'#!/bin/sh\necho $$ >> {started}\nexec {python} -m pulumi_trusthub.plugin "$@"\n',
            encoding="utf-8",
        )
        launcher.chmod(0o700)
        given = {k: v for k, v in os.environ.items() if not k.startswith(OURS)}
        self.environment = {
            **given,
            "PYTHONPATH": str(ROOT),
            "PULUMI_BACKEND_URL": self.state.as_uri(),
            "PULUMI_HOME": str(folder / "home"),
            "PULUMI_CONFIG_PASSPHRASE": PASSPHRASE,
            "PULUMI_SKIP_UPDATE_CHECK": "true",
            "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
            "TWILIO_ACCOUNT_SID": simulator.account_sid,
            "TWILIO_AUTH_TOKEN": simulator.auth_token,
            "TRUSTHUB_BASE_URL": simulator.url,
        }

    def run(self, *command: str, fails: bool = False) -> str:
        """Run a command of Pulumi's to its end, with everything that it started."""
        with subprocess.Popen(
            ["pulumi", *command, "--non-interactive"],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            start_new_session=True,
        ) as process:
            try:
                output, _ = process.communicate(timeout=_SECONDS)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGINT)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.communicate(timeout=_END_SECONDS)
                process.kill()
                raise
            finally:
                self._end(process.pid)
        assert fails is bool(process.returncode), output
        return output

    def exported(self) -> list[dict[str, Any]]:
        """Give the resources in the state."""
        text = self.run("stack", "export")
        found: list[dict[str, Any]] = json.loads(text)["deployment"]["resources"]
        return found

    def _end(self, session: int) -> None:
        """End the plugins that are left of a command, if there are any."""
        for line in self._started.read_text().split() if self._started.exists() else ():
            with contextlib.suppress(ProcessLookupError):
                # An id that now belongs to another process is in another session.
                if os.getsid(int(line)) == session:
                    os.kill(int(line), signal.SIGKILL)
        self._started.unlink(missing_ok=True)
