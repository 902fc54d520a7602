"""ChannelEndpointAssignments: puts many phone numbers on a profile, a product, or both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, overload

import pulumi
from pulumi.dynamic import CheckResult

from ._arranging import arrange, look_at
from ._bundles import missing_bundle
from ._errors import NotAllDoneError, PartlyDoneError
from ._ids import (
    BUNDLE_INPUTS,
    CHANNEL_ENDPOINT,
    endpoint_problem,
    require_collection,
)
from ._inputs import AnyList, BundleSid, Flag, Inputs, Text, holds_unknown
from ._listed import HOLE, in_old_order, is_list_of_names, same_set, without_holes
from ._numbers import Held
from ._numbers_stored import held_in, numbers_in, parents_in, parents_of, rules_in, stored
from ._provider import Properties, TrustHubProvider, is_young
from ._removing import take_away
from ._resource import DeclaredResource
from ._status import say, warn
from .channel_endpoint_assignment import PHONE_NUMBER

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from typing_extensions import Self

    from ._client import TrustHubClient
    from ._numbers import Arranged, Parents

SIDS = "channel_endpoint_sids"
NAMED_PROBLEMS = 10
"""How many wrong SIDs of a list are named one by one."""


class ChannelEndpointAssignmentsInputs(Inputs):
    """The inputs of many channel endpoint assignments."""

    replaces: ClassVar[frozenset[str]] = frozenset({*BUNDLE_INPUTS, "channel_endpoint_type"})
    local: ClassVar[frozenset[str]] = frozenset({"keep_existing", "exclusive", "allow_empty"})

    channel_endpoint_sids: AnyList
    channel_endpoint_type: Text
    trust_product_sid: BundleSid | None = None
    customer_profile_sid: BundleSid | None = None
    keep_existing: Flag | None = None
    exclusive: Flag | None = None
    allow_empty: Flag | None = None

    @classmethod
    def rules(cls, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """One or both parents are given, each number is a SID, and nothing is emptied unasked."""
        product_sid, profile_sid = (values.get(name) for name in BUNDLE_INPUTS)
        if product_sid is None and profile_sid is None:
            yield BUNDLE_INPUTS[0], "give trust_product_sid, customer_profile_sid, or both"
        elif isinstance(product_sid, str) and product_sid == profile_sid:
            yield BUNDLE_INPUTS[0], "is the same bundle as customer_profile_sid"
        numbers = values.get(SIDS)
        if not isinstance(numbers, (list, tuple)):
            return
        yield from _wrong_numbers(numbers)
        if not numbers and values.get("exclusive") is True and not values.get("allow_empty"):
            yield (
                SIDS,
                (
                    "is empty, so that exclusive=True would remove every number that is there; set "
                    "allow_empty=True if that is meant"
                ),
            )


def _wrong_numbers(numbers: Sequence[Any]) -> Iterator[tuple[str, str]]:
    """Name the first wrong ones, and count the rest."""
    wrong = 0
    for index, number in enumerate(numbers):
        if holds_unknown(number):
            continue
        problem = endpoint_problem(number) if isinstance(number, str) else "must be a string"
        if problem is None:
            continue
        wrong += 1
        if wrong <= NAMED_PROBLEMS:
            yield f"{SIDS}[{index}]", problem
    if wrong > NAMED_PROBLEMS:
        yield SIDS, f"{wrong - NAMED_PROBLEMS:,} more of its {len(numbers):,} SIDs are wrong"


class ChannelEndpointAssignmentsProvider(TrustHubProvider):
    """Puts numbers on bundles, many at once, and takes them off again."""

    noun = "set of channel endpoint assignments"
    inputs = ChannelEndpointAssignmentsInputs
    delete_before_replace = True
    born = "date_updated"

    def check(self, olds: Properties, news: Properties) -> CheckResult:
        """Give the numbers the places that they had before, each of them once.

        So one number more or less reads as one addition or removal; see :mod:`._listed`.
        """
        before = olds.get(SIDS)
        if isinstance(before, list) and HOLE in before:
            # With ignore_changes the old inputs come back, free places and all.
            news = {**news, SIDS: without_holes(news.get(SIDS))}
        result = super().check(olds, news)
        numbers = news.get(SIDS)
        if not is_list_of_names(numbers) or HOLE in numbers:
            return result
        return CheckResult({**news, SIDS: in_old_order(numbers, before)}, result.failures)

    def changed(self, olds: Mapping[str, Any], news: Mapping[str, Any]) -> list[str]:
        """Compare the numbers as sets; what is left to finish or to remove is a change of them."""
        changed = [name for name in super().changed(olds, news) if name != SIDS]
        others = olds.get("others") if news.get("exclusive") else None
        unfinished = olds.get("incomplete") or others
        if unfinished or not same_set(olds.get(SIDS), news.get(SIDS)):
            changed.insert(0, SIDS)
        return changed

    def make(self, client: TrustHubClient, props: Properties) -> tuple[str, Properties]:
        """Put on the parents what is not there yet."""
        parents = parents_in(props)
        made = arrange(
            client,
            parents,
            numbers_in(props),
            held=Held(),
            rules=rules_in(props),
            report=say,
        )
        id_ = f"{parents.upward[-1]}/{CHANNEL_ENDPOINT.collection}"
        if made.reasons and not made.held.numbers:
            raise NotAllDoneError(" ".join(made.reasons))
        return id_, self._told(client, id_, parents, made, props)

    def look(self, client: TrustHubClient, id_: str, props: Properties) -> Properties | None:
        """List the parents; a number that is gone is left out, so that the next up repairs it."""
        parents = parents_of(id_, props)
        # A get does not say it.
        kind = props.get("channel_endpoint_type") or PHONE_NUMBER
        held = look_at(
            client,
            parents,
            held_in(parents, props),
            exclusive=bool(props.get("exclusive")),
            young=is_young(props.get(self.born)),
            endpoint_type=kind,
        )
        if held is None:
            return None
        return {**stored(parents, held), "channel_endpoint_type": kind}

    def change(
        self, client: TrustHubClient, id_: str, olds: Properties, news: Properties
    ) -> Properties:
        """Add what is missing, and remove what is no longer declared."""
        parents = parents_of(id_, olds)
        made = arrange(
            client,
            parents,
            numbers_in(news),
            held=held_in(parents, olds),
            rules=rules_in(news),
            report=say,
            young=is_young(olds.get(self.born)),
        )
        return self._told(client, id_, parents, made, news)

    def remove(self, client: TrustHubClient, id_: str, props: Properties) -> bool:
        """Remove what is declared, but for what is to be kept and what others need."""
        parents = parents_of(id_, props)
        taken = take_away(
            client,
            parents,
            held_in(parents, props),
            rules=rules_in(props),
            young=is_young(props.get(self.born)),
            report=say,
        )
        _warn(taken)
        if taken.reasons:
            raise NotAllDoneError(" ".join(taken.reasons))
        return True

    def explain_missing(self, client: TrustHubClient, id_: str) -> str:
        """Say which bundle is not there."""
        return missing_bundle(client, require_collection(id_, CHANNEL_ENDPOINT))

    def _told(
        self,
        client: TrustHubClient,
        id_: str,
        parents: Parents,
        made: Arranged,
        props: Properties,
    ) -> Properties:
        _warn(made)
        record = stored(parents, made.held)
        if made.reasons:
            raise PartlyDoneError(id_, self._outputs(client, record, props), made.reasons)
        return record

    def _inputs_of(self, outputs: Mapping[str, Any]) -> Properties:
        """Count what others put there among the numbers, so that its removal shows."""
        inputs = super()._inputs_of(outputs)
        inputs[SIDS] = [*(outputs.get(SIDS) or []), *(outputs.get("others") or [])]
        return inputs


class ChannelEndpointAssignments(
    DeclaredResource, module="trusthub", name="ChannelEndpointAssignments"
):
    """Puts many phone numbers on a customer profile, a trust product, or both.

    With both, each number goes onto the profile and then onto the product, and comes off in
    reverse.  It owns the numbers that it declares and touches no others.  Its id is the path of
    the product's assignments, or of the profile's where there is no product:
    ``TrustProducts/BU…/ChannelEndpointAssignments``.
    """

    channel_endpoint_sids: pulumi.Output[list[str]]
    """The phone numbers that are there, each once, in the order of the stack's state."""

    channel_endpoint_type: pulumi.Output[str]
    """``phone-number``."""

    trust_product_sid: pulumi.Output[str | None]
    """The trust product they are on."""

    customer_profile_sid: pulumi.Output[str | None]
    """The customer profile they are on."""

    existed: pulumi.Output[str]
    """Which of them were there before: empty for none, else a letter for each of
    ``channel_endpoint_sids`` and then of ``incomplete``: ``p`` on the profile, ``t`` on the trust
    product, ``b`` on both, ``.`` on neither."""

    incomplete: pulumi.Output[list[str]]
    """Numbers that are on one of two parents, or may be there: the next up finishes them."""

    others: pulumi.Output[list[str]]
    """With ``exclusive``: what else is there, which the next up removes."""

    date_updated: pulumi.Output[str | None]
    """When this stack assigned the last of them, ISO 8601."""

    _outputs = ("existed", "incomplete", "others", "date_updated")
    _options = pulumi.ResourceOptions(delete_before_replace=True)
    _verbs = ChannelEndpointAssignmentsProvider()

    @overload
    def __init__(
        self,
        resource_name: str,
        *,
        channel_endpoint_sids: pulumi.Input[Sequence[pulumi.Input[str]]],
        trust_product_sid: pulumi.Input[str],
        customer_profile_sid: pulumi.Input[str] | None = None,
        channel_endpoint_type: pulumi.Input[str] = PHONE_NUMBER,
        keep_existing: bool = False,
        exclusive: bool = False,
        allow_empty: bool = False,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None: ...

    @overload
    def __init__(
        self,
        resource_name: str,
        *,
        channel_endpoint_sids: pulumi.Input[Sequence[pulumi.Input[str]]],
        customer_profile_sid: pulumi.Input[str],
        channel_endpoint_type: pulumi.Input[str] = PHONE_NUMBER,
        keep_existing: bool = False,
        exclusive: bool = False,
        allow_empty: bool = False,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None: ...

    def __init__(
        self,
        resource_name: str,
        *,
        channel_endpoint_sids: pulumi.Input[Sequence[pulumi.Input[str]]],
        trust_product_sid: pulumi.Input[str] | None = None,
        customer_profile_sid: pulumi.Input[str] | None = None,
        channel_endpoint_type: pulumi.Input[str] = PHONE_NUMBER,
        keep_existing: bool = False,
        exclusive: bool = False,
        allow_empty: bool = False,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Declare a set of numbers; another parent is a replacement, other numbers are not.

        Args:
            resource_name: What the stack calls it.
            channel_endpoint_sids: The phone numbers, ``PN…``, in any order;
                :func:`~pulumi_trusthub.get_phone_numbers` finds them.  None at all is allowed.
            trust_product_sid: The trust product they go onto, or
            customer_profile_sid: the customer profile they go onto, or both.
            channel_endpoint_type: ``phone-number``; Twilio's guides say not to change it.
            keep_existing: Leave in place on destroy what was there before this stack.
            exclusive: Remove every other number from the bundles, but for those on the profile that
                another linked trust product carries.
            allow_empty: Let ``exclusive`` leave a bundle without any number.
            opts: A bag of options.
        """
        inputs = {
            SIDS: channel_endpoint_sids,
            "channel_endpoint_type": channel_endpoint_type,
            "trust_product_sid": trust_product_sid,
            "customer_profile_sid": customer_profile_sid,
            "keep_existing": keep_existing or None,
            "exclusive": exclusive or None,
            "allow_empty": allow_empty or None,
        }
        self._declare(resource_name, inputs, opts)

    @classmethod
    def get(
        cls,
        resource_name: str,
        id: pulumi.Input[str],  # noqa: A002 - as in every Pulumi SDK
        *,
        channel_endpoint_sids: pulumi.Input[Sequence[pulumi.Input[str]]],
        customer_profile_sid: pulumi.Input[str] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> Self:
        """Read which of some numbers are there; nothing is ever changed or deleted.

        Args:
            resource_name: What the stack calls it.
            id: The path of a bundle's assignments: ``TrustProducts/BU…/ChannelEndpointAssignments``
                or the same below ``CustomerProfiles``.
            channel_endpoint_sids: The phone numbers to look for.
            customer_profile_sid: The customer profile they are to be on as well, where the id is a
                trust product's.
            opts: A bag of options.
        """
        resource = cls.__new__(cls)
        inputs = {SIDS: channel_endpoint_sids, "customer_profile_sid": customer_profile_sid}
        reading = pulumi.ResourceOptions(id=id)
        resource._declare(  # noqa: SLF001 - a second constructor of this very class
            resource_name, inputs, pulumi.ResourceOptions.merge(opts, reading)
        )
        return resource

    def _declare(
        self, resource_name: str, inputs: dict[str, Any], opts: pulumi.ResourceOptions | None
    ) -> None:
        """Register with the engine, whose preview of an update gives the inputs as outputs."""
        super()._declare(resource_name, inputs, opts)
        self.channel_endpoint_sids = self.channel_endpoint_sids.apply(without_holes)


def _warn(arranged: Arranged) -> None:
    for text in arranged.warnings:
        warn(text)
