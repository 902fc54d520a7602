"""Is every request in the log, with what was decided on it, and nothing that is personal?"""

from __future__ import annotations

import dataclasses
import json
import os
import re
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from scripted import ACCOUNT, Answer, ScriptedServer

from pulumi_trusthub._core.api import clients
from pulumi_trusthub._core.api.client import TrustHubClient
from pulumi_trusthub._core.api.exactly_once import create_or_find
from pulumi_trusthub._core.api.request_log import HIDDEN, Decision, RequestLog
from pulumi_trusthub._core.api.run import Run
from pulumi_trusthub._core.api.stop import Stop
from pulumi_trusthub._core.model import errors
from pulumi_trusthub._core.model.config import read_settings

if TYPE_CHECKING:
    from pulumi_trusthub._core.model.config import Settings

ROOT = Path(__file__).parents[3]
BUNDLE = "BU" + "1" * 32
NUMBER = "PN" + "2" * 32
NAME = "Ada Lovelace"
RECORD = Answer(body=json.dumps({"sid": BUNDLE, "status": "draft", "friendly_name": NAME}))
PRODUCT = {"FriendlyName": NAME, "Email": "ada@example.com", "PolicySid": "RN" + "3" * 32}
PAGE = {"meta": {"key": "results"}, "results": [{"sid": BUNDLE}]}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The file of the log."""
    return tmp_path / "requests.log"


@pytest.fixture
def client(settings: Settings, file: Path, monkeypatch: pytest.MonkeyPatch) -> TrustHubClient:
    """A client with a log, which does not wait."""
    monkeypatch.setattr(RequestLog, "process", "program")  # whatever other tests have begun here
    return TrustHubClient(settings, sleep=lambda _: None, log=RequestLog(str(file)))


def lines(file: Path, event: str = "request") -> list[dict[str, Any]]:
    """The lines of one kind."""
    found = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    return [line for line in found if line["event"] == event]


def decisions(file: Path) -> list[str]:
    """What was decided, in order."""
    found = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    return [line["decision"] for line in found if "decision" in line]


def test_a_request_is_one_line(client: TrustHubClient, server: ScriptedServer, file: Path) -> None:
    """Method, path, the names of what was sent, and what came back."""
    request_id = "RQ" + "4" * 32
    server.will(dataclasses.replace(RECORD, status=201, headers={"Twilio-Request-Id": request_id}))

    client.create("TrustProducts", PRODUCT)

    [line] = lines(file)
    assert {
        "method": "POST",
        "path": "/v1/TrustProducts",
        "fields": {"FriendlyName": HIDDEN, "Email": HIDDEN, "PolicySid": "RN" + "3" * 32},
        "attempt": 1,
        "at_once": 4,
        "status": 201,
        "request": request_id,
        "sid": BUNDLE,
        "state": "draft",
        "decision": "answered",
        "process": "program",
        "pid": os.getpid(),
    }.items() <= line.items()
    assert 0 <= line["queued"] <= line["queued"] + line["seconds"] < 60
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line["time"])


def test_a_log_begins_with_the_version(client: TrustHubClient, file: Path) -> None:
    """One line for each process, and the file is its owner's alone."""
    del client

    [line] = lines(file, "start")

    assert (1, sys.platform) == (line["format"], line["system"])
    assert 0o600 == stat.S_IMODE(file.stat().st_mode)


def test_a_list_shows_its_size(client: TrustHubClient, server: ScriptedServer, file: Path) -> None:
    """How many objects are on a page, and the page's size; a filter's value is not there."""
    server.will(Answer(body=json.dumps(PAGE)))

    list(client.records("TrustProducts", FriendlyName=NAME))

    [line] = lines(file)
    assert ({"FriendlyName": HIDDEN, "PageSize": "1000"}, 1) == (line["query"], line["records"])


