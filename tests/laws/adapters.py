"""Both adapters behind one face: each in a process of its own, asked as the engine asks it.

Properties are in Twilio's names, whatever the names on the wire.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pulumi.dynamic.dynamic import serialize_provider

from pulumi_trusthub.dynamic.form import dynamic_type, native_type
from pulumi_trusthub.dynamic.names import snake, to_camel
from pulumi_trusthub.dynamic.providers import PROVIDERS
from pulumi_trusthub.testing.providers.host import DYNAMIC_HOST, PLUGIN, Provider
from pulumi_trusthub.testing.values.property_values import PROVIDER_KEY

if TYPE_CHECKING:
    from pulumi_trusthub.testing.providers.host import Diff

    Properties = dict[str, Any]


class Adapter:
    """One adapter, with the credentials of the simulator's default account.

    Attributes:
        arguments: What its process is started with.
        adds: The outputs beside the inputs that the preview of a create knows.
        keeps: The outputs that the preview of an update knows whatever changes.
    """

    arguments: tuple[str, ...]
    adds: frozenset[str] = frozenset()
    keeps: frozenset[str] = frozenset()

    def __init__(self, provider: Provider) -> None:
        self._provider = provider

    def check(self, type_name: str, news: Properties, olds: Properties | None = None) -> Properties:
        """Check inputs that have no problem; give them as the engine stores them."""
        sent = self._sent(type_name, news)
        stored = self._sent(type_name, olds) if olds else {}
        inputs, problems = self._provider.check(self._urn(type_name), stored, sent)
        assert [] == problems
        return self._read(inputs)

    def create(
        self, type_name: str, inputs: Properties, *, preview: bool = False
    ) -> tuple[str, Properties]:
        """Create an object, or preview that; give its id and its state."""
        sent = self._sent(type_name, inputs)
        id_, state = self._provider.create(self._urn(type_name), sent, preview=preview)
        return id_, self._read(state)

    def diff(
        self, type_name: str, id_: str, state: Properties, news: Properties, inputs: Properties
    ) -> Diff:
        """Compare an object with new inputs."""
        return self._provider.diff(
            self._urn(type_name), id_, **self._olds(type_name, state, news, inputs)
        )

    def update(
        self,
        type_name: str,
        id_: str,
        state: Properties,
        news: Properties,
        inputs: Properties,
        *,
        preview: bool = False,
    ) -> Properties:
        """Update an object, or preview that; give its state."""
        olds = self._olds(type_name, state, news, inputs)
        return self._read(self._provider.update(self._urn(type_name), id_, **olds, preview=preview))

    def read(
        self,
        type_name: str,
        id_: str,
        state: Properties | None = None,
        inputs: Properties | None = None,
    ) -> tuple[str, Properties, Properties]:
        """Read an object, by its id alone unless more is given; give id, state and inputs."""
        found, outputs, declared = self._provider.read(
            self._urn(type_name),
            id_,
            inputs=self._sent(type_name, inputs or {}),
            state=self._sent(type_name, state or {}),
        )
        return found, self._read(outputs), self._read(declared or {})

    def delete(self, type_name: str, id_: str, state: Properties) -> None:
        """Delete an object."""
        sent = self._sent(type_name, state)
        self._provider.delete(self._urn(type_name), id_, inputs={}, outputs=sent)

    def _olds(
        self, type_name: str, state: Properties, news: Properties, inputs: Properties
    ) -> dict[str, Properties]:
        return {
            "old_inputs": self._sent(type_name, inputs),
            "olds": self._sent(type_name, state),
            "news": self._sent(type_name, news),
        }

    def _urn(self, type_name: str) -> str:
        return f"urn:pulumi:test::project::{self._type(type_name)}::it"

    def _type(self, type_name: str) -> str:
        raise NotImplementedError

    def _sent(self, type_name: str, properties: Properties) -> Properties:
        raise NotImplementedError

    def _read(self, properties: Properties) -> Properties:
        raise NotImplementedError


class DynamicAdapter(Adapter):
    """The SDK's host, which loads the class that is pickled in every state."""

    arguments = DYNAMIC_HOST

    def _type(self, type_name: str) -> str:
        return dynamic_type(type_name)

    def _sent(self, type_name: str, properties: Properties) -> Properties:
        return {**properties, PROVIDER_KEY: serialize_provider(PROVIDERS[type_name])}

    def _read(self, properties: Properties) -> Properties:
        return {name: value for name, value in properties.items() if name != PROVIDER_KEY}


class PluginAdapter(Adapter):
    """The plugin; a state that is still one of the dynamic form keeps its names."""

    arguments = PLUGIN
    adds = frozenset({"account_sid"})
    keeps = frozenset({"account_sid", "sid"})

    def _type(self, type_name: str) -> str:
        return native_type(type_name)

    def _sent(self, type_name: str, properties: Properties) -> Properties:
        del type_name
        return properties if PROVIDER_KEY in properties else to_camel(properties)

    def _read(self, properties: Properties) -> Properties:
        return {snake(name): value for name, value in properties.items()}


FORMS: dict[str, type[Adapter]] = {"dynamic": DynamicAdapter, "plugin": PluginAdapter}
