"""``pulumi-trusthub simulator``: how it begins and ends."""

from __future__ import annotations

import json
import re
import signal

import pytest
from processes import processed, running
from seeded import run


def test_the_simulator_runs_until_it_is_interrupted() -> None:
    """It says where and for whom, serves it, and ends well."""
    with running("simulator", "--port", "0", "--set", "review=immediate") as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(6)]
        said = dict(re.findall(r"^export (\w+)=(.*)$", "".join(lines), re.MULTILINE))
        status = processed("status", "--json", "--require", "none", **said)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=20)

    assert 0 == status.returncode, status.stderr
    assert said["TWILIO_ACCOUNT_SID"] == json.loads(status.stdout)["account_sid"]
    assert (0, "") == (process.returncode, errors)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--set", "nonsense=1"], "There is no setting 'nonsense'. The settings are "),
        (["--host", "192.0.2.1"], "192.0.2.1"),
        (["--seed", "not-there.json"], "not-there.json"),
    ],
)
def test_the_simulator_tells_an_error_in_one_line(arguments: list[str], said: str) -> None:
    """In one line, with the exit code of errors."""
    result = run("simulator", "--port", "0", *arguments)

    assert (2, "") == (result.exit_code, result.stdout)
    assert said in result.stderr
    assert 1 == len(result.stderr.splitlines())
