"""Two engines on two worlds that are alike: each command is run on both, and compared."""

from __future__ import annotations

import base64
import contextlib
import functools
import json
import re
import urllib.parse
import urllib.request
from collections import Counter
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Protocol

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
from declared import OUTSIDE, Declared, program_of, settled

from pulumi_trusthub.testing import DeploymentFailed, PulumiStack, Secret
from pulumi_trusthub.testing.pulumi_stack.stack import _PASSPHRASE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from toy_world import World

    from pulumi_trusthub.simulator import Simulator
    from pulumi_trusthub.testing import Resource, Result

PROJECT = "histories"
STACK = "test"
_LATER_SECONDS = 120
"""After which an object that is gone is not waited for."""


@dataclass(frozen=True, repr=False)
class Command:
    """One command, and what is done behind the stack's back before and while it runs."""

    verb: str
    program: tuple[Declared, ...] = ()
    replace: tuple[str, ...] = ()
    """Names to be replaced whatever the program says."""
    trouble: tuple[tuple[str, str, str], ...] = ()
    """Verbs of a provider that go wrong: verb, name, and how."""
    drift: tuple[tuple[str, str], ...] = ()
    """Objects that somebody else changes before: name, and what becomes of their value."""
    owner: str = ""
    """The stack's configuration, which is the default provider's."""
    native: bool = False
    """Whether those of Trust Hub are resources of the plugin."""
    faults: tuple[tuple[str, str], ...] = ()
    """Requests that Trust Hub refuses, each once: method, and a pattern of the path."""
    by_hand: tuple[str, ...] = ()
    """What somebody else changes in Trust Hub before."""

    def __repr__(self) -> str:
        """Show what is not as usual, as code."""
        given = [
            f"{found.name}={getattr(self, found.name)!r}"
            for found in fields(self)[1:]
            if getattr(self, found.name) != found.default
        ]
        return f"Command({', '.join([repr(self.verb), *given])})"


class Stack(Protocol):
    """What both engines can do."""

    program: Any
    config: dict[str, str | Secret]

    def preview(self, *, replace: Iterable[str] = ()) -> Result: ...
    def up(self, *, replace: Iterable[str] = ()) -> Result: ...
    def refresh(self) -> Result: ...
    def destroy(self) -> Result: ...
    def export(self, *, show_secrets: bool = False) -> dict[str, Any]: ...
    @property
    def outputs(self) -> dict[str, Any]: ...
    @property
    def resources(self) -> list[Resource]: ...


@dataclass
class Twin:
    """One engine with a world of its own."""

    name: str
    stack: Stack
    world: World
    simulator: Simulator

    def prepare(self, command: Command) -> None:
        """Have the world go wrong as the command says."""
        self.world.peace()
        for verb, name, kind in command.trouble:
            self.world.trouble(verb, name, kind)
        for name, value in command.drift:
            for file in self.world.files:
                if file.name.rpartition("-")[0] != name:
                    continue
                if value == "gone":
                    file.unlink()
                    continue
                found = json.loads(file.read_text(encoding="utf-8"))
                file.write_text(json.dumps(found | {"value": value}), encoding="utf-8")
        self.simulator.control.advance_clock(_LATER_SECONDS)
        for what in command.by_hand:
            change_by_hand(self.simulator, what)
        self.simulator.control.clear_requests()
        self.simulator.control.clear_faults()
        for method, path in command.faults:
            self.simulator.control.fault(method=method, path=path, status=400, code=20001)
        self.stack.config = {
            f"{PROJECT}:profile": self.simulator.customer_profile_sid,
            f"{PROJECT}:numbers": json.dumps(list(self.simulator.phone_numbers.values())),
            **({"trusthub:native": "true"} if command.native else {}),
            "trusthub:accountSid": self.simulator.account_sid,
            "trusthub:authToken": Secret(self.simulator.auth_token),
            "trusthub:baseUrl": self.simulator.url,
            "trusthub:readLag": "1",
            **({"toy:owner": command.owner} if command.owner else {}),
        }
        if command.program:
            # What else is begun before a failure is a question of chance, unless each waits.
            in_turn = bool(command.trouble or command.faults) or any(
                each.may_fail for each in command.program
            )
            self.stack.program = program_of(settled(command.program), in_turn=in_turn)
        elif command.verb in {"preview", "up"}:
            self.stack.program = lambda: None

    def state(self) -> dict[str, Any]:
        """Give the state with its secrets; a command of Pulumi's would take half a second."""
        if not isinstance(self.stack, PulumiStack):
            return dict(self.stack.export(show_secrets=True)["deployment"])
        deployment = self.stack.export()["deployment"]
        provider = deployment.get("secrets_providers") or {}
        salt = provider.get("state", {}).get("salt", "").split(":")
        return dict(_opened(deployment, salt[1])) if len(salt) > 1 else dict(deployment)

    def _urns(self, command: Command) -> list[str]:
        """Only what is in the state, and once, can be named."""
        urns = {found.urn for found in self.stack.resources}
        named = {
            name: [urn for urn in urns if urn.endswith(f"::{name}")] for name in command.replace
        }
        return [found[0] for found in named.values() if len(found) == 1]

    def run(self, command: Command) -> Done:
        """Run it, and tell all that came of it."""
        self.prepare(command)
        self.world.log()
        verbs: dict[str, Callable[[], Result]] = {
            "preview": lambda: self.stack.preview(replace=self._urns(command)),
            "up": lambda: self.stack.up(replace=self._urns(command)),
            "refresh": self.stack.refresh,
            "destroy": self.stack.destroy,
        }
        try:
            result, well = verbs[command.verb](), True
        except DeploymentFailed as failure:
            result, well = failure.result, False
        return Done(
            well=well,
            result=result,
            log=self.world.log("check", "diff", "create", "update", "read", "delete"),
            state=self.state(),
            outputs=self.stack.outputs,
            objects={
                file.name: json.loads(file.read_text(encoding="utf-8")) for file in self.world.files
            },
            requests=Counter(
                f"{it.method} {_GENERATED.sub('…', it.path)}"
                for it in self.simulator.control.requests()
                if it.method != "GET"
            ),
        )


