"""Phone numbers of an onboarding: what they are given as, and how they get onto both bundles."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

import pulumi

from pulumi_trusthub.resources.channel_endpoint_assignments import ChannelEndpointAssignments

if TYPE_CHECKING:
    from typing import TypeAlias

PhoneNumberSids: TypeAlias = (
    "pulumi.Input[Mapping[str, pulumi.Input[str]]] | pulumi.Input[Sequence[pulumi.Input[str]]]"
)
"""What a component takes its numbers as."""

_WRONG = (
    "phone_number_sids is a list of SIDs, or a mapping from names to SIDs, such as "
    '{"+14155550100": number.sid}; an output may stand for a SID or for the whole.'
)


@dataclass(frozen=True)
class Numbers:
    """The numbers of an onboarding, as a program gave them.

    Attributes:
        sids: Their SIDs.  Where the program has a list of outputs, so is this: in a preview those
            that are known stay so beside one that is not.
        by_key: Their SIDs by what names them in outputs; no dict, because the SDK makes an output
            of each value of a dict that it finds in another output.
    """

    sids: pulumi.Input[Sequence[pulumi.Input[str]]]
    by_key: pulumi.Output[Mapping[str, str]]


@dataclass(frozen=True)
class OnBoth:
    """The numbers of an onboarding, as they are declared.

    Attributes:
        part: The resource that puts them onto both bundles.
        by_key: Their SIDs by what names them in outputs.
        assigned: The SIDs of those that are on both.
        bundles: The profile and the product that these are on.
    """

    part: pulumi.Resource
    by_key: pulumi.Output[Mapping[str, str]]
    assigned: pulumi.Output[frozenset[str]]
    bundles: Sequence[pulumi.Output[str | None]]


def put_on_both(
    component: pulumi.ComponentResource,
    resource_name: str,
    numbers: Numbers,
    *,
    customer_profile_sid: pulumi.Input[str],
    trust_product_sid: pulumi.Input[str],
    after: Sequence[pulumi.Resource],
    keep_existing: bool,
) -> OnBoth:
    """Put numbers on a profile and then on a product; on the way down the other way round.

    This is the one place where components declare numbers.

    Args:
        component: What they are a part of.
        resource_name: What the part's name begins with.
        numbers: The numbers.
        customer_profile_sid: The profile.
        trust_product_sid: The product.
        after: What must be there before the first number is moved.
        keep_existing: Leave in place on destroy what was there before.
    """
    part = ChannelEndpointAssignments(
        f"{resource_name}-numbers",
        channel_endpoint_sids=numbers.sids,
        customer_profile_sid=customer_profile_sid,
        trust_product_sid=trust_product_sid,
        keep_existing=keep_existing,
        # A new link that is refused stops everything before a number is moved.
        opts=pulumi.ResourceOptions(parent=component, depends_on=list(after)),
    )
    return OnBoth(
        part,
        numbers.by_key,
        part.channel_endpoint_sids.apply(frozenset),
        [part.customer_profile_sid, part.trust_product_sid],
    )


def numbers_of(given: PhoneNumberSids) -> Numbers:
    """Take numbers in whatever form a program has them; those of a list are named by their SIDs.

    Raises:
        TypeError: It is known already that these are no SIDs.
    """
    if _comes_later(given):
        named = _later(given)
        return Numbers(named.apply(lambda found: list(found.values())), named)
    if not _is_well(given):
        raise TypeError(_WRONG)
    sids = list(given.values() if isinstance(given, Mapping) else cast("Sequence[Any]", given))
    if any(_comes_later(sid) for sid in sids):
        return Numbers(sids, _later(dict(given) if isinstance(given, Mapping) else sids))
    return Numbers(sids, pulumi.Output.from_input(_named(given)))


def _later(given: Any) -> pulumi.Output[Mapping[str, str]]:
    """Name numbers by key once they are known."""
    if isinstance(given, pulumi.Output):
        return given.apply(_named_or_later)
    return pulumi.Output.from_input(given).apply(_named_or_later)


def _named_or_later(found: Any) -> Any:
    if not _is_well(found):
        # Nobody can catch it in an output; like this the program ends with its one line.
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
