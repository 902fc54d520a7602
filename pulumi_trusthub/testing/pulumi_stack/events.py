"""The events of Pulumi's engine, turned into the result of one command."""

from __future__ import annotations

import re
import threading
from typing import TYPE_CHECKING, Any

from pulumi.automation import EngineEvent, OpType, StepEventMetadata

from pulumi_trusthub.testing.values.property_values import PROVIDER_KEY, changed, shown
from pulumi_trusthub.testing.values.result import Diagnostic, Operation, Result
from pulumi_trusthub.testing.values.urns import STACK_TYPE, is_default_provider, name_of

if TYPE_CHECKING:
    from collections.abc import Mapping

_COLOR = re.compile(r"<\{%[^%]*%\}>")
_SEVERITIES = {"info#err": "info"}
_NOTHING_NEW = re.compile(
    r"using pulumi-resource-(?:pulumi-python|trusthub) from \$PATH at .*"  # PulumiStack's launchers
    r"|(?:preview|update|refresh|destroy) failed"  # after an error that says why
    r"|(?:RPC error: )?Resource monitor has terminated, shutting down"  # as above
)
_ONCE_MORE = re.compile(r"(?:Exception calling application|an unhandled error occurred): ")
"""Beginning of a message that repeats an error of the program."""
_INLINE = "python inline source runtime error: "
_FRAME = re.compile(r'  File "(?P<file>.*)", line \d+, in ')
_OURS = re.compile(
    r"<frozen runpy>|.*[/\\](?:runpy|pulumi_trusthub[/\\]testing[/\\]bridge[/\\]program)\.py"
)
_LAST_EVENT_SECONDS = 3.0


class EngineEvents:
    """Collects the engine's events while a command runs."""

    def __init__(self, *, refresh: bool = False) -> None:
        self.result = Result()
        self._complete = threading.Event()
        self._refresh = refresh
        self._components: set[tuple[str, str]] = set()

    def add(self, event: EngineEvent) -> None:
        """Add an event."""
        if event.cancel_event is not None:  # the last event of every operation
            self._complete.set()
        elif event.resource_pre_event is not None:
            self._begun(event.resource_pre_event.metadata)
        elif event.res_outputs_event is not None:
            self._step(event.res_outputs_event.metadata, failed=False)
        elif event.res_op_failed_event is not None:
            self._step(event.res_op_failed_event.metadata, failed=True)
        elif event.summary_event is not None:
            for kind, count in event.summary_event.resource_changes.items():
                self.result.changes[_word(kind)] += count
        elif event.diagnostic_event is not None and event.diagnostic_event.severity != "debug":
            told = event.diagnostic_event
            message = _program_error(_COLOR.sub("", told.message).strip())
            again = _ONCE_MORE.sub("", message, count=1) in self.result.errors
            if not again and not _NOTHING_NEW.fullmatch(message):
                severity = _SEVERITIES.get(told.severity, told.severity)
                self.result.diagnostics.append(Diagnostic(severity, told.urn or "", message))

    def wait(self) -> None:
        """Wait for the last event: the Automation API does not, and loses the error of a resource.

        A command that failed before its operation began has no events.
        """
        self._complete.wait(_LAST_EVENT_SECONDS)

    def _begun(self, metadata: StepEventMetadata) -> None:
        """Record a component as done: its outputs may never come."""
        old, new = metadata.old, metadata.new
        if new is not None and not new.custom and not self._refresh:
            self._step(metadata, failed=False)
            if old is not None and metadata.type == STACK_TYPE:
                self.result.outputs = shown(dict(old.outputs or {}))

    def _step(self, metadata: StepEventMetadata, *, failed: bool) -> None:
        old, new = metadata.old, metadata.new
        state = new or old
        if new is not None and metadata.type == STACK_TYPE:
            self.result.outputs = shown(dict(new.outputs or {}))
        kind = _word(metadata.op)
        if (metadata.urn, kind) in self._components:
            return  # a component's second event, with its outputs
        if state is not None and not state.custom:
            self._components.add((metadata.urn, kind))
        differs: set[str] = set()
        if old is not None and new is not None and (kind != "same" or self._refresh):
            differs = {*_changed(old.inputs, new.inputs), *(metadata.diffs or ())}
            if kind == "read" or self._refresh:
                differs |= {*_changed(old.outputs, new.outputs)}
        done = Operation(
            kind=kind,
            urn=metadata.urn,
            type=metadata.type,
            name=name_of(metadata.urn),
            id=state.id if state is not None else "",
            changed=tuple(sorted(differs - {PROVIDER_KEY})),
            replaces=tuple(metadata.keys or ()),
            failed=failed,
        )
        self.result.steps.append(done)
        if (metadata.logical or self._refresh) and not is_default_provider(metadata.urn):
            self.result.operations.append(done)


def _word(kind: str) -> str:
    return kind.value if isinstance(kind, OpType) else kind


def _program_error(message: str) -> str:
    """Show a program's error as Python's language host does, without the SDK's frames."""
    if not message.startswith(_INLINE):
        return message
    head, *lines = message[message.find("Traceback ") :].splitlines()
    frames = [index for index, line in enumerate(lines) if _FRAME.match(line)]
    entered = [at for at in frames if _OURS.fullmatch(_file_of(lines[at]))]
    own = [at for at in frames if entered and at > entered[-1]]
    kept = "\n".join([head, *lines[own[0] if own else 0 :]])
    return f"Program failed with an unhandled exception:\n{kept}"


def _file_of(line: str) -> str:
    found = _FRAME.match(line)
    return found["file"] if found else ""


def _changed(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> tuple[str, ...]:
    """Name the changed properties; secrets are hidden in events, so their changes are not seen."""
    return changed(shown(dict(old or {})), shown(dict(new or {})))