@dataclass
class Done:
    """What a command did, and left."""

    well: bool
    result: Result
    log: list[str]
    state: dict[str, Any]
    outputs: dict[str, Any]
    objects: dict[str, Any]
    requests: Counter[str]


_GENERATED = re.compile(
    r"[A-Z]{2}[0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
    r"|(?<=-)[0-9a-f]{6}\b|http://127\.0\.0\.1:[0-9]+"
)
_NOT_COMPARED = {
    "created",
    "modified",
    "date_created",
    "date_updated",
    "dateCreated",
    "dateUpdated",
    "sourcePosition",
    "stackTrace",
}
"""Times, and where in the program a resource stands, which EmbeddedStack does not keep."""


class Difference(AssertionError):  # noqa: N818 - the news that there is one
    """The engines did not do the same."""


class Undetermined(Exception):  # noqa: N818 - no error
    """Both engines were right, and the history cannot go on: their states are not the same.

    Which of the deletes that could come at the same time as one that failed were still done is a
    question of chance, in Pulumi's engine too, which takes them from a set without an order.
    """


class Twins:
    """Both engines: all that is generated by one has its counterpart with the other."""

    def __init__(self, real: Twin, embedded: Twin) -> None:
        self.real = real
        self.embedded = embedded
        self._counterpart: dict[str, str] = {}
        self._taken: dict[str, str] = {}

    def run_all(self, *commands: Command) -> None:
        """Run commands one after the other, as far as their outcome is determined."""
        with contextlib.suppress(Undetermined):
            for command in commands:
                self.run(command)

    def run(self, command: Command) -> tuple[Done, Done]:
        """Run a command on both, and compare all that came of it."""
        before = self.embedded.state()
        real, embedded = (twin.run(command) for twin in (self.real, self.embedded))
        if _undetermined(real, embedded):
            raise Undetermined
        found = list(self._differences(command, real, embedded))
        # Pulumi deletes early what has a dependant that merely changes, or that nobody declares.
        allowed = set(_out_of_order(real, before))
        found += [line for line in _out_of_order(embedded, before) if line not in allowed]
        if found:
            told = "\n".join(
                f"{twin.name} said:\n{done.result.text}"
                for twin, done in ((self.real, real), (self.embedded, embedded))
            )
            lines = "\n".join(found)
            raise Difference(
                f"{command!r}\n{self.real.name} | {self.embedded.name}\n{lines}\n{told}"
            )
        return real, embedded

    def _differences(self, command: Command, real: Done, embedded: Done) -> Iterator[str]:
        yield from self._compared("well", real.well, embedded.well)
        yield from _counted("operation", _operations(real), _operations(embedded))
        yield from _unseen(real, embedded)
        yield from self._compared(
            "changes", dict(real.result.changes), dict(embedded.result.changes)
        )
        yield from self._states(real.state, embedded.state)
        yield from self._compared("outputs", real.outputs, embedded.outputs)
        yield from self._compared("result.outputs", real.result.outputs, embedded.result.outputs)
        yield from self._compared("objects", _by_name(real.objects), _by_name(embedded.objects))
        yield from _counted("call", *_calls(real, embedded))
        yield from _counted("request", real.requests, embedded.requests)
        yield from _counted("error", *_told(command, real, embedded))

    def _states(self, real: Mapping[str, Any], embedded: Mapping[str, Any]) -> Iterator[str]:
        yield from self._compared(
            "pending",
            [
                (found["type"], found["resource"]["urn"])
                for found in real.get("pending_operations") or []
            ],
            [
                (found["type"], found["resource"]["urn"])
                for found in embedded.get("pending_operations") or []
            ],
        )
        ours, theirs = _entries(real), _entries(embedded)
        for key in {**ours, **theirs}:
            yield from self._compared(f"state {key}", ours.get(key), theirs.get(key))

    def _compared(self, place: str, real: Any, embedded: Any) -> Iterator[str]:
        if isinstance(real, dict) and isinstance(embedded, dict):
            for key in {**real, **embedded}:
                if key in _NOT_COMPARED:
                    continue
                yield from self._compared(
                    f"{place}.{key}", real.get(key, "(nothing)"), embedded.get(key, "(nothing)")
                )
        elif isinstance(real, list) and isinstance(embedded, list) and len(real) == len(embedded):
            for index, (one, other) in enumerate(zip(real, embedded, strict=True)):
                yield from self._compared(f"{place}[{index}]", one, other)
        elif isinstance(real, str) and isinstance(embedded, str):
            if not self._same_text(real, embedded):
                yield f"{place}: {real!r} | {embedded!r}"
        elif real != embedded:
            yield f"{place}: {real!r} | {embedded!r}"

    def _same_text(self, real: str, embedded: str) -> bool:
        ours, theirs = _GENERATED.findall(real), _GENERATED.findall(embedded)
        if _GENERATED.sub("*", real) != _GENERATED.sub("*", embedded):
            return False
        return all(
            self._counterpart.setdefault(one, other) == other
            and self._taken.setdefault(other, one) == one
            for one, other in zip(ours, theirs, strict=True)
        )


