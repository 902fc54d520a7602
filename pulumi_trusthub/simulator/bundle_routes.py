"""The paths of customer profiles and trust products, and of what is on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pulumi_trusthub.simulator import answers, assignments, evaluations, forms, reviews, rules

from .errors import invalid
from .forms import Parameter
from .listing import find, listed, read
from .models import Account, Bundle, ChannelEndpointAssignment, Status, World
from .routing import NO_CONTENT, PAGING, Call, Operation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from .policies import BundleKind

_POLICY = Parameter("PolicySid", forms.sid("RN"), required=True)
_CALLBACK = Parameter("StatusCallback", forms.url, may_be_empty=True)


class BundleRoutes:
    """The operations of one kind of bundle."""

    def __init__(self, kind: BundleKind) -> None:
        self.kind = kind

    def operations(self) -> Iterator[Operation]:
        """The table; the paths with most traffic first, because it is searched in this order."""
        collection = f"/v1/{answers.COLLECTIONS[self.kind]}"
        bundle = collection + "/{bundle}"
        yield from self._endpoint_operations(bundle + "/ChannelEndpointAssignments")
        yield from self._entity_operations(bundle + "/EntityAssignments")
        yield from self._evaluation_operations(bundle + "/Evaluations")
        yield from self._bundle_operations(collection, bundle)

    def _bundle_operations(self, collection: str, bundle: str) -> Iterator[Operation]:
        create = (
            Parameter("FriendlyName", required=True),
            Parameter("Email", forms.email, required=True),
            _POLICY,
            _CALLBACK,
        )
        filters = (
            Parameter("Status", forms.one_of(*(it.value for it in Status))),
            Parameter("FriendlyName"),
            Parameter("PolicySid", forms.sid("RN")),
            *PAGING,
        )
        update = (
            Parameter("Status"),
            Parameter("FriendlyName"),
            Parameter("Email", forms.email),
            _CALLBACK,
        )
        yield Operation("POST", collection, self.create, create, status=201)
        yield Operation("GET", collection, self.list_all, filters)
        yield Operation("GET", bundle, self.fetch)
        yield Operation("POST", bundle, self.update, update)
        yield Operation("DELETE", bundle, self.delete, status=NO_CONTENT)

    def _endpoint_operations(self, path: str) -> Iterator[Operation]:
        create = (
            Parameter("ChannelEndpointType", required=True),
            Parameter("ChannelEndpointSid", forms.sid(), required=True),
        )
        filters = (
            Parameter("ChannelEndpointSid", forms.sid()),
            Parameter("ChannelEndpointSids", forms.sids()),
            *PAGING,
        )
        yield Operation("POST", path, self.assign_endpoint, create, status=201)
        yield Operation("GET", path, self.list_endpoints, filters)
        yield Operation("GET", path + "/{sid}", self.fetch_endpoint)
        yield Operation("DELETE", path + "/{sid}", self.remove_endpoint, status=NO_CONTENT)

    def _entity_operations(self, path: str) -> Iterator[Operation]:
        create = (Parameter("ObjectSid", forms.sid(), required=True),)
        yield Operation("POST", path, self.assign_entity, create, status=201)
        yield Operation("GET", path, self.list_entities, (Parameter("ObjectType"), *PAGING))
        yield Operation("GET", path + "/{sid}", self.fetch_entity)
        yield Operation("DELETE", path + "/{sid}", self.remove_entity, status=NO_CONTENT)

    def _evaluation_operations(self, path: str) -> Iterator[Operation]:
        yield Operation("POST", path, self.evaluate, (_POLICY,), status=201)
        yield Operation("GET", path, self.list_evaluations, PAGING)
        yield Operation("GET", path + "/{sid}", self.fetch_evaluation)

    def _bundle(self, call: Call) -> Bundle:
        return find(call, call.account.bundles[self.kind], "bundle")

    def create(self, call: Call) -> dict[str, Any]:
        """POST a bundle."""
        made = rules.create_bundle(
            call.world,
            call.account,
            self.kind,
            friendly_name=call.values["FriendlyName"],
            email=call.values["Email"],
            policy_sid=call.values["PolicySid"],
            status_callback=call.values.get("StatusCallback"),
        )
        return answers.bundle(made, call.base)

    def list_all(self, call: Call) -> dict[str, Any]:
        """GET bundles."""
        bundles = call.account.bundles[self.kind].values()
        for bundle in bundles:
            reviews.settle(call.world, call.account, bundle)
        return listed(call, [it for it in bundles if _wanted(it, call.values)], answers.bundle)

    def fetch(self, call: Call) -> dict[str, Any]:
        """GET a bundle."""
        bundle = read(call, call.account.bundles[self.kind], "bundle")
        reviews.settle(call.world, call.account, bundle)
        return answers.bundle(bundle, call.base)

    def update(self, call: Call) -> dict[str, Any]:
        """POST changes of a bundle, or its submission."""
        bundle = self._bundle(call)
        changes = rules.BundleChanges(
            status=call.values.get("Status"),
            friendly_name=call.values.get("FriendlyName"),
            email=call.values.get("Email"),
            status_callback=call.values.get("StatusCallback"),
        )
        rules.update_bundle(call.world, call.account, bundle, changes)
        return answers.bundle(bundle, call.base)

    def delete(self, call: Call) -> None:
        """DELETE a bundle."""
        rules.delete_bundle(call.world, call.account, self._bundle(call))

    def assign_endpoint(self, call: Call) -> dict[str, Any]:
        """POST a number onto a bundle."""
        made = assignments.assign_endpoint(
            call.world,
            call.account,
            self._bundle(call),
            channel_endpoint_type=call.values["ChannelEndpointType"],
            channel_endpoint_sid=call.values["ChannelEndpointSid"],
        )
        return answers.channel_endpoint_assignment(made, call.base)

    def list_endpoints(self, call: Call) -> dict[str, Any]:
        """GET the numbers on a bundle."""
        found = _endpoints(self._bundle(call), call.values)
        return listed(call, found, answers.channel_endpoint_assignment)

    def fetch_endpoint(self, call: Call) -> dict[str, Any]:
        """GET a number on a bundle."""
        found = read(call, self._bundle(call).endpoints)
        return answers.channel_endpoint_assignment(found, call.base)

    def remove_endpoint(self, call: Call) -> None:
        """DELETE a number from a bundle."""
        assignments.remove_endpoint(call.world, find(call, self._bundle(call).endpoints))

    def assign_entity(self, call: Call) -> dict[str, Any]:
        """POST an object onto a bundle."""
        made = assignments.assign_entity(
            call.world, call.account, self._bundle(call), object_sid=call.values["ObjectSid"]
        )
        return answers.entity_assignment(made, call.base)

    def list_entities(self, call: Call) -> dict[str, Any]:
        """GET the objects on a bundle."""
        wanted = call.values.get("ObjectType")
        found = [
            it
            for it in self._bundle(call).entities.values()
            if wanted is None or wanted in _object_types(call.world, call.account, it.object_sid)
        ]
        return listed(call, found, answers.entity_assignment)

    def fetch_entity(self, call: Call) -> dict[str, Any]:
        """GET an object on a bundle."""
        return answers.entity_assignment(read(call, self._bundle(call).entities), call.base)

    def remove_entity(self, call: Call) -> None:
        """DELETE an object from a bundle."""
        call.world.remove_entity(find(call, self._bundle(call).entities))

    def evaluate(self, call: Call) -> dict[str, Any]:
        """POST an evaluation."""
        bundle = self._bundle(call)
        policy = call.world.policies.get(call.values["PolicySid"])
        if policy is None:
            raise invalid(f"Policy {call.values['PolicySid']} was not found.")
        made = evaluations.evaluate(call.world, call.account, bundle, policy)
        return answers.evaluation(made, call.base)

    def list_evaluations(self, call: Call) -> dict[str, Any]:
        """GET the evaluations of a bundle."""
        return listed(call, self._bundle(call).evaluations.values(), answers.evaluation)

    def fetch_evaluation(self, call: Call) -> dict[str, Any]:
        """GET an evaluation."""
        return answers.evaluation(read(call, self._bundle(call).evaluations), call.base)


def _wanted(bundle: Bundle, values: Mapping[str, str]) -> bool:
    return (
        values.get("Status", bundle.status.value) == bundle.status.value
        and values.get("FriendlyName", bundle.friendly_name) == bundle.friendly_name
        and values.get("PolicySid", bundle.policy_sid) == bundle.policy_sid
    )


def _endpoints(bundle: Bundle, values: Mapping[str, str]) -> Iterable[ChannelEndpointAssignment]:
    """The assignments of the numbers asked for, without a look at the others."""
    single, several = values.get("ChannelEndpointSid"), values.get("ChannelEndpointSids")
    if single is None and several is None:
        return bundle.endpoints.values()
    asked = set((several or single or "").split(","))
    if single is not None:
        asked &= {single}
    found = [it for sid in asked for it in bundle.endpoints_by_number.get(sid, {}).values()]
    return sorted(found, key=lambda it: it.number)


def _object_types(world: World, account: Account, object_sid: str) -> set[str]:
    """What the filter `ObjectType` may call an assigned object."""
    entity = account.end_users.get(object_sid) or account.supporting_documents.get(object_sid)
    if entity is not None:
        return {entity.type}
    profile = world.profile(account, object_sid)
    if profile is None or not world.settings.object_type_finds_linked_profiles:
        return set()
    return {"customer_profile", world.policies[profile.policy_sid].profile_type or ""}
