"""Assignments of single entities and channel endpoints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import AfterValidator

from pulumi_trusthub._core.api.run_state import LeftLink
from pulumi_trusthub._core.model.errors import ApiError, PartialStateError, TrustHubError
from pulumi_trusthub._core.model.fields import BundleParentInputs, Flag, Known, Text
from pulumi_trusthub._core.model.refs import (
    CHANNEL_ENDPOINT,
    ENTITY,
    PARENT_INPUTS,
    AssignmentRef,
    BundleKind,
    BundleRef,
)
from pulumi_trusthub._core.model.sids import endpoint_problem, sid_problem, wrong_kind_of_sid
from pulumi_trusthub._core.model.statuses import APPROVED
from pulumi_trusthub._core.rules import removal
from pulumi_trusthub._core.rules.assignments import ensure_assignment
from pulumi_trusthub._core.rules.corrections import CORRECTED
from pulumi_trusthub._core.rules.linked_products import products_with_number

from .adoption import was_adopted_again
from .base import Handler, Properties

if TYPE_CHECKING:
    from pulumi_trusthub._core.api.run import Run
    from pulumi_trusthub._core.model.refs import AssignmentKind

ENTITIES = "a customer profile (BU…), an end user (IT…) or a supporting document (RD…)"
PHONE_NUMBER = "phone-number"
"""The only channel endpoint type that Twilio's guides use."""


class AssignmentInputs(BundleParentInputs):
    """The inputs of either kind of assignment."""

    not_sent: ClassVar[frozenset[str]] = frozenset({"keep_existing"})

    keep_existing: Flag | None = None


class AssignmentHandler(Handler):
    """Handler of assignments; Trust Hub cannot update an assignment.

    Attributes:
        fields: The inputs in a POST, and their names there.
    """

    kind: ClassVar[AssignmentKind]
    fields: ClassVar[dict[str, str]]
    computed: ClassVar[tuple[str, ...]] = ("date_created", "url", "existed")
    stable = Handler.stable | {"existed"}
    delete_before_replace = True

    def _create(self, run: Run, inputs: Properties) -> tuple[str, Properties]:
        """Create the assignment, or use an existing assignment of the same two objects."""
        bundle = BundleRef.of_inputs(inputs)
        fields = {wire_name: inputs[name] for name, wire_name in self.fields.items()}
        target_sid = inputs[self.kind.target_field]
        assigned = ensure_assignment(run.client, self.kind, bundle, fields)
        of_this_run, _ = run.memory.assigned(bundle.path, target_sid)
        sid = assigned.record["sid"]
        id_ = AssignmentRef(self.kind, bundle, sid).path
        left = run.memory.links_left.pop(id_, None)
        if left is not None:
            # The replaced link was left in place, so this is the stack's own.
            return id_, _outputs(assigned.record, bundle, existed=left.existed)
        if assigned.existed and (id_ == of_this_run or id_ in run.memory.adopted):
            run.warn(
                f"the {self.noun} {sid} on {bundle.path} is declared by two resources of this "
                f"program. Keep one; take the other out of the program and, with `pulumi state "
                f"delete`, out of the state: to destroy it would take {target_sid} off for both."
            )
        elif assigned.existed and not inputs.get("keep_existing"):
            self._warn_of_existing(run, AssignmentRef(self.kind, bundle, sid), target_sid)
        if assigned.existed:
            run.memory.adopted.add(id_)
        # An object that another resource of this run has created did not exist before the stack.
        existed = assigned.existed and id_ != of_this_run
        return id_, _outputs(assigned.record, bundle, existed=existed)

    def _read(self, run: Run, id_: str, state: Properties) -> Properties | None:
        """Read the assignment; None also when its bundle is gone."""
        ref = AssignmentRef.require(id_, self.kind)
        record = run.client.get_or_none(ref.path)
        return record and _outputs(record, ref.bundle, existed=bool(state.get("existed")))

    def _update(self, run: Run, id_: str, olds: Properties, news: Properties) -> Properties:
        """Store the inputs that Twilio never sees: Trust Hub cannot update an assignment."""
        was_kept = olds.get("existed") and olds.get("keep_existing")
        if was_kept and not news.get("keep_existing"):
            target_sid = str(olds.get(self.kind.target_field))
            self._warn_of_existing(run, AssignmentRef.require(id_, self.kind), target_sid)
        return olds

    def _warn_of_existing(self, run: Run, ref: AssignmentRef, target_sid: str) -> None:
        """Say that an assignment which the stack did not create goes with the stack."""
        # No state has a link that an earlier run has left in place: it may be the stack's own.
        perhaps_left = self.kind is ENTITY and removal.is_profile(target_sid)
        run.warn(
            f"the {self.noun} {ref.sid} on {ref.bundle.path} was there before this stack, "
            f"{'was left by it, ' * perhaps_left}or another resource of it has made it; it is "
            f"owned by this one now, and destroy will remove it (keep_existing=True would leave it "
            f"in place)."
        )

    def _delete(self, run: Run, id_: str, state: Properties) -> bool:
        """Delete the assignment, unless it existed before and is to be kept."""
        ref = AssignmentRef.require(id_, self.kind)
        if state.get("existed") and state.get("keep_existing"):
            run.warn(
                f"the {self.noun} {ref.sid} was there before this stack, so it is left in place "
                f"(keep_existing)."
            )
            return True
        with run.memory.lock(ref.bundle.path, str(state.get(self.kind.target_field))):
            return (
                was_adopted_again(run, self.noun, id_)
                or self._must_stay(run, ref, state)
                or self._take_off(run, ref, state)
            )

    def _must_stay(self, run: Run, ref: AssignmentRef, state: Properties) -> bool:
        """Tell, with a warning, whether the assignment must stay in place."""
        del run, ref, state
        return False

    def _take_off(self, run: Run, ref: AssignmentRef, state: Properties) -> bool:
        """Delete the assignment; False when the assignment was gone already."""
        del state
        return run.client.delete(ref.path)