def test_every_attempt_is_a_line(
    client: TrustHubClient, server: ScriptedServer, file: Path
) -> None:
    """Each says why there is another one and how long that waits, or why there is none."""
    busy = Answer(429, '{"code": 20429}', {"Retry-After": "0.5"})
    server.will(Answer(503), busy, Answer(0), RECORD, *[Answer(503)] * 6)

    client.get(f"TrustProducts/{BUNDLE}")
    with pytest.raises(errors.ServerError):
        client.get(f"TrustProducts/{BUNDLE}")

    found = lines(file)
    assert [*["repeated"] * 3, "answered", *["repeated"] * 5, "given up"] == decisions(file)
    assert [1, 2, 3, 4, 1, 2, 3, 4, 5, 6] == [line["attempt"] for line in found]
    assert [503, 429, None, 200] == [line.get("status") for line in found[:4]]
    assert ["ServerError", "TooManyRequestsError", "ResponseLostError"] == [
        line["error"] for line in found[:3]
    ]
    assert ("ProtocolError", 20429) == (found[2]["cause"], found[1]["code"])
    assert all(line["wait"] >= 0 for line in found[:3])


def test_a_refusal_is_no_repetition(
    client: TrustHubClient, server: ScriptedServer, file: Path
) -> None:
    """Twilio's code is there, and its words are not."""
    server.will(Answer(400, json.dumps({"code": 22215, "message": f"last_name {NAME} is wrong"})))

    with pytest.raises(errors.ApiError, match=NAME):
        client.create("TrustProducts", PRODUCT)

    [line] = lines(file)
    assert (22215, "ApiError", "refused") == (line["code"], line["error"], line["decision"])
    assert NAME not in file.read_text(encoding="utf-8")


def test_a_lost_post_tells_what_became_of_it(
    client: TrustHubClient, server: ScriptedServer, file: Path
) -> None:
    """Looked for, sent again, and taken for done once it is found."""
    server.will(Answer(500), Answer(0), RECORD)
    found = iter([None, None, {"sid": BUNDLE}])
    client.settings = dataclasses.replace(client.settings, read_lag=0.25)

    create_or_find(client, lambda: client.create("TrustProducts", PRODUCT), lambda: next(found))

    assert [
        "lost",
        "looked for after a lost answer",
        "read again",
        "sent again",
        "lost",
        "looked for after a lost answer",
        "taken for done after a lost answer",
    ] == decisions(file)
    assert BUNDLE == lines(file, "decision")[-1]["sid"]


def test_a_stopped_request_says_so(
    client: TrustHubClient, server: ScriptedServer, file: Path
) -> None:
    """Also between two attempts."""
    stop = Stop()
    server.will(Answer(503))
    limited = client.limited(stop)
    stop.cancel()

    with pytest.raises(errors.StoppedError):
        limited.get(f"TrustProducts/{BUNDLE}")

    [line] = lines(file)
    assert ("stopped", None) == (line["decision"], line.get("status"))


def test_nothing_that_a_server_invents_is_logged(
    client: TrustHubClient, server: ScriptedServer, file: Path
) -> None:
    """Neither an address that it leads to, nor a SID, a status or a request id of its own kind."""
    headers = {"Twilio-Request-Id": "ada", "Location": "/v1/TrustProducts/Lovelace?Lovelace=ada"}
    page = {
        **PAGE,
        "meta": {"key": "results", "next_page_url": f"{server.url}/v1/ada?Page=ada&ada=1"},
    }
    server.will(
        Answer(307, "", headers),
        Answer(body=json.dumps({"sid": "ada", "status": "Lovelace"})),
        Answer(body=json.dumps(page)),
        Answer(body=json.dumps(PAGE)),
        Answer(404, "{}"),
    )

    client.get(f"TrustProducts/{BUNDLE}")
    list(client.records("TrustProducts"))
    client.get_or_none("TrustProducts/Lovelace")

    text = file.read_text(encoding="utf-8")
    assert not re.search("ada|lovelace", text, re.IGNORECASE)
    assert ["redirected", *["answered"] * 3, "refused"] == decisions(file)
    assert f"/v1/TrustProducts/{HIDDEN}" == lines(file)[1]["path"]


