"""The paths of customer profiles and trust products, and of what is on them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from ..rules import assignments, bundles, evaluations, reviews
from ..store.errors import invalid
from ..store.models import (
    Account,
    Bundle,
    ChannelEndpointAssignment,
    Collection,
    EntityAssignment,
    Evaluation,
    Status,
)
from ..store.policies import BundleKind
from ..store.store import Store
from . import parameters, serializers
from .pagination import find, held, listed, read, remove
from .parameters import Parameter
from .routing import NO_CONTENT, PAGING, ApiRequest, Operation

_EMAIL = Parameter("Email", parameters.email)
_NAME = Parameter("FriendlyName")
_POLICY = Parameter("PolicySid", parameters.sid("RN"))
_STATUS = Parameter("Status", parameters.one_of(*(it.value for it in Status)))
_CALLBACK = Parameter("StatusCallback", parameters.url, may_be_empty=True)


class BundleRoutes:
    """The operations of one kind of bundle."""

    def __init__(self, kind: BundleKind) -> None:
        self.kind = kind

    def operations(self) -> Iterator[Operation]:
        """The table; the paths with most traffic first, because it is searched in this order."""
        collection = f"/v1/{serializers.COLLECTIONS[self.kind]}"
        bundle = collection + "/{bundle}"
        yield from self._endpoint_operations(bundle + "/ChannelEndpointAssignments")
        yield from self._entity_operations(bundle + "/EntityAssignments")
        yield from self._evaluation_operations(bundle + "/Evaluations")
        yield from self._bundle_operations(collection, bundle)

    def _bundle_operations(self, collection: str, bundle: str) -> Iterator[Operation]:
        shown = serializers.bundle
        create = (_NAME.must(), _EMAIL.must(), _POLICY.must(), _CALLBACK)
        filters = (_STATUS, _NAME, _POLICY, *PAGING)
        update = (Parameter("Status"), _NAME, _EMAIL, _CALLBACK)
        yield Operation("POST", collection, self._create, create, status=201, serializer=shown)
        yield Operation("GET", collection, self._list_all, filters)
        yield Operation("GET", bundle, self._fetch, serializer=shown)
        yield Operation("POST", bundle, self._update, update, serializer=shown)
        yield Operation("DELETE", bundle, self._delete, status=NO_CONTENT)

    def _endpoint_operations(self, path: str) -> Iterator[Operation]:
        shown = serializers.channel_endpoint_assignment
        create = (
            Parameter("ChannelEndpointType", required=True),
            Parameter("ChannelEndpointSid", parameters.sid(), required=True),
        )
        filters = (
            Parameter("ChannelEndpointSid", parameters.sid()),
            Parameter("ChannelEndpointSids", parameters.sids),
            *PAGING,
        )
        yield Operation("POST", path, self._assign_endpoint, create, status=201, serializer=shown)
        yield Operation("GET", path, self._list_endpoints, filters)
        yield Operation("GET", path + "/{sid}", self._fetching("endpoints"), serializer=shown)
        yield Operation("DELETE", path + "/{sid}", self._remove_endpoint, status=NO_CONTENT)

    def _entity_operations(self, path: str) -> Iterator[Operation]:
        shown = serializers.entity_assignment
        create = (Parameter("ObjectSid", parameters.sid(), required=True),)
        yield Operation("POST", path, self._assign_entity, create, status=201, serializer=shown)
        yield Operation("GET", path, self._list_entities, (Parameter("ObjectType"), *PAGING))
        yield Operation("GET", path + "/{sid}", self._fetching("entities"), serializer=shown)
        yield Operation("DELETE", path + "/{sid}", self._remove_entity, status=NO_CONTENT)

    def _evaluation_operations(self, path: str) -> Iterator[Operation]:
        shown = serializers.evaluation
        yield Operation(
            "POST", path, self._evaluate, (_POLICY.must(),), status=201, serializer=shown
        )
        yield Operation("GET", path, self._list_evaluations, PAGING)
        yield Operation("GET", path + "/{sid}", self._fetching("evaluations"), serializer=shown)

    def _bundle(self, request: ApiRequest) -> Bundle:
        return find(request, request.account.bundles[self.kind], "bundle")

    def _fetching(self, held: str) -> Callable[[ApiRequest], Any]:
        """Handler that reads an assignment or an evaluation of a bundle."""
        return lambda request: read(request, getattr(self._bundle(request), held))

    def _create(self, request: ApiRequest) -> Bundle:
        return bundles.create_bundle(
            request.store,
            request.account,
            self.kind,
            friendly_name=request.values["FriendlyName"],
            email=request.values["Email"],
            policy_sid=request.values["PolicySid"],
            status_callback=request.values.get("StatusCallback"),
        )

    def _list_all(self, request: ApiRequest) -> dict[str, Any]:
        bundles_there = request.account.bundles[self.kind]
        for bundle in bundles_there.values():
            reviews.advance_review(request.store, bundle)
        found = [it for it in held(request, bundles_there) if _wanted(it, request.values)]
        return listed(request, found, serializers.bundle)

    def _fetch(self, request: ApiRequest) -> Bundle:
        bundle = read(request, request.account.bundles[self.kind], "bundle")
        reviews.advance_review(request.store, bundle)
        return bundle

    def _update(self, request: ApiRequest) -> Bundle:
        bundle = self._bundle(request)
        changes = bundles.BundleChanges(
            status=request.values.get("Status"),
            friendly_name=request.values.get("FriendlyName"),
            email=request.values.get("Email"),
            status_callback=request.values.get("StatusCallback"),
        )
        bundles.update_bundle(request.store, bundle, changes)
        return bundle

    def _delete(self, request: ApiRequest) -> None:
        bundle = self._bundle(request)
        remove(request, bundle, lambda: bundles.delete_bundle(request.store, bundle))

    def _assign_endpoint(self, request: ApiRequest) -> ChannelEndpointAssignment:
        return assignments.assign_endpoint(
            request.store,
            self._bundle(request),
            channel_endpoint_type=request.values["ChannelEndpointType"],
            channel_endpoint_sid=request.values["ChannelEndpointSid"],
        )

    def _list_endpoints(self, request: ApiRequest) -> dict[str, Any]:
        found = _endpoints(request, self._bundle(request))
        return listed(request, found, serializers.channel_endpoint_assignment)

    def _remove_endpoint(self, request: ApiRequest) -> None:
        endpoint = find(request, self._bundle(request).endpoints)
        remove(request, endpoint, lambda: assignments.remove_endpoint(request.store, endpoint))

    def _assign_entity(self, request: ApiRequest) -> EntityAssignment:
        return assignments.assign_entity(
            request.store, self._bundle(request), object_sid=request.values["ObjectSid"]
        )

    def _list_entities(self, request: ApiRequest) -> dict[str, Any]:
        wanted = request.values.get("ObjectType")
        found = [
            it
            for it in held(request, self._bundle(request).entities)
            if wanted is None
            or wanted in _object_types(request.store, request.account, it.object_sid)
        ]
        return listed(request, found, serializers.entity_assignment)

    def _remove_entity(self, request: ApiRequest) -> None:
        entity = find(request, self._bundle(request).entities)
        remove(request, entity, lambda: assignments.remove_entity(request.store, entity))

    def _evaluate(self, request: ApiRequest) -> Evaluation:
        bundle = self._bundle(request)
        policy = request.store.policies.get(request.values["PolicySid"])
        if policy is None:
            raise invalid(f"Policy {request.values['PolicySid']} was not found.")
        return evaluations.evaluate(request.store, bundle, policy)

    def _list_evaluations(self, request: ApiRequest) -> dict[str, Any]:
        return listed(request, self._bundle(request).evaluations.values(), serializers.evaluation)


def _wanted(bundle: Bundle, values: Mapping[str, str]) -> bool:
    return (
        values.get("Status", bundle.status.value) == bundle.status.value
        and values.get("FriendlyName", bundle.friendly_name) == bundle.friendly_name
        and values.get("PolicySid", bundle.policy_sid) == bundle.policy_sid
    )


def _endpoints(request: ApiRequest, bundle: Bundle) -> Iterable[ChannelEndpointAssignment]:
    """The assignments of the numbers asked for, without a look at the others."""
    values = request.values
    single, several = values.get("ChannelEndpointSid"), values.get("ChannelEndpointSids")
    if single is None and several is None:
        return held(request, bundle.endpoints)
    asked = set((several or single or "").split(","))
    if single is not None:
        asked &= {single}
    found = [it for sid in asked for it in bundle.endpoints_by_number.get(sid, {}).values()]
    deleted: Collection[ChannelEndpointAssignment] = Collection()
    found += [it for it in held(request, deleted) if it.channel_endpoint_sid in asked]
    return sorted(found, key=lambda it: it.sequence)


def _object_types(store: Store, account: Account, object_sid: str) -> set[str]:
    """What the filter `ObjectType` may call an assigned object."""
    entity = account.end_users.get(object_sid) or account.supporting_documents.get(object_sid)
    if entity is not None:
        return {entity.type}
    profile = store.profile(account, object_sid)
    if profile is None or not store.settings.object_type_finds_linked_profiles:
        return set()
    return {"customer_profile", store.policies[profile.policy_sid].profile_type or ""}
