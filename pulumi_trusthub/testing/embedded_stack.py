"""A stack that an engine in this process deploys."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from pulumi import RunError

from pulumi_trusthub.testing.bridge.monitor import EngineMonitor
from pulumi_trusthub.testing.bridge.program import Run, run_program
from pulumi_trusthub.testing.embedded.dependency_graph import below
from pulumi_trusthub.testing.embedded.deployment import Deployment
from pulumi_trusthub.testing.embedded.executor import Executor
from pulumi_trusthub.testing.embedded.planner import Generator
from pulumi_trusthub.testing.embedded.refresh import refresh
from pulumi_trusthub.testing.providers.host import Launch, ProviderError
from pulumi_trusthub.testing.providers.registry import Registry
from pulumi_trusthub.testing.values.property_values import Properties, secret, shown
from pulumi_trusthub.testing.values.result import DeploymentFailed, Result, Secret, Unsupported
from pulumi_trusthub.testing.values.state import Pending, Snapshot, State
from pulumi_trusthub.testing.values.urns import DYNAMIC, NATIVE, STACK_TYPE

from .stack import Stack
from .state_file import StateFile, Vault, from_deployment, to_deployment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


class EmbeddedStack(Stack):
    """Deploys a program of dynamic resources, or of the plugin's, without the pulumi command.

    A test harness, and provisional: the SDK's own mock monitor, and its own provider host or this
    package's plugin, with an engine in between that decides as Pulumi's does.  ``program`` is a
    callable, or a directory with ``Pulumi.yaml`` and ``__main__.py``.  The state is kept in memory,
    or in a file that is whole after every step.  ``environment`` adds variables for program and
    hosts, or removes a variable (``None``).

    Not supported, and ``Unsupported`` when used: ``import_``, ``transforms`` and stack
    transforms, hooks, remote components, stack references, functions but the plugin's, and
    resources of any package but Python's dynamic one and this one's plugin.  Ignored:
    ``custom_timeouts``, and for dynamic resources ``replace_on_changes``, as Pulumi ignores them
    there.  There are no targets, plans or policies, and the output of the program goes where it
    always goes (output of a host is a diagnostic).  Programs of several stacks in one process run
    one after the other.
    """

    def __init__(
        self,
        program: Callable[[], object] | Path | str,
        *,
        project: str = "project",
        stack: str = "test",
        config: Mapping[str, str | Secret] | None = None,
        state: Path | str | None = None,
        passphrase: str | None = None,
        environment: Mapping[str, str | None] | None = None,
        parallel: int = 16,
        python: str | None = None,
    ) -> None:
        super().__init__(
            program,
            project=project,
            stack=stack,
            config=config,
            environment=environment,
            parallel=parallel,
            python=python,
        )
        self._vault = Vault(self._passphrase_of(state, passphrase))
        self._file = StateFile(Path(state), self._vault) if state is not None else None
        self._states: list[State] = []
        self._pending: list[Pending] = []
        if self._file is not None:
            self._states, self._pending = self._file.load()

    def preview(self, *, replace: Iterable[str] = ()) -> Result:
        """Show the steps of an ``up``."""
        self._require_program()
        return self._verb(self._update, preview=True, replace=replace)

    def up(self, *, replace: Iterable[str] = (), skip_preview: bool = True) -> Result:
        """Create, update and delete resources as the program declares.

        Like the Automation API's ``up``, without a preview before; with a preview, like ``pulumi
        up``, which ends if the preview fails.
        """
        self._require_program()
        if not skip_preview:
            self.preview(replace=replace)
        return self._verb(self._update, preview=False, replace=replace)

    def refresh(self, *, clear_pending_creates: bool = False) -> Result:
        """Read every resource into the state; the program is not run."""

        def run(deployment: Deployment, executor: Executor) -> None:
            if clear_pending_creates:
                deployment.snapshot.forget_interrupted()
            refresh(deployment, executor)
            found = [state for state in deployment.snapshot.base if state.type == STACK_TYPE]
            deployment.result.outputs = shown(found[0].outputs) if found else {}

        return self._verb(run, preview=False)

    def destroy(self, *, skip_preview: bool = True) -> Result:
        """Delete every resource, dependants first; the program is not run."""
        if not skip_preview:
            self._verb(self._delete, preview=True)
        return self._verb(self._delete, preview=False)

    def export(self, *, show_secrets: bool = False) -> dict[str, Any]:
        """Give the state in the form of ``pulumi stack export``."""
        return to_deployment(
            self._states, self._pending, vault=self._vault, show_secrets=show_secrets
        )

    def import_(self, deployment: dict[str, Any]) -> None:
        """Load a state in the form of ``pulumi stack export`` (with ``--show-secrets``).

        As with ``pulumi stack import``, interrupted operations are dropped.
        """
        self._states, _ = from_deployment(deployment, self._vault)
        self._pending = []
        if self._file is not None:
            self._file.save(Snapshot(self._states, pending=self._pending))

    def _current(self) -> list[State]:
        return self._states

    def _verb(
        self,
        run: Callable[[Deployment, Executor], None],
        *,
        preview: bool,
        replace: Iterable[str] = (),
    ) -> Result:
        result = Result()
        deployment: Deployment
        registry = Registry(
            Launch(
                python=self.python,
                directory=self._directory(),
                environment={**self._variables(), "PULUMI_PROJECT": self.project},
                printed=lambda line: deployment.say("info", "", line),
            ),
            lambda severity, urn, text: deployment.say(severity, urn, text),  # noqa: PLW0108 - made below
        )
        snapshot = Snapshot(
            [state.copied() for state in self._states] if preview else list(self._states),
            pending=self._pending,
            save=None if preview or self._file is None else self._file.save,
        )
        deployment = Deployment(
            project=self.project,
            stack=self.stack,
            preview=preview,
            parallel=self.parallel,
            snapshot=snapshot,
            registry=registry,
            result=result,
            replace_targets=frozenset(self.urn(name) for name in replace),
        )
        executor = Executor(deployment)
        try:
            run(deployment, executor)
        except ProviderError as error:
            deployment.fail("", str(error))
        finally:
            registry.close()
            if not preview:
                self._states, self._pending = snapshot.resources(), snapshot.pending()
                snapshot.write()
        if deployment.failed:
            raise DeploymentFailed(result)
        return result

    def _update(self, deployment: Deployment, executor: Executor) -> None:
        if self._pending:
            lines = "".join(
                f"\n  * {found.state.urn}, interrupted while {found.kind}"
                for found in self._pending
            )
            deployment.say(
                "warning",
                "",
                "Attempting to deploy or update resources with "
                f"{len(self._pending)} pending operations from previous deployment.{lines}",
            )
        native = self.config.get(f"{NATIVE}:native")
        deployment.registry.start_ahead(NATIVE if native == "true" else DYNAMIC)
        generator = Generator(deployment, executor)
        monitor = EngineMonitor(deployment, generator, executor, self._configuration())
        self._run_program(deployment, monitor)
        if not deployment.cancelled.is_set():
            self._run_deletes(deployment, executor, generator)
        deployment.result.outputs = shown(executor.finish_stack())

    def _run_program(self, deployment: Deployment, monitor: EngineMonitor) -> None:
        values = {
            key: value.value if isinstance(value, Secret) else value
            for key, value in self.config.items()
        }
        run = Run(
            program=self._program(),
            monitor=monitor,
            project=self.project,
            stack=self.stack,
            preview=deployment.preview,
            parallel=self.parallel,
            config=values,
            secret_keys=[key for key, value in self.config.items() if isinstance(value, Secret)],
            environment=self._variables(),
        )
        error, text = run_program(run)
        if monitor.unsupported is not None:
            raise Unsupported(str(monitor.unsupported)) from None
        # After a failure the program ends with an error that only repeats the failure.
        if error is None or deployment.cancelled.is_set():
            return
        if isinstance(error, RunError):
            deployment.fail("", str(error))
        else:
            deployment.fail("", f"Program failed with an unhandled exception:\n{text}")

    def _configuration(self) -> Properties:
        return {
            key: secret(value.value) if isinstance(value, Secret) else value
            for key, value in self.config.items()
        }

    def _delete(self, deployment: Deployment, executor: Executor) -> None:
        self._run_deletes(deployment, executor, Generator(deployment, executor))

    @staticmethod
    def _run_deletes(deployment: Deployment, executor: Executor, generator: Generator) -> None:
        for layer in generator.deletes():
            kept: set[int] = set()
            for state in executor.failed_deletes:
                # Dependencies of a resource that stays must stay too.
                kept |= below(deployment.snapshot.base, state)
            executor.run_all([step for step in layer if id(step.old) not in kept])
            if deployment.cancelled.is_set():
                return