def _outputs(record: Properties, bundle: BundleRef, *, existed: bool) -> Properties:
    """Drop the parent SIDs of the response; the id already has the parent."""
    fields = {name: value for name, value in record.items() if name not in PARENT_INPUTS}
    return {**fields, **bundle.as_input(), "existed": existed}


def _entity_sid(value: str) -> str:
    problem = wrong_kind_of_sid(value, {"BU", "IT", "RD"}, ENTITIES) or sid_problem(value, None)
    if problem:
        raise ValueError(problem)
    return value


class EntityAssignmentInputs(AssignmentInputs):
    """The inputs of an entity assignment."""

    requires_replace: ClassVar[frozenset[str]] = AssignmentInputs.requires_replace | {"object_sid"}
    not_sent: ClassVar[frozenset[str]] = AssignmentInputs.not_sent | {"force_destroy"}

    object_sid: Annotated[str, AfterValidator(_entity_sid), Known]
    force_destroy: Flag | None = None


class EntityAssignmentHandler(AssignmentHandler):
    """Handler of entity assignments."""

    type_name = "EntityAssignment"
    noun = "entity assignment"
    inputs = EntityAssignmentInputs
    kind = ENTITY
    fields: ClassVar[dict[str, str]] = {"object_sid": ENTITY.wire_name}

    def _create(self, run: Run, inputs: Properties) -> tuple[str, Properties]:
        """Create the assignment, and delete the left link that the new link replaces."""
        bundle, object_sid = BundleRef.of_inputs(inputs), inputs["object_sid"]
        try:
            created = super()._create(run, inputs)
        except ApiError as error:
            left = removal.profiles_left_on(run.client, bundle)
            if not left:
                raise
            sids = " and ".join(link.object_sid for link in left.values())
            raise error.with_hint(
                f"The link to customer profile {sids} was left in place: with that object_sid the "
                f"next `pulumi up` takes it back."
            ) from error
        id_, _ = run.memory.assigned(bundle.path, object_sid)
        if removal.is_profile(object_sid) and id_ == created[0]:
            # The bundle has taken a new link, so none had to stay.
            try:
                removal.delete_links(run.client, removal.profiles_left_on(run.client, bundle))
            except TrustHubError as error:
                reason = (
                    f"It was made, but the link that it replaces is still on the {bundle}, and in "
                    f"no state: {error} Delete that link by hand."
                )
                raise PartialStateError(*created, [reason]) from error
        return created

    def _must_stay(self, run: Run, ref: AssignmentRef, state: Properties) -> bool:
        """Leave a customer profile on a submitted bundle, which may take no link in its place."""
        bundle, object_sid = ref.bundle, str(state.get("object_sid"))
        if state.get("force_destroy"):
            return False
        status = removal.status_for_delete(run.client, bundle)
        if removal.must_stay_linked(run.client, bundle, object_sid):
            if run.client.get_or_none(ref.path) is None:
                return False
            existed = bool(state.get("existed"))
            run.memory.links_left[ref.path] = LeftLink(bundle.path, object_sid, existed)
            run.warn(
                f"customer profile {object_sid} stays on the {bundle}, which is {status} and may "
                f"take no link again: the link goes when one of the two is deleted. To take it off "
                f"all the same, declare it with force_destroy=True, run `pulumi up`, and delete it "
                f"then."
            )
            return True
        return False

    def _take_off(self, run: Run, ref: AssignmentRef, state: Properties) -> bool:
        """Take an end user or a document off; leave what Twilio refuses to take off."""
        bundle, object_sid = ref.bundle, str(state.get("object_sid"))
        try:
            deleted = super()._take_off(run, ref, state)
        except ApiError as error:
            forced = removal.is_profile(object_sid) or state.get("force_destroy")
            if forced or not removal.is_refused(run.client, bundle, error):
                raise
            existed = bool(state.get("existed"))
            run.memory.links_left[ref.path] = LeftLink(bundle.path, object_sid, existed)
            if run.memory.is_first("left entities", bundle.path):
                status = removal.status_for_delete(run.client, bundle)
                run.warn(
                    f"end users and documents stay on the {bundle}, which is {status}, and go when "
                    f"it is deleted, because Twilio does not take them off: {error}"
                )
            return True
        meant = removal.is_profile(object_sid) or state.get("force_destroy")
        lost = not meant and removal.status_for_delete(run.client, bundle) == APPROVED
        if lost and run.memory.is_first("entities", bundle.path):
            run.warn(
                f"end users and documents leave the {bundle}, which is {APPROVED} and takes none "
                f"again. If it is to stay, protect all of them with it: `protect` on a component "
                f"holds for its parts."
            )
        return deleted


