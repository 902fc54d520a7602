"""Many numbers as inputs and outputs: few characters each, because there may be thousands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pulumi_trusthub._core.model.refs import CHANNEL_ENDPOINT, BundleKind, BundleRef

from .plan import BulkOptions, BulkState, Parents

if TYPE_CHECKING:
    from collections.abc import Mapping

SIDS = "channel_endpoint_sids"
EXISTED = {
    BundleKind.CUSTOMER_PROFILE: "existed_on_customer_profile",
    BundleKind.TRUST_PRODUCT: "existed_on_trust_product",
}
"""The outputs that list the numbers which a bundle had before the stack."""


def parents_in(inputs: Mapping[str, Any]) -> Parents:
    """Read the parents from the inputs."""
    return Parents.of(inputs.get("customer_profile_sid"), inputs.get("trust_product_sid"))


def parents_of(id_: str, props: Mapping[str, Any]) -> Parents:
    """Read the parents: the bundle of the id, and the profile beside a product."""
    bundle = CHANNEL_ENDPOINT.require(id_)
    if bundle.kind is BundleKind.CUSTOMER_PROFILE:
        return Parents(profile=bundle)
    return parents_in({**props, **bundle.as_input()})


def options_in(inputs: Mapping[str, Any]) -> BulkOptions:
    """Read the options from the inputs."""
    return BulkOptions(
        str(inputs.get("channel_endpoint_type")),
        keep_existing=bool(inputs.get("keep_existing")),
        exclusive=bool(inputs.get("exclusive")),
        allow_empty=bool(inputs.get("allow_empty")),
    )


def numbers_in(props: Mapping[str, Any]) -> list[str]:
    """Read the numbers, without duplicates; inputs may have tombstones."""
    return list(dict.fromkeys(sid for sid in props.get(SIDS) or [] if sid))


def outputs_of(parents: Parents, state: BulkState) -> dict[str, Any]:
    """Write a state as outputs."""
    return {
        **{k: v for bundle in parents.upward for k, v in bundle.as_input().items()},
        SIDS: state.complete,
        "incomplete": state.incomplete,
        "others": state.others,
        **{name: _existed_on(kind, state) for kind, name in EXISTED.items()},
        "date_updated": state.date_updated,
    }


def state_in(parents: Parents, props: Mapping[str, Any]) -> BulkState:
    """Read the state that :func:`outputs_of` has written."""
    existed: dict[str, frozenset[BundleRef]] = {}
    for bundle in parents.upward:
        for number in props.get(EXISTED[bundle.kind]) or []:
            existed[number] = existed.get(number, frozenset()) | {bundle}
    return BulkState(
        complete=numbers_in(props),
        incomplete=list(props.get("incomplete") or []),
        existed=existed,
        date_updated=props.get("date_updated"),
    )


def _existed_on(kind: BundleKind, state: BulkState) -> list[str]:
    return [
        number
        for number, bundles in state.existed.items()
        if any(bundle.kind is kind for bundle in bundles)
    ]
