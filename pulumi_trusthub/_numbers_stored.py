"""A set of numbers as inputs and outputs have it: few characters each, for there may be many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._ids import (
    BUNDLE_INPUTS,
    CHANNEL_ENDPOINT,
    CUSTOMER_PROFILES,
    TRUST_PRODUCTS,
    require_collection,
)
from ._numbers import Held, Parents, Rules

if TYPE_CHECKING:
    from collections.abc import Mapping

_MARKS = {(False, False): ".", (True, False): "p", (False, True): "t", (True, True): "b"}
_ON = {mark: on for on, mark in _MARKS.items()}


def parents_in(props: Mapping[str, Any]) -> Parents:
    """Give the parents that inputs name."""
    product_sid, profile_sid = (props.get(name) for name in BUNDLE_INPUTS)
    return Parents(
        profile=f"{CUSTOMER_PROFILES}/{profile_sid}" if profile_sid else None,
        product=f"{TRUST_PRODUCTS}/{product_sid}" if product_sid else None,
    )


def parents_of(id_: str, props: Mapping[str, Any]) -> Parents:
    """Give the parents: the one that the id names, and with a product the profile too."""
    collection, _, sid = require_collection(id_, CHANNEL_ENDPOINT).partition("/")
    if collection == CUSTOMER_PROFILES:
        return parents_in({"customer_profile_sid": sid})
    return parents_in({**props, "trust_product_sid": sid})


def rules_in(props: Mapping[str, Any]) -> Rules:
    """Give what the program says of the numbers."""
    return Rules(
        str(props.get("channel_endpoint_type")),
        keep_existing=bool(props.get("keep_existing")),
        exclusive=bool(props.get("exclusive")),
        allow_empty=bool(props.get("allow_empty")),
    )


def numbers_in(props: Mapping[str, Any]) -> list[str]:
    """Give the numbers, each once; inputs may have places that are free."""
    return list(dict.fromkeys(sid for sid in props.get("channel_endpoint_sids") or [] if sid))


def stored(parents: Parents, held: Held) -> dict[str, Any]:
    """Give the outputs: few characters a number, because there may be ten thousand."""
    letters = "".join(_mark(parents, held.existed.get(n)) for n in held.numbers)
    given = zip(BUNDLE_INPUTS, (parents.product, parents.profile), strict=True)
    return {
        **{name: path.partition("/")[2] for name, path in given if path},
        "channel_endpoint_sids": held.whole,
        "incomplete": held.incomplete,
        "others": held.others,
        "existed": letters if letters.strip(".") else "",
        "date_updated": held.date_updated,
        "account_sid": held.account_sid,
    }


def held_in(parents: Parents, props: Mapping[str, Any]) -> Held:
    """Read back what :func:`stored` gave."""
    held = Held(
        whole=numbers_in(props),
        incomplete=list(props.get("incomplete") or []),
        date_updated=props.get("date_updated"),
    )
    for number, mark in zip(held.numbers, props.get("existed") or "", strict=False):
        on = zip((parents.profile, parents.product), _ON.get(mark, (False, False)), strict=True)
        found = frozenset(path for path, is_on in on if path and is_on)
        if found:
            held.existed[number] = found
    return held


def _mark(parents: Parents, bundles: frozenset[str] | None) -> str:
    on = bundles or frozenset()
    return _MARKS[parents.profile in on, parents.product in on]