def _endpoint_sid(value: str) -> str:
    problem = endpoint_problem(value)
    if problem:
        raise ValueError(problem)
    return value


class ChannelEndpointAssignmentInputs(AssignmentInputs):
    """The inputs of a channel endpoint assignment."""

    requires_replace: ClassVar[frozenset[str]] = AssignmentInputs.requires_replace | {
        "channel_endpoint_sid",
        "channel_endpoint_type",
    }

    channel_endpoint_sid: Annotated[str, AfterValidator(_endpoint_sid), Known]
    channel_endpoint_type: Text


class ChannelEndpointAssignmentHandler(AssignmentHandler):
    """Handler of channel endpoint assignments."""

    type_name = "ChannelEndpointAssignment"
    noun = "channel endpoint assignment"
    inputs = ChannelEndpointAssignmentInputs
    computed: ClassVar[tuple[str, ...]] = (*AssignmentHandler.computed, CORRECTED)
    kind = CHANNEL_ENDPOINT
    fields: ClassVar[dict[str, str]] = {
        "channel_endpoint_type": "ChannelEndpointType",
        "channel_endpoint_sid": CHANNEL_ENDPOINT.wire_name,
    }

    def _delete(self, run: Run, id_: str, state: Properties) -> bool:
        """Delete the assignment, unless a product's calls still need the number on the profile."""
        bundle = AssignmentRef.require(id_, self.kind).bundle
        if was_adopted_again(run, self.noun, id_):
            return True
        number_sid = state.get("channel_endpoint_sid")
        if bundle.kind is BundleKind.CUSTOMER_PROFILE and number_sid:
            products = products_with_number(run.client, bundle.sid, number_sid)
            if products:
                names = ", ".join(f"{p['sid']} ({p.get('friendly_name')})" for p in products)
                run.warn(
                    f"{number_sid} stays on the {bundle}, although this stack no longer manages it "
                    f"there: it is still on trust product {names}, whose calls would lose their "
                    f"attestation."
                )
                return True
        return super()._delete(run, id_, state)

    def _must_stay(self, run: Run, ref: AssignmentRef, _state: Properties) -> bool:
        """Let the number go: it can be put back."""
        warn_of_leaving_numbers(run, ref.bundle)
        return False


def warn_of_leaving_numbers(run: Run, bundle: BundleRef) -> None:
    """Warn once in a run that numbers leave an approved trust product."""
    if bundle.kind is not BundleKind.TRUST_PRODUCT:
        return
    status = removal.status_for_delete(run.client, bundle)
    if status == APPROVED and run.memory.is_first("numbers", bundle.path):
        run.warn(
            f"numbers leave the {bundle}, which is {status}: it does nothing for their calls any "
            f"more. If it is to stay, the next `pulumi up` that declares them puts them back, "
            f"without a review."
        )
