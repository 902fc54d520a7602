"""Addresses of Twilio's 2010 API."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pydantic import AfterValidator

from pulumi_trusthub._core.model.fields import Flag, Inputs, Known, Text, adoptable
from pulumi_trusthub._core.model.sids import require_sid
from pulumi_trusthub._core.rules import addresses
from pulumi_trusthub._core.rules.corrections import CORRECTED, same

from .adoption import adopt_or_create, adoption_outputs, delete_unless_adopted
from .base import Checked, Handler, Problem, Properties

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pulumi_trusthub._core.api.client import Record, TrustHubClient
    from pulumi_trusthub._core.api.run import Run

NAME_LENGTH = 64
PERSONAL = ("customer_name", "street", "street_secondary", "city", "region", "postal_code")
"""Inputs that are personal data."""


def _country(value: str) -> str:
    if not re.fullmatch("[A-Z]{2}", value):
        raise ValueError("must be an ISO country code of two capitals, such as US")
    return value


def _short(value: str) -> str:
    if not 0 < len(value) <= NAME_LENGTH:
        raise ValueError(f"must have 1 to {NAME_LENGTH} characters")
    return value


class AddressInputs(Inputs):
    """The inputs of an address."""

    requires_replace: ClassVar[frozenset[str]] = frozenset({"iso_country"})
    # Twilio takes auto_correct_address, but no response has it.
    not_sent: ClassVar[frozenset[str]] = frozenset({"auto_correct_address", "adopt"})
    create_only: ClassVar[frozenset[str]] = frozenset({"adopt"})

    customer_name: Text
    street: Text
    city: Text
    region: Text
    postal_code: Text
    iso_country: Annotated[str, AfterValidator(_country), Known]
    street_secondary: Text | None = None
    friendly_name: Annotated[str, AfterValidator(_short), Known] | None = None
    emergency_enabled: Flag | None = None
    auto_correct_address: Flag | None = None
    adopt: Annotated[Any, adoptable("AD"), Known] = None

    @classmethod
    def cross_field_errors(cls, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """Require a name or a SID to adopt an address by."""
        if values.get("adopt") is True and values.get("friendly_name") is None:
            reason = "needs a friendly_name to go by: give one, or the SID of the address (AD…)"
            yield "adopt", reason


class AddressHandler(Handler):
    """Handler of addresses."""

    type_name = "Address"
    noun = "address"
    inputs = AddressInputs
    computed = (
        CORRECTED,
        "validated",
        "verified",
        "date_created",
        "date_updated",
        "uri",
        "adopted",
    )
    stable = Handler.stable | {"adopted"}

    def _check(self, olds: Properties, news: Properties) -> Checked:
        """Report every problem, but no line of the address.

        The engine prints the value of the property with a problem, secret or not.
        """
        checked = super()._check(olds, news)
        checked.problems[:] = [
            Problem("", f"{problem.property} {problem.reason}")
            if problem.property in PERSONAL
            else problem
            for problem in checked.problems
        ]
        return checked

    def changed_inputs(self, olds: Mapping[str, Any], news: Mapping[str, Any]) -> list[str]:
        """Name the changed inputs; a missing ``auto_correct_address`` means True."""
        name = "auto_correct_address"
        found = super().changed_inputs(olds, news)
        if name not in found and (olds.get(name) is False) is not (news.get(name) is False):
            found.append(name)
        return found

    def _create(self, run: Run, inputs: Properties) -> tuple[str, Properties]:
        """Create the address, unless ``adopt`` names an existing one."""

        def update(record: Record) -> Properties:
            sid, differing = record["sid"], addresses.differences(record, inputs)
            if differing:
                record = addresses.update_address(run.client, sid, inputs, differing)
            return record

        return adopt_or_create(
            run,
            self.noun,
            inputs.get("adopt"),
            find=lambda sid: addresses.find_adoptable_address(run.client, inputs, sid),
            create=lambda: addresses.create_address(run.client, inputs),
            update=update,
        )

    def _read(self, run: Run, id_: str, state: Properties) -> Properties | None:
        """Read the address."""
        record = run.client.get_or_none(self._path(run, id_))
        return record and {**record, **adoption_outputs(state)}

    def _update(self, run: Run, id_: str, olds: Properties, news: Properties) -> Properties:
        """Send the changed inputs; all lines of the address are sent together."""
        changed = self.changed_inputs(olds, news)
        if not changed:
            return olds
        sid = require_sid(id_, "AD", self.noun)
        record = addresses.update_address(run.client, sid, news, changed)
        return {**record, **adoption_outputs(olds)}

    def _delete(self, run: Run, id_: str, state: Properties) -> bool:
        """Delete the address, unless it was adopted; Twilio refuses below a verified document."""
        sid = require_sid(id_, "AD", self.noun)
        delete = partial(addresses.delete_address, run.client, sid)
        return delete_unless_adopted(run, self.noun, id_, state, delete)

    def _path(self, run: Run, id_: str) -> str:
        return addresses.address_path(run.client, require_sid(id_, "AD", self.noun))

    def _sent_with(self, changed: Iterable[str]) -> Iterable[str]:
        """Add all lines where one is sent: they are sent together."""
        return addresses.sent_with(changed)

    def _is_news(self, path: str, outputs: Mapping[str, Any]) -> bool:
        """Leave out the lines, unless their correction was declined."""
        if path not in addresses.LINES:
            return True
        declined = outputs.get("auto_correct_address") is False
        return declined and not same(outputs.get(path), outputs[CORRECTED][path])

    def _outputs(
        self,
        client: TrustHubClient,
        record: Properties,
        declared: Mapping[str, Any],
        known: Mapping[str, Any],
    ) -> Properties:
        """Add Twilio's version of every line, also of a line that is as given."""
        outputs = super()._outputs(client, record, declared, known)
        return {
            **outputs,
            CORRECTED: {**addresses.lines_of(record), **(outputs.get(CORRECTED) or {})},
        }