def test_an_account_shows_its_last_digits_alone(
    settings: Settings, server: ScriptedServer, file: Path
) -> None:
    """So do the paths that have the account in them; the token and a key's SID are nowhere."""
    server.will(Answer(body=json.dumps({"incoming_phone_numbers": []})))
    variables = {
        "TWILIO_ACCOUNT_SID": ACCOUNT,
        "TWILIO_API_KEY": "SK" + "7" * 32,
        "TWILIO_API_SECRET": "secret-of-the-test",
        "TRUSTHUB_BASE_URL": settings.base_url or "",
        "TRUSTHUB_LOG": str(file),
    }
    client = clients.client_for(read_settings(None, variables))

    list(client.phone_numbers(ACCOUNT, PhoneNumber="+12025550100"))

    text = file.read_text(encoding="utf-8")
    [account], [request] = lines(file, "account"), lines(file)
    assert ("AC…0a0a", "API key", "this machine") == tuple(
        account[name] for name in ("account", "credentials", "server")
    )
    assert "/2010-04-01/Accounts/AC…0a0a/IncomingPhoneNumbers.json" == request["path"]
    for hidden in (ACCOUNT, "7" * 32, "secret-of-the-test", "2025550100"):
        assert hidden not in text


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/nowhere/requests.log", "No such file"),
        (str(ROOT), "Is a directory"),
        ("/dev/full", "it is no file"),
    ],
)
def test_a_log_that_cannot_be_written_is_one_warning(
    settings: Settings, server: ScriptedServer, path: str, why: str
) -> None:
    """The requests are sent all the same."""
    client = TrustHubClient(settings, log=RequestLog(path))
    server.will(RECORD)
    told: list[str] = []

    for _ in range(2):
        Run(client, told.append, told.append)
    found = client.get(f"TrustProducts/{BUNDLE}")

    [warning] = told
    assert why in warning
    assert warning.startswith("TRUSTHUB_LOG cannot be written")
    assert BUNDLE == found["sid"]


def test_a_path_may_be_that_of_a_name_alone(
    settings: Settings, server: ScriptedServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is looked for where the process works."""
    monkeypatch.chdir(tmp_path)
    server.will(RECORD)

    TrustHubClient(settings, log=RequestLog("requests.log")).get(f"TrustProducts/{BUNDLE}")

    [request] = lines(tmp_path / "requests.log")
    assert "answered" == request["decision"]


@pytest.mark.parametrize("full", [OSError(28, "No space left on device"), 3])
def test_a_disk_that_fills_up_ends_the_log_alone(
    client: TrustHubClient,
    server: ScriptedServer,
    monkeypatch: pytest.MonkeyPatch,
    full: OSError | int,
) -> None:
    """Whether a line is refused or cut: there is a warning, and the requests go on."""

    def write(*_: object) -> int:
        if isinstance(full, OSError):
            raise full
        return full

    server.will(RECORD, RECORD)
    monkeypatch.setattr("pulumi_trusthub._core.api.request_log.os.write", write)
    client.get(f"TrustProducts/{BUNDLE}")
    client.get(f"TrustProducts/{BUNDLE}")

    assert "space" in str(client.log_problem())
    assert client.log_problem() is None


def test_several_processes_write_whole_lines(file: Path) -> None:
    """Each line is written at once, at the end of the file."""
    program = (
        "import sys\n"
        "from pulumi_trusthub._core.api.request_log import Decision, RequestLog\n"
        "log = RequestLog(sys.argv[1])\n"
        "for _ in range(300): log.decided(Decision.ADOPTED, sid='BU' + '1' * 32)\n"
    )
    command = [sys.executable, "-c", program, str(file)]
    processes = [subprocess.Popen(command, cwd=ROOT) for _ in range(3)]
    assert [0, 0, 0] == [process.wait(60) for process in processes]

    found = lines(file, "decision")

    assert 900 == len(found)
    assert {process.pid for process in processes} == {line["pid"] for line in found}


def test_a_request_without_an_answer_is_written_at_the_end(file: Path) -> None:
    """What is under way when a process ends is there as well, once."""
    log = RequestLog(str(file))
    request = log.request("POST", "https://example.com/v1/TrustProducts", {"Email": "a@b.c"})
    request.asking()
    request.sending(4)

    RequestLog.end_all()
    request.answered({})

    assert ["unanswered at the end"] == decisions(file)


def test_without_the_variable_there_is_no_log(settings: Settings) -> None:
    """A client of the process has one only where the variable names a file."""
    client = clients.client_for(settings)

    assert client._log is None
    assert read_settings(None, {**ENVIRONMENT, "TRUSTHUB_LOG": " "}).log is None
    assert "/log" == read_settings(None, {**ENVIRONMENT, "TRUSTHUB_LOG": "/log"}).log


ENVIRONMENT = {"TWILIO_ACCOUNT_SID": ACCOUNT, "TWILIO_AUTH_TOKEN": "token-of-the-test"}


def test_every_decision_is_explained() -> None:
    """On the page that asks for the log."""
    page = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")

    assert [] == [it.value for it in Decision if f"`{it.value}`" not in page]
