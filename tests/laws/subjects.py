"""Every resource with inputs, in Twilio's names: the subjects of all laws."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from policy_sids import SECONDARY, SHAKEN_STIR

if TYPE_CHECKING:
    from collections.abc import Callable

    from adapters import Adapter

    from pulumi_trusthub.simulator import Simulator

_PRODUCT = {"friendly_name": "Example", "email": "a@example.com", "policy_sid": SHAKEN_STIR}
_ADDRESS = {
    "customer_name": "Example Business",
    "street": "123 Example Street, Suite 4",
    "city": "San Francisco",
    "region": "CA",
    "postal_code": "94105",
    "iso_country": "US",
}
_ATTRIBUTES = {
    "first_name": "Ada",
    "last_name": "Example",
    "email": "ada@example.com",
    "phone_number": "+12025550100",
    "business_title": "Head of Voice",
    "job_position": "Director",
}
_PERSON = {
    "friendly_name": "Representative",
    "type": "authorized_representative_1",
    "attributes": _ATTRIBUTES,
}


@dataclass(frozen=True)
class Subject:
    """A resource: its inputs, and a change that needs no replacement.

    Attributes:
        type_name: The resource type, such as ``TrustProduct``.
        inputs: Makes what the resource needs, and gives its inputs.
        change: Inputs that an update changes; none where each change replaces the object.
    """

    type_name: str
    inputs: Callable[[Adapter, Simulator], dict[str, Any]]
    change: dict[str, Any] | None = None

    def __str__(self) -> str:
        return self.type_name


def _product(adapter: Adapter) -> str:
    return adapter.create("TrustProduct", {**_PRODUCT, "friendly_name": "Parent"})[0]


def _document(adapter: Adapter, simulator: Simulator) -> dict[str, Any]:
    del simulator
    return {
        "friendly_name": "Where",
        "type": "customer_profile_address",
        "attributes": {"address_sids": adapter.create("Address", _ADDRESS)[0]},
    }


def _link(adapter: Adapter, simulator: Simulator) -> dict[str, Any]:
    return {
        "trust_product_sid": _product(adapter),
        "object_sid": simulator.customer_profile_sid,
    }


def _number(adapter: Adapter, simulator: Simulator) -> dict[str, Any]:
    del adapter
    return {
        "customer_profile_sid": simulator.customer_profile_sid,
        "channel_endpoint_sid": next(iter(simulator.phone_numbers.values())),
        "channel_endpoint_type": "phone-number",
    }


def _numbers(adapter: Adapter, simulator: Simulator) -> dict[str, Any]:
    adapter.create("EntityAssignment", _link(adapter, simulator))
    return {
        "customer_profile_sid": simulator.customer_profile_sid,
        "channel_endpoint_sids": list(simulator.phone_numbers.values())[:2],
        "channel_endpoint_type": "phone-number",
    }


def _submission(adapter: Adapter, simulator: Simulator) -> dict[str, Any]:
    link = _link(adapter, simulator)
    adapter.create("EntityAssignment", link)
    return {
        "trust_product_sid": link["trust_product_sid"],
        "skip_evaluation": True,
        "force_destroy": True,
    }


SUBJECTS = [
    Subject("Address", lambda *_: _ADDRESS, {"street": "9 Other Street"}),
    Subject("ChannelEndpointAssignment", _number, {"keep_existing": True}),
    Subject("ChannelEndpointAssignments", _numbers, {"keep_existing": True}),
    Subject(
        "CustomerProfile", lambda *_: {**_PRODUCT, "policy_sid": SECONDARY}, {"email": "b@x.org"}
    ),
    Subject("EndUser", lambda *_: _PERSON, {"attributes": {**_ATTRIBUTES, "last_name": "Other"}}),
    Subject("EntityAssignment", _link, {"keep_existing": True}),
    Subject("Evaluation", lambda adapter, _: {"trust_product_sid": _product(adapter)}),
    Subject("Submission", _submission, {"triggers": {"again": "1"}}),
    Subject("SupportingDocument", _document, {"friendly_name": "Elsewhere"}),
    Subject("TrustProduct", lambda *_: _PRODUCT, {"friendly_name": "Another"}),
]
"""Every resource, once."""
