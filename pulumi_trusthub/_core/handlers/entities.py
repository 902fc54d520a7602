"""End users and supporting documents: objects with a type and secret attributes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pulumi_trusthub._core.model import attribute_types, fields
from pulumi_trusthub._core.model.known_values import doubtful_values
from pulumi_trusthub._core.model.sids import END_USERS, SUPPORTING_DOCUMENTS, require_sid
from pulumi_trusthub._core.rules import entities
from pulumi_trusthub._core.rules.corrections import CORRECTED, is_still

from .adoption import adopt_or_create, adoption_outputs, delete_unless_adopted
from .base import Checked, Handler, Problem, Properties, is_import

if TYPE_CHECKING:
    from pulumi_trusthub._core.api.client import Record
    from pulumi_trusthub._core.api.run import Run

_WORTHLESS = {"EXPIRED": "has expired", "REJECTED": "was rejected"}
"""Statuses of a document that no review accepts any more."""

SECRET = "attributes"  # noqa: S105 - the name of an input


class EntityInputs(fields.Inputs):
    """The inputs of an end user or a supporting document; each kind adds ``adopt``."""

    requires_replace: ClassVar[frozenset[str]] = frozenset({"type"})
    not_sent: ClassVar[frozenset[str]] = frozenset({"adopt"})
    create_only: ClassVar[frozenset[str]] = frozenset({"adopt"})

    friendly_name: fields.Text
    type: fields.Text
    attributes: fields.AnyMapping | None = None


class EntityHandler(Handler):
    """Handler of objects whose attributes are personal data.

    Attributes:
        collection: The collection's name in the API's paths.
        prefix: How its SIDs begin.
        types: The types whose attributes are known.
        foreign_types: The types of the other kind, which are mistakes here, and the kind's noun.
    """

    collection: ClassVar[str]
    prefix: ClassVar[str]
    types: ClassVar[attribute_types.AttributeModels]
    foreign_types: ClassVar[tuple[attribute_types.AttributeModels, str]]
    computed: ClassVar[tuple[str, ...]] = (
        "date_created",
        "date_updated",
        "url",
        "adopted",
        CORRECTED,
    )
    stable = Handler.stable | {"adopted"}
    warns_of = ("type", SECRET)

    @property
    def secrets(self) -> frozenset[str]:
        """Add the attributes."""
        return super().secrets | {SECRET}

    def _check(self, olds: Properties, news: Properties) -> Checked:
        """Report every problem; a problem of the attributes names no property.

        The engine prints the value of the property with a problem, secret or not.
        """
        checked = super()._check(olds, news)
        checked.problems[:] = [_without_value(problem) for problem in checked.problems]
        kind, given = news.get("type"), news.get(SECRET)
        if not isinstance(kind, str):
            return checked
        others, other_noun = self.foreign_types
        if kind in others:
            reason = f"is a type of {other_noun}, not of {self.noun}"
            checked.problems.append(Problem("type", reason))
        if given is None or isinstance(given, dict):
            found = attribute_types.attribute_problems(self.types.get(kind), given or {})
            checked.problems.extend(Problem("", text) for text in found)
        return checked

    def warnings(self, news: Mapping[str, Any]) -> list[str]:
        """Name the attributes with a value that the type is not known to take."""
        kind, given = news.get("type"), news.get(SECRET)
        model = self.types.get(kind) if isinstance(kind, str) else None
        if model is None or not isinstance(given, Mapping):
            return []
        return list(doubtful_values(model.model_fields, given))

    def changed_inputs(self, olds: Mapping[str, Any], news: Mapping[str, Any]) -> list[str]:
        """Name the changed inputs; attributes are compared at any depth."""
        before, wanted = olds.get(SECRET), news.get(SECRET)
        known = (olds.get(CORRECTED) or {}).get(SECRET)
        names = [name for name in super().changed_inputs(olds, news) if name != SECRET]
        if fields.contains_unknown(wanted) or not is_still(wanted, before, known):
            names.append(SECRET)
        return names

    def _create(self, run: Run, inputs: Properties) -> tuple[str, Properties]:
        """Create the object, unless ``adopt`` names an existing one."""

        def create() -> Properties:
            return _shown(entities.create_entity(run.client, self.collection, inputs), inputs)

        def update(record: Record) -> Properties:
            differing = {name.partition(".")[0] for name in entities.differences(record, inputs)}
            if differing:
                olds = {**record, SECRET: entities.attributes_of(record.get(SECRET))}
                path = self._path(record["sid"])
                record = entities.update_entity(run.client, path, olds, inputs, differing)
            return _shown(record, inputs)

        return adopt_or_create(
            run,
            self.noun,
            inputs.get("adopt"),
            find=partial(entities.find_adoptable_entity, run.client, self.collection, inputs),
            create=create,
            update=update,
            found=lambda record: _shown(record, inputs),
        )

    def _read(self, run: Run, id_: str, state: Properties) -> Properties | None:
        """Read the object with its declared attributes; an import reads all attributes."""
        record = run.client.get_or_none(self._path(id_))
        if record is None:
            return None
        if is_import(state):
            record = {**record, SECRET: entities.attributes_of(record.get(SECRET)) or {}}
        else:
            record = _shown(record, state)
        return {**record, **adoption_outputs(state)}

    def _update(self, run: Run, id_: str, olds: Properties, news: Properties) -> Properties:
        """Send the name if it changed, and all attributes if any changed."""
        changed = self.changed_inputs(olds, news)
        if not changed:
            return olds
        record = entities.update_entity(run.client, self._path(id_), olds, news, changed)
        return {**_shown(record, news), **adoption_outputs(olds)}

    def _delete(self, run: Run, id_: str, state: Properties) -> bool:
        """Delete the object, unless it was adopted; Twilio refuses an assigned object."""

        def delete() -> bool:
            return entities.delete_entity(run.client, self._path(id_))

        return delete_unless_adopted(run, self.noun, id_, state, delete)

    def _path(self, id_: str) -> str:
        return f"{self.collection}/{require_sid(id_, self.prefix, self.noun)}"


def _shown(record: Properties, declared: Properties) -> Properties:
    """Keep only the declared attributes of a record; a response without any says nothing."""
    live = entities.attributes_of(record.get(SECRET))
    shown = None if live is None else entities.as_declared(declared.get(SECRET) or {}, live)
    return {**record, SECRET: shown}


def _without_value(problem: Problem) -> Problem:
    if problem.property.partition(".")[0] != SECRET:
        return problem
    return Problem("", f"{SECRET} {problem.reason}")


class EndUserInputs(EntityInputs):
    """The inputs of an end user."""

    adopt: Annotated[Any, fields.adoptable("IT"), fields.Known] = None


class EndUserHandler(EntityHandler):
    """Handler of end users."""

    type_name = "EndUser"
    noun = "end user"
    inputs = EndUserInputs
    collection = END_USERS
    prefix = "IT"
    types = attribute_types.END_USER_TYPES
    foreign_types = (attribute_types.SUPPORTING_DOCUMENT_TYPES, "supporting document")


class SupportingDocumentInputs(EntityInputs):
    """The inputs of a supporting document."""

    adopt: Annotated[Any, fields.adoptable("RD"), fields.Known] = None


class SupportingDocumentHandler(EntityHandler):
    """Handler of supporting documents."""

    type_name = "SupportingDocument"
    noun = "supporting document"
    inputs = SupportingDocumentInputs
    collection = SUPPORTING_DOCUMENTS
    prefix = "RD"
    types = attribute_types.SUPPORTING_DOCUMENT_TYPES
    foreign_types = (attribute_types.END_USER_TYPES, "end user")
    computed: ClassVar[tuple[str, ...]] = (*EntityHandler.computed, "mime_type", "status")

    def _read(self, run: Run, id_: str, state: Properties) -> Properties | None:
        """Read the document, and warn of an expired or a rejected document."""
        record = super()._read(run, id_, state)
        status = str((record or {}).get("status") or "").upper()
        if status in _WORTHLESS:
            run.warn(
                f"the supporting document {id_} {_WORTHLESS[status]}: give it valid attributes, or "
                f"put another one in its place, before a bundle with it is reviewed again."
            )
        return record
