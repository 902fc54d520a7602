"""Runs steps: calls the provider, and updates the state."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from pulumi_trusthub.testing.providers.host import InitFailedError, Provider, ProviderError
from pulumi_trusthub.testing.values.property_values import UNKNOWN, Properties, marked
from pulumi_trusthub.testing.values.urns import STACK_TYPE, is_provider

from .deployment import LOGICAL, Deployment, Step, StepFailed

if TYPE_CHECKING:
    from pulumi_trusthub.testing.providers.registry import ProviderOfProviders
    from pulumi_trusthub.testing.values.state import State

_PENDING = {
    "create": "creating",
    "create-replacement": "creating",
    "update": "updating",
    "delete": "deleting",
    "delete-replaced": "deleting",
    "discard": "deleting",
    "discard-replaced": "deleting",
    "read": "reading",
    "read-replacement": "reading",
}
_DELETES = frozenset({"delete", "delete-replaced", "discard", "discard-replaced"})


class ProtectedError(ProviderError):
    """A delete of a protected resource."""


class Executor:
    """Runs steps, as many at once as allowed."""

    def __init__(self, deployment: Deployment) -> None:
        self._deployment = deployment
        self._places = threading.BoundedSemaphore(deployment.parallel)
        self._registered: dict[str, Step] = {}
        self._stack_outputs: tuple[str, Properties] | None = None
        self.deleting: dict[str, bool] = {}
        """URNs that are deleted, or will be; resources ``deleted_with`` them are left alone."""
        self.failed_deletes: list[State] = []

    def run(self, steps: list[Step]) -> None:
        """Run steps one after the other, once a place is free."""
        with self._places:
            for step in steps:
                self._deployment.check_cancelled()
                self._do(step, cancel=True)

    def run_all(self, steps: list[Step], *, go_on: bool = False) -> None:
        """Run independent steps at once; ``go_on`` runs the others after a failure."""

        def one(step: Step) -> None:
            if go_on or not self._deployment.cancelled.is_set():
                try:
                    self._do(step, cancel=not go_on)
                except StepFailed:
                    return

        with ThreadPoolExecutor(self._deployment.parallel) as pool:
            list(pool.map(one, steps))

    def register_outputs(self, urn: str, outputs: Properties) -> None:
        """Store the outputs of a component; the stack's outputs come last."""
        if urn.split("::")[2] == STACK_TYPE:
            self._stack_outputs = (urn, outputs)
            return
        step = self._registered.pop(urn, None)
        if step is None or step.new is None:
            raise ProviderError(
                f"cannot complete a resource '{urn}' whose registration isn't pending"
            )
        step.new.outputs = outputs
        self._deployment.snapshot.write()

    def finish_stack(self) -> Properties:
        """Set the stack's outputs; after a failure, old outputs stay where new ones are unknown."""
        if self._stack_outputs is None:
            stacks = [step for step in self._registered.values() if step.state.type == STACK_TYPE]
            return stacks[0].old.outputs if stacks and stacks[0].old is not None else {}
        urn, outputs = self._stack_outputs
        step = self._registered.get(urn)
        if step is None or step.new is None:
            return outputs
        if self._deployment.failed and step.old is not None:
            outputs = {**step.old.outputs, **outputs}
        step.new.outputs = outputs
        self._deployment.snapshot.write()
        return outputs

    def _do(self, step: Step, *, cancel: bool) -> None:
        snapshot = self._deployment.snapshot
        begun = step.old if step.kind in _DELETES else step.new
        pending = _PENDING.get(step.kind)
        if pending is not None and begun is not None and not self._deployment.preview:
            snapshot.begin(begun, pending)
        error: ProviderError | None = None
        try:
            self._apply(step)
        except ProviderError as found:
            error = found
        whole = error is None
        saved = whole or isinstance(error, InitFailedError)
        if saved and step.new is not None and step.kind not in {"replace", "refresh"}:
            new = step.new
            new.outputs = marked(new.outputs, new.inputs, new.additional_secret_outputs)
        if whole and step.kind in LOGICAL and step.new is not None:
            self._registered[step.new.urn] = step
        if error is not None:
            self._tell(step, error, cancel=cancel)
            if saved and step.kind == "update" and step.new is not None and step.old is not None:
                # The object was not created with the new inputs, so the old inputs stay.
                step.new.inputs = step.old.inputs
        self._deployment.record(step, failed=error is not None)
        if not self._deployment.preview:
            self._save(step, begun, saved=saved)
        if error is not None:
            raise StepFailed(str(error))

    def _tell(self, step: Step, error: ProviderError, *, cancel: bool) -> None:
        protected = isinstance(error, ProtectedError)
        if protected and step.old is not None:
            self.failed_deletes.append(step.old)
        text = f"Preview failed: {error}" if self._deployment.preview else str(error)
        self._deployment.fail(step.state.urn, text, cancel=cancel and not protected)

    def _save(self, step: Step, begun: State | None, *, saved: bool) -> None:
        snapshot = self._deployment.snapshot
        if step.kind in {"replace", "refresh"}:
            return
        old: State | None = None
        new: State | None = None
        if saved:
            new = step.new
            was_pending = step.old is not None and step.old.pending_replacement
            if step.kind in {"same", "update", "read", "remove-pending-replace"}:
                old = step.old
            elif step.kind == "create-replacement":
                old = step.old if was_pending else None
            elif step.kind in _DELETES:
                old = None if was_pending else step.old
        snapshot.end(begun=begun if step.kind in _PENDING else None, old=old, new=new)

    def _apply(self, step: Step) -> None:
        if step.kind in _DELETES:
            self._delete(step)
        elif step.kind in {"create", "create-replacement"}:
            self._create(step)
        elif step.kind in {"read", "read-replacement"}:
            self._read(step)
        elif step.kind == "update":
            self._update(step)
        elif step.kind == "same":
            self._same(step)
        elif step.kind == "refresh":
            self._refresh(step)

    def _provider(self, state: State) -> Provider | ProviderOfProviders | None:
        return self._deployment.registry.of(state)

    def _create(self, step: Step) -> None:
        new = step.state
        provider = self._provider(new)
        failure: InitFailedError | None = None
        if provider is not None:
            try:
                new.id, new.outputs = provider.create(
                    new.urn, new.inputs, preview=self._deployment.preview
                )
            except InitFailedError as error:
                new.id, new.outputs, new.init_errors = error.id, error.properties, error.reasons
                failure = error
        if step.later and step.old is not None:
            step.old.delete = True
        if failure is not None:
            raise failure

    def _update(self, step: Step) -> None:
        old, new = step.old, step.new
        if old is None or new is None:
            raise ValueError("an update has two sides")
        new.id = old.id
        provider = self._provider(new)
        if provider is None:
            return
        try:
            new.outputs = provider.update(
                new.urn,
                old.id,
                old_inputs=old.inputs,
                olds=old.outputs,
                news=new.inputs,
                preview=self._deployment.preview,
            )
        except InitFailedError as error:
            new.outputs, new.init_errors = error.properties, error.reasons
            raise

    def _same(self, step: Step) -> None:
        old, new = step.old, step.new
        if old is None or new is None:
            raise ValueError("what is the same was there before")
        new.id, new.outputs = old.id, old.outputs
        if is_provider(new.type):
            self._deployment.registry.ensure(new.urn, new.id, old.inputs)

    def _delete(self, step: Step) -> None:
        old = step.state
        if old.protect and step.kind == "delete":
            raise ProtectedError(
                f'resource "{old.urn}" cannot be deleted\nbecause it is protected. To unprotect '
                "the resource, either remove the `protect` flag from the resource in your Pulumi "
                "program and run `pulumi up`, or use the command:\n"
                f"`pulumi state unprotect '{old.urn}'`"
            )
        let_be = old.external or old.retain_on_delete or self.deleting.get(old.deleted_with, False)
        provider = self._provider(old) if not (self._deployment.preview or let_be) else None
        if provider is not None:
            provider.delete(old.urn, old.id, inputs=old.inputs, outputs=old.outputs)
        if step.later:
            old.pending_replacement = True

    def _read(self, step: Step) -> None:
        new = step.state
        if new.id == UNKNOWN:
            new.outputs = {}
        else:
            provider = self._provider(new)
            if provider is None:
                raise ValueError("only custom resources are read")
            try:
                found, new.outputs, _ = provider.read(
                    new.urn, new.id, inputs=new.inputs, state=new.inputs
                )
            except InitFailedError as error:
                new.outputs, new.init_errors = error.properties, error.reasons
                raise
            new.id = found or new.id
        if step.kind == "read-replacement" and step.old is not None:
            step.old.delete = True

    def _refresh(self, step: Step) -> None:
        old = step.state
        step.outcome = "same"
        if not old.custom or is_provider(old.type) or old.pending_replacement:
            return
        provider = self._provider(old)
        if provider is None:
            return
        errors: list[str] = []
        inputs: Properties | None = None
        try:
            id_, outputs, inputs = provider.read(
                old.urn, old.id, inputs=old.inputs, state=old.outputs
            )
        except InitFailedError as error:
            id_, outputs, errors = error.id, error.properties, error.reasons
            lines = "".join(f"\n* {reason}" for reason in errors)
            self._deployment.say(
                "warning", old.urn, f"Refreshed resource is in an unhealthy state:{lines}"
            )
        if not id_:
            step.deleted, step.outcome = True, "delete"
            return
        new = old.copied()
        new.id, new.init_errors = id_, errors
        new.inputs = old.inputs if inputs is None else inputs
        new.outputs = marked(outputs, new.inputs, new.additional_secret_outputs)
        if old.external:
            differs = old.outputs != new.outputs
        else:
            # Compare as if the program's inputs were to be restored, which the next up does.
            diff = provider.diff(
                new.urn, new.id, old_inputs=new.inputs, olds=new.outputs, news=old.inputs
            )
            differs, step.differs = diff.changes, diff.changed
        step.new = new
        step.outcome = "update" if differs else "same"
