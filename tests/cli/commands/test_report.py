"""``pulumi-trusthub report``: an account, to be looked at."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from processes import command
from seeded import EMAIL, asked, e164, plant, product, profile, release, run
from skips import needs_posix

from pulumi_trusthub._version import __version__

if TYPE_CHECKING:
    from pathlib import Path

    from pulumi_trusthub.simulator import Simulator

ONE, TWO, THREE = e164(3)
BEGINNINGS = {
    "html": "<!doctype html>\n",
    "markdown": "## Trust Hub of `AC",
    "mermaid": "%% Trust Hub of AC",
    "json": '{\n  "account_sid": "AC',
}


def account(simulator: Simulator) -> dict[str, str]:
    """Start with three numbers, two of which sign with A."""
    return plant(
        simulator,
        profiles=[profile(numbers=[ONE, TWO])],
        products=[product("Calls", numbers=[ONE, TWO, THREE])],
    )


def document(*arguments: str) -> dict[str, Any]:
    """The report as JSON."""
    result = run("report", "--format", "json", *arguments)
    assert 0 == result.exit_code, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_the_report_says_what_status_and_doctor_say(here: Simulator) -> None:
    """The same bundles, numbers, counts and findings, with the time and the version."""
    account(here)
    status = json.loads(run("status", "--json").stdout)
    doctor = json.loads(run("doctor", "--json").stdout)

    found = document()

    assert {key: found[key] for key in status} == status
    assert found["findings"] == doctor["findings"] != []
    assert found["checks"] == [
        it for it in doctor["checks"] if it["check"] not in {"credentials", "account"}
    ]
    assert __version__ == found["version"]
    assert found["read_at"].endswith("+00:00")
    assert found["changes"] is None


def test_the_report_sends_what_status_sends(here: Simulator) -> None:
    """The account is read once: nothing more is asked for its findings."""
    release(here, account(here)[THREE])
    requests = []
    for name in ("status", "report"):
        here.control.clear_requests()
        run(name)
        requests.append(sorted(asked(here)))

    assert requests[0] == requests[1] != []


@pytest.mark.parametrize("form", BEGINNINGS)
def test_every_form_is_data_alone_on_stdout(form: str, here: Simulator) -> None:
    """The exit code is 0 whatever is wrong, and stderr has the summary."""
    account(here)

    result = run("report", "--format", form)

    assert 0 == result.exit_code
    assert result.stdout.startswith(BEGINNINGS[form])
    assert "2 of 3 numbers sign with A. 2 findings.\n" == result.stderr


@pytest.mark.parametrize("form", BEGINNINGS)
def test_nothing_personal_is_in_a_report(form: str, here: Simulator) -> None:
    """Neither the e-mail address of a bundle nor an attribute of anybody on it."""
    person = {
        "sid": "IT" + "1" * 32,
        "friendly_name": "Somebody",
        "type": "authorized_representative_1",
        "attributes": {"first_name": "Secretive", "last_name": "Unmentioned"},
    }
    plant(here, profiles=[profile(numbers=[ONE], entities=[person["sid"]])], end_users=[person])

    text = run("report", "--format", form).stdout

    assert [] == [it for it in (EMAIL, "Secretive", "Unmentioned", "Somebody") if it in text]


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("a.html", "html"),
        ("a.JSON", "json"),
        ("a.md", "markdown"),
        ("a.mmd", "mermaid"),
        ("a", "html"),
    ],
)
def test_the_ending_of_the_output_says_the_form(
    name: str, form: str, here: Simulator, tmp_path: Path
) -> None:
    """Unless it is given; an older report is written over."""
    account(here)
    file = tmp_path / name
    file.write_text("older")

    result = run("report", "--output", str(file))

    assert (0, "") == (result.exit_code, result.stdout)
    assert f"See {file}." in result.stderr
    assert file.read_text(encoding="utf-8").startswith(BEGINNINGS[form])


def test_changes_since_an_earlier_report_are_told(here: Simulator, tmp_path: Path) -> None:
    """A number that was released, its finding, and the product that has it still."""
    sids = account(here)
    earlier = tmp_path / "earlier.json"
    run("report", "--output", str(earlier))
    release(here, sids[TWO])

    found = document("--since", str(earlier))

    assert json.loads(earlier.read_text())["read_at"] == found["changes"]["since"]
    assert [(TWO, "A", "released")] == [
        (it["phone_number"], it["before"], it["after"]) for it in found["changes"]["numbers"]
    ]
    assert ["released-numbers"] == [it["check"] for it in found["changes"]["new_findings"]]
    assert [] == found["changes"]["resolved_findings"]


def test_a_report_follows_itself_from_the_first_time_on(here: Simulator, tmp_path: Path) -> None:
    """A file that is not there yet is noted, and written over with what has changed since."""
    account(here)
    file = str(tmp_path / "report.json")

    first = run("report", "--since", file, "--output", file)
    between = json.loads((tmp_path / "report.json").read_text())
    second = run("report", "--since", file, "--output", file)

    assert [0, 0] == [first.exit_code, second.exit_code]
    assert f"{file} is not there yet, so there is nothing to compare with.\n" in first.stderr
    assert between["changes"] is None
    assert json.loads((tmp_path / "report.json").read_text())["changes"]["numbers"] == []


def test_a_kept_report_is_written_in_another_form(
    here: Simulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without credentials and without a request, and as it was."""
    account(here)
    kept = tmp_path / "kept.json"
    run("report", "--output", str(kept))
    here.control.clear_requests()
    monkeypatch.delenv("TWILIO_ACCOUNT_SID")

    found = document("--from", str(kept), "--since", str(kept))
    page = run("report", "--from", str(kept))

    assert json.loads(kept.read_text()) | {"changes": found["changes"]} == found
    assert [] == found["changes"]["bundles"] + found["changes"]["numbers"]
    assert page.stdout.startswith(BEGINNINGS["html"])
    assert [] == here.control.requests()


