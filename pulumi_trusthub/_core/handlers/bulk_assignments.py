"""Sets of channel endpoint assignments: many numbers on a profile, a product, or both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from pulumi_trusthub._core.bulk import stable_order
from pulumi_trusthub._core.bulk.apply import apply
from pulumi_trusthub._core.bulk.plan import BulkResult, BulkState, Parents
from pulumi_trusthub._core.bulk.read import read
from pulumi_trusthub._core.bulk.remove import remove
from pulumi_trusthub._core.bulk.state import (
    EXISTED,
    SIDS,
    numbers_in,
    options_in,
    outputs_of,
    parents_in,
    parents_of,
    state_in,
)
from pulumi_trusthub._core.model import errors, fields
from pulumi_trusthub._core.model.refs import CHANNEL_ENDPOINT, PARENT_INPUTS
from pulumi_trusthub._core.model.sids import endpoint_problem
from pulumi_trusthub._core.rules.bundles import explain_missing_bundle
from pulumi_trusthub._core.rules.removal import was_taken_off

from .assignments import PHONE_NUMBER, warn_of_leaving_numbers
from .base import Checked, Handler, Properties, is_import

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pulumi_trusthub._core.api.client import TrustHubClient
    from pulumi_trusthub._core.api.run import Run

NAMED_PROBLEMS = 10
"""Wrong SIDs of a list that are named; further SIDs are counted."""


class ChannelEndpointAssignmentsInputs(fields.Inputs):
    """The inputs of a set of channel endpoint assignments."""

    requires_replace: ClassVar[frozenset[str]] = frozenset(
        {*PARENT_INPUTS, "channel_endpoint_type"}
    )
    not_sent: ClassVar[frozenset[str]] = frozenset({"keep_existing", "exclusive", "allow_empty"})

    channel_endpoint_sids: fields.AnyList
    channel_endpoint_type: fields.Text
    trust_product_sid: fields.BundleSid | None = None
    customer_profile_sid: fields.BundleSid | None = None
    keep_existing: fields.Flag | None = None
    exclusive: fields.Flag | None = None
    allow_empty: fields.Flag | None = None

    @classmethod
    def cross_field_errors(cls, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """Require a parent, correct SIDs, and no empty set by accident."""
        product_sid, profile_sid = (values.get(name) for name in PARENT_INPUTS)
        if product_sid is None and profile_sid is None:
            yield PARENT_INPUTS[0], "give trust_product_sid, customer_profile_sid, or both"
        elif isinstance(product_sid, str) and product_sid == profile_sid:
            yield PARENT_INPUTS[0], "is the same bundle as customer_profile_sid"
        numbers = values.get(SIDS)
        if not isinstance(numbers, (list, tuple)):
            return
        yield from _wrong_numbers(numbers)
        if not numbers and values.get("exclusive") is True and not values.get("allow_empty"):
            reason = (
                "is empty, so that exclusive=True would remove every number that is there; set "
                "allow_empty=True if that is meant"
            )
            yield SIDS, reason


def _wrong_numbers(numbers: Sequence[Any]) -> Iterator[tuple[str, str]]:
    """Name the first wrong SIDs, and count the rest."""
    wrong = 0
    for index, number in enumerate(numbers):
        if fields.contains_unknown(number):
            continue
        problem = endpoint_problem(number) if isinstance(number, str) else "must be a string"
        if problem is None:
            continue
        wrong += 1
        if wrong <= NAMED_PROBLEMS:
            yield f"{SIDS}[{index}]", problem
    if wrong > NAMED_PROBLEMS:
        yield SIDS, f"{wrong - NAMED_PROBLEMS:,} more of its {len(numbers):,} SIDs are wrong"


class ChannelEndpointAssignmentsHandler(Handler):
    """Handler of sets of channel endpoint assignments."""

    type_name = "ChannelEndpointAssignments"
    noun = "set of channel endpoint assignments"
    inputs = ChannelEndpointAssignmentsInputs
    computed = (*EXISTED.values(), "incomplete", "others", "date_updated")
    stable = frozenset({"account_sid"})
    delete_before_replace = True
    created_field = "date_updated"

    def _check(self, olds: Properties, news: Properties) -> Checked:
        """Keep each number in its former place, without duplicates.

        So an added or removed number reads as one change; see :mod:`.stable_order`.
        """
        before = olds.get(SIDS)
        if isinstance(before, list) and stable_order.TOMBSTONE in before:
            # With ignore_changes the old inputs come back with their tombstones.
            news = {**news, SIDS: stable_order.drop_tombstones(news.get(SIDS))}
        checked = super()._check(olds, news)
        numbers = news.get(SIDS)
        if not stable_order.is_list_of_names(numbers) or stable_order.TOMBSTONE in numbers:
            return checked
        return Checked(
            {**news, SIDS: stable_order.keep_positions(numbers, before)}, checked.problems
        )

    def changed_inputs(self, olds: Mapping[str, Any], news: Mapping[str, Any]) -> list[str]:
        """Compare the numbers as sets; unfinished additions and removals are a change too."""
        changed = [name for name in super().changed_inputs(olds, news) if name != SIDS]
        others = olds.get("others") if news.get("exclusive") else None
        unfinished = olds.get("incomplete") or others
        if unfinished or not stable_order.same_set(olds.get(SIDS), news.get(SIDS)):
            changed.insert(0, SIDS)
        return changed

    def explain_missing(self, client: TrustHubClient, id_: str) -> str:
        """Say which bundle does not exist."""
        return explain_missing_bundle(client, CHANNEL_ENDPOINT.require(id_))

    def _create(self, run: Run, inputs: Properties) -> tuple[str, Properties]:
        """Assign the numbers that are not on the parents yet."""
        parents = parents_in(inputs)
        id_ = CHANNEL_ENDPOINT.on(parents.upward[-1])
        options = options_in(inputs)
        result = apply(run, parents, numbers_in(inputs), held=BulkState(), options=options)
        if result.reasons and not result.state.numbers:
            raise errors.BulkError(" ".join(result.reasons))
        return id_, _outputs(run, id_, parents, result)

    def _read(self, run: Run, id_: str, state: Properties) -> Properties | None:
        """Read the numbers on the parents, without missing numbers, so that up repairs them.

        An import that names no numbers takes all of them.
        """
        parents = parents_of(id_, state)
        # An import does not know the type.
        endpoint_type = state.get("channel_endpoint_type") or PHONE_NUMBER
        of_all = is_import(state) and state.get(SIDS) is None
        now = read(
            run.client,
            parents,
            None if of_all else state_in(parents, state),
            exclusive=bool(state.get("exclusive")),
            endpoint_type=endpoint_type,
        )
        if now is None:
            return None
        return {**outputs_of(parents, now), "channel_endpoint_type": endpoint_type}

    def _update(self, run: Run, id_: str, olds: Properties, news: Properties) -> Properties:
        """Add the missing numbers, and remove the numbers that are no longer declared."""
        parents = parents_of(id_, olds)
        result = apply(
            run,
            parents,
            numbers_in(news),
            held=state_in(parents, olds),
            options=options_in(news),
            was_kept=options_in(olds).keep_existing,
        )
        return _outputs(run, id_, parents, result)

    def _delete(self, run: Run, id_: str, state: Properties) -> bool:
        """Remove the declared numbers, except numbers to keep and numbers that others need."""
        parents = parents_of(id_, state)
        result = remove(run, parents, state_in(parents, state), options=options_in(state))
        _warn(run, result)
        if parents.product and was_taken_off(run.client, CHANNEL_ENDPOINT.on(parents.product)):
            warn_of_leaving_numbers(run, parents.product)
        if result.reasons:
            raise errors.BulkError(" ".join(result.reasons))
        return True

    def _inputs_of(self, outputs: Mapping[str, Any]) -> Properties:
        """Include other numbers on the parents, so that their removal shows."""
        inputs = super()._inputs_of(outputs)
        inputs[SIDS] = [*(outputs.get(SIDS) or []), *(outputs.get("others") or [])]
        return inputs


def _outputs(run: Run, id_: str, parents: Parents, result: BulkResult) -> Properties:
    _warn(run, result)
    outputs = outputs_of(parents, result.state)
    if result.reasons:
        raise errors.PartialStateError(id_, outputs, result.reasons)
    return outputs


def _warn(run: Run, result: BulkResult) -> None:
    for text in result.warnings:
        run.warn(text)
