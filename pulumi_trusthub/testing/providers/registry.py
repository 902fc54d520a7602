"""Provider resources: each is a resource in the state, with one process."""

from __future__ import annotations

import threading
import uuid
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from pulumi_trusthub.testing.values.property_values import UNKNOWN, Properties
from pulumi_trusthub.testing.values.urns import DYNAMIC, is_provider, package_of, reference, type_of

from .host import PLUGIN, Checked, Diff, HostProcess, Launch, Provider, ProviderError, Read
from .messages import Messages

if TYPE_CHECKING:
    from collections.abc import Callable

    from pulumi_trusthub.testing.values.state import State


class Registry:
    """The providers of one deployment, by reference, and the provider of these providers."""

    def __init__(self, launch: Launch, say: Callable[[str, str, str], None]) -> None:
        self._launch = launch
        self._say = say
        self._messages: Messages | None = None
        self._spares: dict[str, HostProcess] = {}
        self._providers: dict[str, Provider] = {}
        self._checked: dict[str, Provider] = {}
        """Providers that have checked a configuration and still wait for theirs, by URN."""
        self._lock = threading.RLock()

    def start_ahead(self, package: str) -> None:
        """Start the first process of a package while the program loads."""
        self._spares[package] = self._started(package)

    def _start(self, package: str) -> HostProcess:
        with self._lock:
            return self._spares.pop(package, None) or self._started(package)

    def _started(self, package: str) -> HostProcess:
        if package == DYNAMIC:
            return HostProcess(self._launch)
        if self._messages is None:
            self._messages = Messages(self._say)
        return HostProcess(replace(self._launch, arguments=(*PLUGIN, self._messages.address)))

    def _new(self, urn: str) -> Provider:
        return Provider(partial(self._start, package_of(type_of(urn))))

    def checking(self, urn: str) -> Provider:
        """Give the process in which the configurations of a provider are checked and compared."""
        with self._lock:
            return self._checked.setdefault(urn, self._new(urn))

    def ensure(self, urn: str, id_: str, inputs: Properties, *, checked: bool = True) -> None:
        """Register a provider with this configuration, unless there is one already."""
        with self._lock:
            key = reference(urn, id_)
            if key not in self._providers:
                ready = self._checked.pop(urn, None) if checked else None
                self._providers[key] = ready or self._new(urn)
                self._providers[key].configure(inputs)

    def configured(self, reference_: str) -> Provider:
        """Find a provider by its reference."""
        found = self._providers.get(reference_)
        if found is None:
            raise ProviderError(f"unknown provider '{reference_}'")
        return found

    def ensure_from(self, reference_: str, states: list[State]) -> None:
        """Register a provider with the configuration in the state, unless there is one already."""
        urn, _, id_ = reference_.rpartition("::")
        if not urn or reference_ in self._providers:
            return
        for state in states:
            if state.urn == urn and state.id == id_:
                self.ensure(urn, id_, state.inputs, checked=False)
                return
        raise ProviderError(f"unknown provider '{reference_}'")

    def of(self, state: State) -> Provider | ProviderOfProviders | None:
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
            found: list[Provider | HostProcess] = [
                *self._providers.values(),
                *self._checked.values(),
                *self._spares.values(),
            ]
            for kept in (self._providers, self._checked, self._spares):
                kept.clear()
            messages, self._messages = self._messages, None
        for each in found:
            each.close()
        if messages is not None:
            messages.close()


class ProviderOfProviders:
    """The provider of resources that are providers themselves."""

    known = True

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def check(self, urn: str, olds: Properties, news: Properties) -> Checked:
        """Have the provider check its configuration; the dynamic host checks none."""
        if _is_dynamic(urn):
            return news, []
        return self._registry.checking(urn).check_config(urn, olds, news)

    def diff(
        self, urn: str, _id: str, *, old_inputs: Properties, olds: Properties, news: Properties
    ) -> Diff:
        """Compare configurations; with the dynamic host another one never replaces."""
        if _is_dynamic(urn):
            return Diff(changes=olds != news)
        provider = self._registry.checking(urn)
        return provider.diff_config(urn, old_inputs=old_inputs, olds=olds, news=news)

    def create(self, urn: str, inputs: Properties, *, preview: bool) -> tuple[str, Properties]:
        """Assign an id to a provider, and register the provider for its resources."""
        id_ = UNKNOWN if preview else str(uuid.uuid4())
        self._registry.ensure(urn, id_, inputs)
        return id_, inputs

    def update(self, urn: str, id_: str, *, news: Properties, **_: object) -> Properties:
        """Use the new configuration, in previews too."""
        self._registry.replace(urn, id_, news)
        return news

    def read(self, *_: str, **__: Properties) -> Read:
        """Refuse: a provider is no object elsewhere."""
        raise ProviderError("provider resources may not be read")

    def delete(self, urn: str, id_: str, **_: Properties) -> None:
        """End the provider's host."""
        self._registry.drop(urn, id_)


def _is_dynamic(urn: str) -> bool:
    return package_of(type_of(urn)) == DYNAMIC
