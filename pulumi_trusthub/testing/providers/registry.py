"""Provider resources: each is a resource in the state, with one host."""

from __future__ import annotations

import threading
import uuid
from typing import TYPE_CHECKING

from pulumi_trusthub.testing.values.property_values import UNKNOWN
from pulumi_trusthub.testing.values.urns import is_provider, reference

from .host import Diff, DynamicProvider, HostProcess, Launch, ProviderError

if TYPE_CHECKING:
    from collections.abc import Callable

    from pulumi_trusthub.testing.values.property_values import Properties
    from pulumi_trusthub.testing.values.state import State


class Registry:
    """The providers of one deployment, by reference, and the provider of these providers."""

    def __init__(self, launch: Launch) -> None:
        self._launch = launch
        self._spare: HostProcess | None = None
        self._providers: dict[str, DynamicProvider] = {}
        self._lock = threading.RLock()

    def start_ahead(self) -> None:
        """Start the first host while the program loads."""
        self._spare = HostProcess(self._launch)

    def _start(self) -> HostProcess:
        with self._lock:
            spare, self._spare = self._spare, None
        return spare or HostProcess(self._launch)

    def ensure(self, urn: str, id_: str, inputs: Properties) -> None:
        """Register a provider with this configuration, unless there is one already."""
        with self._lock:
            key = reference(urn, id_)
            if key not in self._providers:
                self._providers[key] = DynamicProvider(self._start, inputs)

    def ensure_from(self, reference_: str, states: list[State]) -> None:
        """Register a provider with the configuration in the state, unless there is one already."""
        urn, _, id_ = reference_.rpartition("::")
        if not urn or reference_ in self._providers:
            return
        for state in states:
            if state.urn == urn and state.id == id_:
                self.ensure(urn, id_, state.inputs)
                return
        raise ProviderError(f"unknown provider '{reference_}'")

    def of(self, state: State) -> DynamicProvider | ProviderOfProviders | None:
        """Find the provider of a resource; a component has none."""
        if not state.custom:
            return None
        if is_provider(state.type):
            return ProviderOfProviders(self)
        found = self._providers.get(state.provider)
        if found is None:
            raise ProviderError(f"unknown provider '{state.provider}' for resource '{state.urn}'")
        return found

    def replace(self, urn: str, id_: str, inputs: Properties) -> None:
        """Give a provider another configuration, which needs another host."""
        with self._lock:
            old = self._providers.pop(reference(urn, id_), None)
            self.ensure(urn, id_, inputs)
        if old is not None:
            old.close()

    def drop(self, urn: str, id_: str) -> None:
        """End the host of a deleted provider."""
        with self._lock:
            old = self._providers.pop(reference(urn, id_), None)
        if old is not None:
            old.close()

    def close(self) -> None:
        """End every host."""
        with self._lock:
            spare, self._spare = self._spare, None
            providers, self._providers = self._providers, {}
        closers: list[Callable[[], None]] = [found.close for found in providers.values()]
        if spare is not None:
            closers.append(spare.close)
        for close in closers:
            close()


class ProviderOfProviders:
    """The provider of resources that are providers themselves."""

    known = True

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def check(
        self, urn: str, olds: Properties, news: Properties
    ) -> tuple[Properties, list[tuple[str, str]]]:
        """Accept every configuration: the dynamic host checks none."""
        del urn, olds
        return news, []

    def diff(
        self, urn: str, id_: str, *, old_inputs: Properties, olds: Properties, news: Properties
    ) -> Diff:
        """Compare configurations: another configuration is an update, never a replacement."""
        del urn, id_, old_inputs
        return Diff(changes=olds != news)

    def create(self, urn: str, inputs: Properties, *, preview: bool) -> tuple[str, Properties]:
        """Assign an id to a provider, and register the provider for its resources."""
        id_ = UNKNOWN if preview else str(uuid.uuid4())
        self._registry.ensure(urn, id_, inputs)
        return id_, inputs

    def update(
        self,
        urn: str,
        id_: str,
        *,
        old_inputs: Properties,
        olds: Properties,
        news: Properties,
        preview: bool,
    ) -> Properties:
        """Use the new configuration, in previews too."""
        del old_inputs, olds, preview
        self._registry.replace(urn, id_, news)
        return news

    def read(
        self, urn: str, id_: str, *, inputs: Properties, state: Properties
    ) -> tuple[str, Properties, Properties | None]:
        """Refuse: a provider is no object elsewhere."""
        del urn, id_, inputs, state
        raise ProviderError("provider resources may not be read")

    def delete(self, urn: str, id_: str, *, inputs: Properties, outputs: Properties) -> None:
        """End the provider's host."""
        del inputs, outputs
        self._registry.drop(urn, id_)
