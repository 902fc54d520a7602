"""The events of Pulumi's engine, put together into the result of one command."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pulumi.automation import OpType

from ._result import Diagnostic, Operation, Result
from ._urns import STACK_TYPE, is_default_provider, name_of
from ._values import PROVIDER_KEY, changed, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pulumi.automation import EngineEvent, StepEventMetadata

_COLOR = re.compile(r"<\{%[^%]*%\}>")
_SEVERITIES = {"info#err": "info"}
_NOTHING_NEW = re.compile(
    r"using pulumi-resource-pulumi-python from \$PATH at .*"  # the launcher that PulumiStack brings
    r"|(?:preview|update|refresh|destroy) failed"  # after an error that says why
    r"|(?:RPC error: )?Resource monitor has terminated, shutting down"  # likewise
)
_OF_THE_SERVER = "Exception calling application: "
"""Begins what the SDK's server of inline programs says once more of an error."""


class EngineEvents:
    """Collects what the engine says while a command runs."""

    def __init__(self, *, refresh: bool = False) -> None:
        """Begin with an empty result.

        Args:
            refresh: The command is a refresh, whose steps the engine does not call logical.
        """
        self.result = Result()
        self._refresh = refresh
        self._components: set[tuple[str, str]] = set()

    def add(self, event: EngineEvent) -> None:
        """Take one event."""
        if event.resource_pre_event is not None:
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
            message = _COLOR.sub("", told.message).strip()
            again = message.removeprefix(_OF_THE_SERVER) in self.result.errors
            if not again and not _NOTHING_NEW.fullmatch(message):
                severity = _SEVERITIES.get(told.severity, told.severity)
                self.result.diagnostics.append(Diagnostic(severity, told.urn or "", message))

    def _begun(self, metadata: StepEventMetadata) -> None:
        """Take a component as done: it is at once, and its outputs may never come."""
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
            return  # a component's second event, when its outputs are there
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


def _changed(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> tuple[str, ...]:
    """Name the properties that differ; events hide secrets, so that none of those is seen."""
    return changed(shown(dict(old or {})), shown(dict(new or {})))
