"""The paths of customer profiles and trust products, and of what is on them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, cast

from ..rules import assignments, bundles, evaluations, reviews
from ..store import models
from ..store.errors import invalid
from ..store.policies import BundleKind
from ..store.store import Store
from . import parameters, serializers
from .pagination import find, held, listed, matching, reading, removing
from .parameters import Parameter
from .routing import NO_CONTENT, PAGING, ApiRequest, Operation

_EMAIL = Parameter("Email", parameters.email)
_NAME = Parameter("FriendlyName")
_POLICY = Parameter("PolicySid", parameters.sid("RN"))
_STATUS = Parameter("Status", parameters.one_of(*(it.value for it in models.Status)))
_CALLBACK = Parameter("StatusCallback", parameters.url, may_be_empty=True)
_ENDPOINT = Parameter("ChannelEndpointSid", parameters.sid())


class BundleRoutes:
    """The operations of one kind of bundle."""

    def __init__(self, kind: BundleKind) -> None:
        self.kind = kind

    def operations(self) -> Iterator[Operation]:
        """The table; the paths with most traffic first, because it is searched in this order."""
        collection = f"/v1/{serializers.COLLECTIONS[self.kind]}"
        yield from self._endpoint_operations(collection + "/{bundle}/ChannelEndpointAssignments")
        yield from self._entity_operations(collection + "/{bundle}/EntityAssignments")
        yield from self._evaluation_operations(collection + "/{bundle}/Evaluations")
        yield from self._bundle_operations(collection)

    def _bundle_operations(self, path: str) -> Iterator[Operation]:
        shown, item = serializers.bundle, path + "/{sid}"
        create = (_NAME.must(), _EMAIL.must(), _POLICY.must(), _CALLBACK)
        update = (Parameter("Status"), _NAME, _EMAIL, _CALLBACK)
        deleted = removing(self._bundles, bundles.delete_bundle)
        yield Operation("POST", path, self._create, create, status=201, serializer=shown)
        yield Operation("GET", path, self._list_all, (_STATUS, _NAME, _POLICY, *PAGING))
        yield Operation("GET", item, self._fetch, serializer=shown)
        yield Operation("POST", item, self._update, update, serializer=shown)
        yield Operation("DELETE", item, deleted, status=NO_CONTENT)

    def _endpoint_operations(self, path: str) -> Iterator[Operation]:
        shown, item = serializers.channel_endpoint_assignment, path + "/{sid}"
        create = (Parameter("ChannelEndpointType", required=True), _ENDPOINT.must())
        filters = (_ENDPOINT, Parameter("ChannelEndpointSids", parameters.sids), *PAGING)
        endpoints = self._on_bundle("endpoints")
        removed = removing(endpoints, assignments.remove_endpoint)
        yield Operation("POST", path, self._assign_endpoint, create, status=201, serializer=shown)
        yield Operation("GET", path, self._list_endpoints, filters)
        yield Operation("GET", item, reading(endpoints), serializer=shown)
        yield Operation("DELETE", item, removed, status=NO_CONTENT)

    def _entity_operations(self, path: str) -> Iterator[Operation]:
        shown, item = serializers.entity_assignment, path + "/{sid}"
        create = (Parameter("ObjectSid", parameters.sid(), required=True),)
        entities = self._on_bundle("entities")
        removed = removing(entities, assignments.remove_entity)
        yield Operation("POST", path, self._assign_entity, create, status=201, serializer=shown)
        yield Operation("GET", path, self._list_entities, (Parameter("ObjectType"), *PAGING))
        yield Operation("GET", item, reading(entities), serializer=shown)
        yield Operation("DELETE", item, removed, status=NO_CONTENT)

    def _evaluation_operations(self, path: str) -> Iterator[Operation]:
        shown, create = serializers.evaluation, (_POLICY.must(),)
        fetch = reading(self._on_bundle("evaluations"))
        yield Operation("POST", path, self._evaluate, create, status=201, serializer=shown)
        yield Operation("GET", path, self._list_evaluations, PAGING)
        yield Operation("GET", path + "/{sid}", fetch, serializer=shown)

    def _bundles(self, request: ApiRequest) -> models.Collection[models.Bundle]:
        return request.account.bundles[self.kind]

    def _bundle(self, request: ApiRequest) -> models.Bundle:
        return find(request, self._bundles(request), "bundle")

    def _on_bundle(self, held: str) -> Callable[[ApiRequest], Any]:
        """The assignments or evaluations of the bundle in the path."""
        return lambda request: getattr(self._bundle(request), held)

    def _create(self, request: ApiRequest) -> models.Bundle:
        return bundles.create_bundle(request.store, request.account, self.kind, **request.fields)

    def _list_all(self, request: ApiRequest) -> dict[str, Any]:
        bundles_there = self._bundles(request)
        for bundle in bundles_there.values():
            reviews.advance_review(request.store, bundle)
        found = held(request, bundles_there)
        found = matching(request, found, "Status", "FriendlyName", "PolicySid")
        return listed(request, found, serializers.bundle)

    def _fetch(self, request: ApiRequest) -> models.Bundle:
        bundle: models.Bundle = reading(self._bundles)(request)
        reviews.advance_review(request.store, bundle)
        return bundle

    def _update(self, request: ApiRequest) -> models.Bundle:
        bundle = find(request, self._bundles(request))
        changes = cast("bundles.BundleChanges", request.fields)
        bundles.update_bundle(request.store, bundle, changes)
        return bundle

    def _assign_endpoint(self, request: ApiRequest) -> models.ChannelEndpointAssignment:
        bundle = self._bundle(request)
        return assignments.assign_endpoint(request.store, bundle, **request.fields)

    def _list_endpoints(self, request: ApiRequest) -> dict[str, Any]:
        found = _endpoints(request, self._bundle(request))
        return listed(request, found, serializers.channel_endpoint_assignment)

    def _assign_entity(self, request: ApiRequest) -> models.EntityAssignment:
        bundle = self._bundle(request)
        return assignments.assign_entity(request.store, bundle, **request.fields)

    def _list_entities(self, request: ApiRequest) -> dict[str, Any]:
        wanted = request.values.get("ObjectType")
        found = held(request, self._bundle(request).entities)
        if wanted is not None:
            store, account = request.store, request.account
            found = [it for it in found if wanted in _object_types(store, account, it.object_sid)]
        return listed(request, found, serializers.entity_assignment)

    def _evaluate(self, request: ApiRequest) -> models.Evaluation:
        bundle = self._bundle(request)
        policy = request.store.policies.get(request.values["PolicySid"])
        if policy is None:
            raise invalid(f"Policy {request.values['PolicySid']} was not found.")
        return evaluations.evaluate(request.store, bundle, policy)

    def _list_evaluations(self, request: ApiRequest) -> dict[str, Any]:
        found = self._bundle(request).evaluations.in_order()
        return listed(request, found, serializers.evaluation)


def _endpoints(
    request: ApiRequest, bundle: models.Bundle
) -> list[models.ChannelEndpointAssignment]:
    """The assignments of the numbers asked for, without a look at the others."""
    values = request.values
    single, several = values.get("ChannelEndpointSid"), values.get("ChannelEndpointSids")
    if single is None and several is None:
        return held(request, bundle.endpoints)
    asked = set((several or single or "").split(","))
    if single is not None:
        asked &= {single}
    found = [it for sid in asked for it in bundle.endpoints_by_number.get(sid, {}).values()]
    deleted: models.Collection[models.ChannelEndpointAssignment] = models.Collection()
    found += [it for it in held(request, deleted) if it.channel_endpoint_sid in asked]
    return sorted(found, key=lambda it: it.sequence)


def _object_types(store: Store, account: models.Account, object_sid: str) -> set[str]:
    """What the filter `ObjectType` may call an assigned object."""
    entity = account.end_users.get(object_sid) or account.supporting_documents.get(object_sid)
    if entity is not None:
        return {entity.type}
    profile = store.profile(account, object_sid)
    if profile is None or not store.settings.object_type_finds_linked_profiles:
        return set()
    return {"customer_profile", store.policies[profile.policy_sid].profile_type or ""}