_SIGNATURE = "4dabf18193072939515e22adb298388d"


def _opened(value: Any, salt: str) -> Any:
    """Decrypt the secrets of a state, and write them as `pulumi stack export --show-secrets`."""
    if isinstance(value, list):
        return [_opened(item, salt) for item in value]
    if not isinstance(value, dict):
        return value
    if _SIGNATURE in value and "ciphertext" in value:
        _, nonce, sealed = value["ciphertext"].split(":")
        plain = _cipher(salt).decrypt(base64.b64decode(nonce), base64.b64decode(sealed), None)
        return {_SIGNATURE: value[_SIGNATURE], "plaintext": plain.decode()}
    return {key: _opened(item, salt) for key, item in value.items()}


@functools.lru_cache
def _cipher(salt: str) -> AESGCM:
    """The cipher of Pulumi's secrets with a passphrase."""
    derived = PBKDF2HMAC(
        hashes.SHA256(), length=32, salt=base64.b64decode(salt), iterations=1_000_000
    )
    return AESGCM(derived.derive(_PASSPHRASE.encode()))


def _operations(done: Done) -> Counter[tuple[Any, ...]]:
    return Counter(
        (
            found.kind,
            found.urn.split("::", 2)[2],
            found.replaces,
            "failed" if found.failed else "done",
        )
        for found in done.result.operations
    )


def _unseen(real: Done, embedded: Done) -> Iterator[str]:
    """What has changed by the engine's events, and not by EmbeddedStack?

    The other way round says nothing: the events of the engine hide what was and is a secret.
    """
    seen = {(found.kind, found.urn): found.changed for found in embedded.result.operations}
    for found in real.result.operations:
        missing = set(found.changed).difference(seen.get((found.kind, found.urn), found.changed))
        if missing:
            yield f"changed {found.kind} {found.urn}: {sorted(missing)} | (nothing)"


def _undetermined(real: Done, embedded: Done) -> bool:
    kinds = ("delete", "discard", "replace")
    steps = [
        Counter((found.kind, found.urn, found.failed) for found in done.result.steps)
        for done in (real, embedded)
    ]
    failed = [any(key[2] and key[0].startswith(kinds) for key in found) for found in steps]
    differing = (steps[0] - steps[1]) + (steps[1] - steps[0])
    return all(failed) and bool(differing) and all(key[0].startswith(kinds) for key in differing)


def _calls(real: Done, embedded: Done) -> tuple[Counter[str], Counter[str]]:
    """Count the calls of providers.

    A resource that depended on a replaced resource, and does so no more, may be diffed once more by
    Pulumi's engine: it passes over what it has registered already, which is a question of chance.
    """
    calls, others = Counter(real.log), Counter(embedded.log)
    for call in calls:
        if call.startswith("diff ") and others[call]:
            calls[call] = min(calls[call], others[call])
    return calls, others


