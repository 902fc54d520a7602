"""What end users and supporting documents share: a type, and attributes that are secret."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

import pulumi
from pulumi.dynamic import CheckFailure

from ._adopting import AdoptingProvider, remembered
from ._attributes import attribute_problems, unlisted_values
from ._ids import require_sid
from ._inputs import AnyMapping, Inputs, Text, holds_unknown
from ._people import (
    adopted_entity,
    as_declared,
    attributes_of,
    create_entity,
    delete_entity,
    differences,
    same,
    update_entity,
)
from ._resource import TrustHubResource
from ._status import warn

if TYPE_CHECKING:
    from pulumi.dynamic import CheckResult
    from pydantic import BaseModel

    from ._client import TrustHubClient
    from ._provider import Properties

SECRET = "attributes"  # noqa: S105 - the name of an input


class AttributedInputs(Inputs):
    """The inputs of an end user or a supporting document; each kind adds ``adopt``."""

    replaces: ClassVar[frozenset[str]] = frozenset({"type"})
    local: ClassVar[frozenset[str]] = frozenset({"adopt"})
    for_create: ClassVar[frozenset[str]] = frozenset({"adopt"})

    friendly_name: Text
    type: Text
    attributes: AnyMapping | None = None


class AttributedProvider(AdoptingProvider):
    """Makes, reads, changes and deletes things whose attributes are personal data.

    Attributes:
        collection: Its name in the API's paths.
        types: The types whose attributes are known.
        foreign_types: Those of the other kind, which are mistakes here, and what that kind is.
    """

    collection: ClassVar[str]
    types: ClassVar[Mapping[str, type[BaseModel]]]
    foreign_types: ClassVar[tuple[Mapping[str, type[BaseModel]], str]]

    def check(self, olds: Properties, news: Properties) -> CheckResult:
        """Report every problem; those of attributes without a property.

        The engine prints the value of a property that failed, secret or not.
        """
        result = super().check(olds, news)
        result.failures[:] = [_without_value(failure) for failure in result.failures]
        kind, given = news.get("type"), news.get(SECRET)
        if not isinstance(kind, str):
            return result
        others, other_noun = self.foreign_types
        if kind in others:
            reason = f"is a type of {other_noun}, not of {self.noun}"
            result.failures.append(CheckFailure("type", reason))
        if given is None or isinstance(given, dict):
            found = attribute_problems(self.types.get(kind), given or {})
            result.failures.extend(CheckFailure("", text) for text in found)
        return result

    def changed(self, olds: Mapping[str, Any], news: Mapping[str, Any]) -> list[str]:
        """Name the inputs that differ; attributes are compared at any depth."""
        before, wanted = olds.get(SECRET), news.get(SECRET)
        names = [name for name in super().changed(olds, news) if name != SECRET]
        if holds_unknown(wanted) or not same(before, wanted):
            names.append(SECRET)
        return names

    def existing(
        self, client: TrustHubClient, props: Properties, sid: str | None
    ) -> Properties | None:
        """Find the one of a SID, or of the same type and name."""
        return adopted_entity(client, self.collection, props, sid)

    def make_new(self, client: TrustHubClient, props: Properties) -> Properties:
        """Make it."""
        return self._told(create_entity(client, self.collection, props), props)

    def brought_to(
        self, client: TrustHubClient, record: Properties, props: Properties
    ) -> Properties:
        """Send what differs: the name, or the attributes as a whole."""
        differing = {name.partition(".")[0] for name in differences(record, props)}
        if differing:
            olds = {SECRET: attributes_of(record.get(SECRET))}
            sent = update_entity(client, self._path(record["sid"]), olds, props, differing)
            record = {**sent, "sid": record["sid"]}
        return self._told(record, props)

    def as_found(self, record: Properties, props: Properties) -> Properties:
        """Give what was found, with the attributes that are declared."""
        return {**record, SECRET: as_declared(props.get(SECRET) or {}, record.get(SECRET))}

    def look(self, client: TrustHubClient, id_: str, props: Properties) -> Properties | None:
        """Read it, with the attributes that were declared; all of them when none were."""
        record = client.find(self._path(id_))
        if record is None:
            return None
        live = record.get(SECRET)
        is_get = "account_sid" not in props
        known = attributes_of(live) or {} if is_get else as_declared(props.get(SECRET) or {}, live)
        return {**record, SECRET: known, **remembered(props)}

    def change(
        self, client: TrustHubClient, id_: str, olds: Properties, news: Properties
    ) -> Properties:
        """Send what differs."""
        changed = self.changed(olds, news)
        if not changed:
            return olds
        record = update_entity(client, self._path(id_), olds, news, changed)
        return {**self._told({**record, "sid": id_}, news), **remembered(olds)}

    def deleted(self, client: TrustHubClient, id_: str) -> bool:
        """Delete it; Twilio may refuse while it is assigned."""
        return delete_entity(client, self._path(id_))

    def _path(self, id_: str) -> str:
        return f"{self.collection}/{require_sid(id_, self.prefix, self.noun)}"

    def _told(self, record: Properties, wanted: Properties) -> Properties:
        """Give what Twilio answered, and say where it kept something else than it was given."""
        kept = differences(record, wanted)
        if kept:
            warn(
                f"the {self.noun} {record['sid']}: Twilio kept other values than it was given for "
                f"{', '.join(kept)}."
            )
        return {**record, SECRET: as_declared(wanted.get(SECRET) or {}, record.get(SECRET))}


def _without_value(failure: CheckFailure) -> CheckFailure:
    if failure.property.partition(".")[0] != SECRET:
        return failure
    return CheckFailure("", f"{SECRET} {failure.reason}")


class AttributedResource(TrustHubResource, module="trusthub", name="AttributedResource"):
    """What both give a program."""

    _verbs: ClassVar[AttributedProvider]

    friendly_name: pulumi.Output[str]
    """What people call it."""

    type: pulumi.Output[str]
    """What it is, by Twilio's machine name."""

    attributes: pulumi.Output[dict[str, Any]]
    """What it says of people and businesses: always a secret."""

    date_created: pulumi.Output[str]
    """When it was made, ISO 8601."""

    date_updated: pulumi.Output[str]
    """When it was changed last, ISO 8601."""

    url: pulumi.Output[str]
    """Its address in the API."""

    adopted: pulumi.Output[bool]
    """Whether it existed before and is therefore left in place on destroy."""

    _outputs: ClassVar[tuple[str, ...]] = ("date_created", "date_updated", "url", "adopted")
    # Alone it would leave the input in plain: see _declare.
    _options = pulumi.ResourceOptions(additional_secret_outputs=[SECRET])

    def _declare(
        self, resource_name: str, inputs: dict[str, Any], opts: pulumi.ResourceOptions | None
    ) -> None:
        """Register with the engine; attributes are a secret even where there are none."""
        attributes = pulumi.Output.secret(inputs.get(SECRET))
        secret = attributes.apply(lambda given: {} if given is None else given)
        super()._declare(resource_name, {**inputs, SECRET: secret}, opts)
        kind, given = inputs.get("type"), inputs.get(SECRET)
        if isinstance(kind, str) and isinstance(given, Mapping):
            # Not in check, which runs twice where something is replaced.
            for text in unlisted_values(self._verbs.types.get(kind), given):
                pulumi.log.warn(text, self)
