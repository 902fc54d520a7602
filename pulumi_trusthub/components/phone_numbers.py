"""Phone numbers of a component: the forms of the input, and the assignment to both bundles."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, TypeAlias, cast

import pulumi

from pulumi_trusthub.resources.channel_endpoint_assignments import ChannelEndpointAssignments

PhoneNumberSids: TypeAlias = (
    "pulumi.Input[Mapping[str, pulumi.Input[str]]] | pulumi.Input[Sequence[pulumi.Input[str]]]"
)
"""The forms of a component's input for phone numbers."""

_WRONG = (
    "phone_number_sids is a list of SIDs, or a mapping from names to SIDs, such as "
    '{"+14155550100": number.sid}; an output may stand for a SID or for the whole.'
)


@dataclass(frozen=True)
class PhoneNumberInputs:
    """The numbers of a component, as the program gave them.

    Attributes:
        sids: The SIDs of the numbers.  For a list of outputs this is a list of outputs, too: in a
            preview, known SIDs stay known beside an unknown one.
        by_key: The SIDs by their names in outputs; no dict, because the SDK makes an output of each
            value of a dict inside another output.
    """

    sids: pulumi.Input[Sequence[pulumi.Input[str]]]
    by_key: pulumi.Output[Mapping[str, str]]


@dataclass(frozen=True)
class AssignedNumbers:
    """The numbers of a component, as they are declared.

    Attributes:
        part: The resource that assigns the numbers to both bundles.
        by_key: The SIDs by their names in outputs.
        assigned: The SIDs of the numbers that are on both bundles.
        bundles: The profile and the product of these assignments.
    """

    part: pulumi.Resource
    by_key: pulumi.Output[Mapping[str, str]]
    assigned: pulumi.Output[frozenset[str]]
    bundles: Sequence[pulumi.Output[str | None]]


def put_on_both(
    component: pulumi.ComponentResource,
    resource_name: str,
    numbers: PhoneNumberInputs,
    *,
    customer_profile_sid: pulumi.Input[str],
    trust_product_sid: pulumi.Input[str],
    after: Sequence[pulumi.Resource],
    keep_existing: bool,
) -> AssignedNumbers:
    """Assign numbers to a profile and then to a product; a destroy removes them in reverse.

    Components declare numbers nowhere else.
    """
    part = ChannelEndpointAssignments(
        f"{resource_name}-numbers",
        channel_endpoint_sids=numbers.sids,
        customer_profile_sid=customer_profile_sid,
        trust_product_sid=trust_product_sid,
        keep_existing=keep_existing,
        # A refused link stops the up before a number is moved.
        opts=pulumi.ResourceOptions(parent=component, depends_on=list(after)),
    )
    return AssignedNumbers(
        part,
        numbers.by_key,
        part.channel_endpoint_sids.apply(frozenset),
        [part.customer_profile_sid, part.trust_product_sid],
    )


def numbers_of(given: PhoneNumberSids) -> PhoneNumberInputs:
    """Accept every form of the input; numbers of a list are named by their SIDs.

    Raises:
        TypeError: Known values are no SIDs.
    """
    if _comes_later(given):
        named = _later(given)
        return PhoneNumberInputs(named.apply(lambda found: list(found.values())), named)
    if not _is_well(given):
        raise TypeError(_WRONG)
    sids = list(given.values() if isinstance(given, Mapping) else cast("Sequence[Any]", given))
    if any(_comes_later(sid) for sid in sids):
        return PhoneNumberInputs(sids, _later(dict(given) if isinstance(given, Mapping) else sids))
    return PhoneNumberInputs(sids, pulumi.Output.from_input(_named(given)))


def _later(given: Any) -> pulumi.Output[Mapping[str, str]]:
    """Map the keys to SIDs once these are known."""
    if isinstance(given, pulumi.Output):
        return given.apply(_named_or_later)
    return pulumi.Output.from_input(given).apply(_named_or_later)


def _named_or_later(found: Any) -> Any:
    if not _is_well(found):
        # Nobody can catch an error in an output; with a RunError the program ends with one line.
        raise pulumi.RunError(_WRONG)
    later = any(map(_comes_later, found.values() if isinstance(found, Mapping) else found))
    return _later(found) if later else _named(found)


def _named(known: Any) -> Mapping[str, str]:
    by_key = known if isinstance(known, Mapping) else {sid: sid for sid in known}
    return MappingProxyType(dict(by_key))


def _comes_later(value: object) -> bool:
    return isinstance(value, (pulumi.Output, Awaitable))


def _is_well(given: object) -> bool:
    if isinstance(given, Mapping):
        return all(isinstance(key, str) for key in given) and _are_sids(given.values())
    return isinstance(given, Sequence) and not isinstance(given, str) and _are_sids(given)


def _are_sids(values: Any) -> bool:
    return all(isinstance(value, str) or _comes_later(value) for value in values)