def test_findings_fail_the_command_only_where_that_is_asked_for(here: Simulator) -> None:
    """And a check can be left out, as with doctor."""
    account(here)
    ignored = ["--ignore", "numbers-on-product-only", "--ignore", "numbers-without-profile"]

    assert [0, 1] == [run("report", *it).exit_code for it in ([], ["--exit-code"])]
    assert 0 == run("report", "--exit-code", *ignored).exit_code


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--since", "."], ". cannot be read: "),
        (["--from", "nowhere.json"], "nowhere.json cannot be read: "),
        (["--since", "empty.json"], "empty.json is no report"),
        (["--output", "nowhere/report.html"], "cannot be a file"),
        (["--output", "."], "cannot be a file"),
        (["--from", "empty.json", "--ignore", "policies"], "--ignore has no use"),
        (["--ignore", "credentials"], "'credentials' is none of"),
        (["--format", "pdf"], "'pdf'"),
    ],
)
def test_a_wrong_call_is_refused_before_anything_is_read(
    arguments: list[str],
    said: str,
    here: Simulator,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With the exit code of errors, and without a request."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty.json").write_text("{}")

    result = run("report", *arguments)

    assert (2, "") == (result.exit_code, result.stdout)
    assert said in " ".join(result.stderr.replace("│", " ").split())
    assert [] == here.control.requests()


def test_an_earlier_report_of_another_account_is_refused(here: Simulator, tmp_path: Path) -> None:
    """Both accounts are named, and nothing is written."""
    account(here)
    other = document() | {"account_sid": "AC" + "9" * 32}
    (tmp_path / "other.json").write_text(json.dumps(other))

    result = run("report", "--since", str(tmp_path / "other.json"))

    assert (2, "") == (result.exit_code, result.stdout)
    assert f"AC{'9' * 32}, not of {here.account_sid}" in result.stderr


@needs_posix
def test_a_file_that_cannot_be_written_is_an_error(here: Simulator, tmp_path: Path) -> None:
    """In one line, with the exit code of errors."""
    account(here)
    name = tmp_path / ("long" * 100)

    result = run("report", "--output", str(name))

    assert 2 == result.exit_code
    assert [f"{name} cannot be written: File name too long."] == result.stderr.splitlines()


@needs_posix
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_full_disk_costs_neither_the_old_file_nor_the_news_of_it(
    here: Simulator, tmp_path: Path, unbuffered: str
) -> None:
    """What is there stays for the next comparison, and half a page on stdout is an error."""
    account(here)
    kept, page = tmp_path / "kept.json", tmp_path / "page.html"
    run("report", "--output", str(kept))
    before = kept.read_text(encoding="utf-8")

    for where in (["--output", str(kept)], ["--format", "html"]):
        arguments = command("report", *where, "--from", str(kept))
        with page.open("wb") as stdout:
            ended = subprocess.run(
                ["sh", "-c", 'ulimit -f 2; exec "$@"', "sh", *arguments],
                env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
                stdin=subprocess.DEVNULL,
                stdout=stdout,
                stderr=subprocess.PIPE,
                timeout=60,
                check=False,
            )

        assert 2 == ended.returncode
        assert b"cannot be written: File too large" in ended.stderr
    assert before == kept.read_text(encoding="utf-8")
    assert {kept, page} == set(tmp_path.iterdir())


def test_a_report_nested_too_deeply_is_none(here: Simulator, tmp_path: Path) -> None:
    """Whoever has edited one is told in a line."""
    account(here)
    deep = tmp_path / "deep.json"
    deep.write_text("[" * 200_000, encoding="utf-8")

    result = run("report", "--since", str(deep))

    assert (2, 1) == (result.exit_code, len(result.stderr.splitlines()))
    assert "nested too deeply" in result.stderr