def _told(command: Command, real: Done, embedded: Done) -> tuple[Counter[str], Counter[str]]:
    """Count the errors; which of several that end a refresh are told is a question of chance."""
    ours, theirs = _errors(real), _errors(embedded)
    if command.verb == "refresh" and ours:
        theirs &= ours
    return ours, theirs


def _errors(done: Done) -> Counter[str]:
    """Of whom was an error told?  What a program says when it is ended is no error of its own.

    Once for each, because the engine does not repeat a message word for word.
    """
    return Counter(
        {
            found.urn.split("::", 2)[2]
            for found in done.result.diagnostics
            if found.severity == "error" and found.urn
        }
    )


def _counted(what: str, real: Counter[Any], embedded: Counter[Any]) -> Iterator[str]:
    for key in sorted({*real, *embedded}, key=str):
        if real[key] != embedded[key]:
            yield f"{what} {key}: {real[key]} | {embedded[key]}"


def _by_name(objects: Mapping[str, Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for name, value in objects.items():
        found.setdefault(name.rpartition("-")[0], []).append(value)
    return {name: sorted(values, key=_text) for name, values in found.items()}


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


def _entries(state: Mapping[str, Any]) -> dict[str, Any]:
    """Everything in the state by URN, and by what else there may be of the same URN."""
    found: dict[str, Any] = {}
    for resource in state.get("resources") or []:
        key = resource["urn"].split("::", 2)[2]
        key += " (old)" if resource.get("delete") else ""
        while key in found:
            key += " (another)"
        found[key] = _entry(resource)
    return found


def _entry(resource: Mapping[str, Any]) -> dict[str, Any]:
    entry = dict(resource)
    for key in ("dependencies", "replaceWith"):
        if key in entry:
            entry[key] = sorted(entry[key])
    needs = entry.get("propertyDependencies")
    if needs is not None:
        entry["propertyDependencies"] = {key: sorted(urns) for key, urns in needs.items() if urns}
    return entry


def _out_of_order(done: Done, before: Mapping[str, Any]) -> Iterator[str]:
    """Find what was made before what it needs, or deleted before what needs it."""
    yield from _wrong_order(done.log, {"create", "update"}, _needs(done.state), first=True)
    yield from _wrong_order(done.log, {"delete"}, _needs(before), first=False)


def _needs(state: Mapping[str, Any]) -> set[tuple[str, str]]:
    """Pairs of names: the first needs the second."""
    return {
        (resource["urn"].split("::")[-1], needed.split("::")[-1])
        for resource in state.get("resources") or []
        for needed in resource.get("dependencies") or ()
    }


def _wrong_order(
    log: Sequence[str], verbs: set[str], pairs: set[tuple[str, str]], *, first: bool
) -> Iterator[str]:
    places: dict[str, list[int]] = {}
    for index, line in enumerate(log):
        verb, name, *_ = line.split()
        if verb in verbs:
            places.setdefault(name, []).append(index)
    for needing, needed in sorted(pairs):
        if (needed, needing) in pairs or not (needing in places and needed in places):
            continue
        early, late = (needed, needing) if first else (needing, needed)
        if max(places[early]) > min(places[late]):
            yield f"{'/'.join(sorted(verbs))}: {late} before {early}"


def change_by_hand(simulator: Simulator, what: str) -> None:
    """Rename a person or a product, or take a link or numbers off the product, where there are."""
    account = simulator.control.accounts()[0]
    for person in account.end_users if what == "person" else ():
        _ask(simulator, "POST", f"EndUsers/{person}", FriendlyName="Renamed by hand")
    for product in account.trust_products:
        path = f"TrustProducts/{product}"
        if what == "product":
            _ask(simulator, "POST", path, FriendlyName="Renamed by hand")
        assigned = {"link": "EntityAssignments", "numbers": "ChannelEndpointAssignments"}.get(what)
        for each in _ask(simulator, "GET", f"{path}/{assigned}")["results"] if assigned else ():
            if not each.get("object_sid", "").startswith("BU"):
                _ask(simulator, "DELETE", f"{path}/{assigned}/{each['sid']}")


def _ask(simulator: Simulator, method: str, path: str, **fields: str) -> Any:
    credentials = f"{simulator.account_sid}:{simulator.auth_token}".encode()
    request = urllib.request.Request(  # noqa: S310 - the test's own simulator
        f"{simulator.url}/v1/{path}",
        data=urllib.parse.urlencode(fields).encode() if fields else None,
        method=method,
        headers={"Authorization": f"Basic {base64.b64encode(credentials).decode()}"},
    )
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=10) as answer:
        return json.loads(answer.read() or b"null")


def plant(world: World) -> None:
    """Put the object there that no stack made."""
    found = {"name": "outside", "value": "1", "serial": "serial of 1", "owner": None}
    (world.folder / "objects" / OUTSIDE).write_text(json.dumps(found), encoding="utf-8")
