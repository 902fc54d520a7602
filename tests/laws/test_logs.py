"""Does the log of requests show nothing personal and no credential, whatever a resource holds?"""

from __future__ import annotations

import contextlib
import json
import os
import re
import socket
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from adapters import PluginAdapter
from subjects import SUBJECTS, Subject

from pulumi_trusthub._core.api.request_log import HIDDEN, Decision
from pulumi_trusthub._core.handlers.registry import HANDLERS
from pulumi_trusthub._core.model import errors
from pulumi_trusthub.testing.providers.host import HostProcess, Launch, Provider, ProviderError
from pulumi_trusthub.testing.values.property_values import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapters import Adapter

    from pulumi_trusthub.simulator import Simulator

SID = r"(?:AD|BU|BV|EL|IT|OY|PN|RA|RD|RN)[0-9a-f]{32}"
WORDS = {
    *(it.value for it in Decision),
    *(name for name in vars(errors) if name.endswith("Error")),
    *("POST", "GET", "DELETE", "dynamic provider host", "plugin", "phone-number", HIDDEN),
    *("draft", "pending-review", "in-review", "twilio-approved", "twilio-rejected"),
    *("start", "account", "request", "decision", "token", "this machine", "linux", "darwin"),
}
"""All words that a line may have beside its keys, SIDs, paths and numbers."""
FORM = re.compile(
    rf"{SID}|RQ[0-9a-f]{{32}}|AC…[0-9a-f]{{4}}|[0-9T:.Z-]+"
    rf"|(?:/(?:{SID}|AC…[0-9a-f]{{4}}|v1|2010-04-01|[A-Za-z]+)(?:\.json)?)+"
)


def strings(value: Any) -> Iterator[str]:
    """Yield every text of a value."""
    if isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)
    elif isinstance(value, str):
        yield value


def harmless(text: str) -> bool:
    """Tell whether a text may be in a log."""
    return bool(FORM.fullmatch(text)) or text in WORDS


@pytest.mark.parametrize("subject", SUBJECTS, ids=str)
def test_a_life_leaves_nothing_personal_in_the_log(
    subject: Subject, adapter: Adapter, simulator: Simulator, log: Path
) -> None:
    """Create, read, update and delete: no text of an input or output that is not listed here."""
    name = subject.type_name
    given = subject.inputs(adapter, simulator)
    changed = {**given, **(subject.change or {})}
    inputs = adapter.check(name, given)
    id_, state = adapter.create(name, inputs)
    adapter.read(name, id_)
    adapter.update(name, id_, state, adapter.check(name, changed, inputs), inputs)
    adapter.delete(name, id_, state)

    text = log.read_text(encoding="utf-8")
    lines = [json.loads(line) for line in text.splitlines()]
    requests = [line for line in lines if line["event"] == "request"]
    hidden = {
        simulator.auth_token,
        simulator.account_sid,
        *simulator.phone_numbers,
        *(it for it in strings(plain([given, changed, state])) if len(it) > 1 and not harmless(it)),
    }
    marked = [plain({**state, **given}.get(it)) for it in HANDLERS[name].secrets]

    assert {"plugin" if isinstance(adapter, PluginAdapter) else "dynamic provider host"} == {
        line["process"] for line in lines
    }
    assert len(simulator.control.requests()) == len(requests)
    assert [] == sorted(it for it in hidden if it in text)
    assert [] == [it for it in strings(marked) if it in text and not re.fullmatch(SID, it)]
    assert [] == [it for it in strings(lines) if not harmless(it) and it != lines[0]["version"]]
    names = {it for line in requests for part in ("fields", "query") for it in line.get(part, {})}
    assert HIDDEN not in names, "a name of a field is missing in request_log.py"


def test_a_plugin_that_is_ended_writes_down_what_is_under_way(log: Path) -> None:
    """By the signal with which an engine ends it; the answer never came."""
    root = Path(__file__).parents[2]
    variables = {**os.environ, "PYTHONPATH": str(root), "TRUSTHUB_LOG": str(log)}
    launch = Launch(sys.executable, root, variables, lambda _: None, PluginAdapter.arguments)
    provider = Provider(lambda: HostProcess(launch))

    def look() -> None:
        with contextlib.suppress(ProviderError):
            PluginAdapter(provider).read("TrustProduct", "BU" + "1" * 32)

    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
        settings = {"accountSid": "AC" + "0a" * 16, "authToken": "token-of-the-test"}
        provider.configure({**settings, "baseUrl": url})
        caller = threading.Thread(target=look)
        caller.start()
        connection, _ = server.accept()
        with connection:
            assert connection.recv(4)
            provider.close()
        caller.join()

    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert ["unanswered at the end"] == [it["decision"] for it in lines if "decision" in it]
