"""Dump of a store for tests: counts, and the objects as serialized."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from typing import Any

from ..api import serializers
from ..store.models import Account
from ..store.policies import BundleKind
from ..store.store import Store


def dump_state(store: Store, base: str, *, objects: bool) -> dict[str, Any]:
    """Counts in all and by account, and the objects when they are wanted.

    What an account was born with, its numbers and keys, is counted like the rest.
    """
    accounts: dict[str, dict[str, Any]] = {}
    totals: Counter[str] = Counter()
    for account in store.accounts.values():
        held = _held(account)
        counts = {kind: len(owned) for kind, (owned, _) in held.items()}
        accounts[account.sid] = {
            "friendly_name": account.friendly_name,
            "parent": account.parent and account.parent.sid,
            "counts": counts,
        }
        if objects:
            for kind, (owned, serializer) in held.items():
                accounts[account.sid][kind] = [serializer(it, base) for it in owned]
        totals.update(counts)
    return {"counts": totals, "accounts": accounts}


def account_summary(account: Account, everyone: Collection[Account]) -> dict[str, Any]:
    """An account as in the answer to a seed: credentials, and the SIDs of its objects."""
    return {
        "sid": account.sid,
        "auth_token": account.auth_token,
        "api_keys": [{"sid": sid, "secret": it} for sid, it in account.api_keys.items()],
        "phone_numbers": {it.phone_number: sid for sid, it in account.phone_numbers.items()},
        "addresses": list(account.addresses),
        "end_users": list(account.end_users),
        "supporting_documents": list(account.supporting_documents),
        "customer_profiles": list(account.bundles[BundleKind.CUSTOMER_PROFILE]),
        "trust_products": list(account.bundles[BundleKind.TRUST_PRODUCT]),
        "subaccounts": [account_summary(it, ()) for it in everyone if it.parent is account],
    }


def _held(account: Account) -> dict[str, tuple[Collection[Any], Callable[[Any, str], Any]]]:
    """Objects of an account by kind, each kind with its serializer."""
    profiles = account.bundles[BundleKind.CUSTOMER_PROFILE].values()
    products = account.bundles[BundleKind.TRUST_PRODUCT].values()

    def on_bundles(name: str) -> list[Any]:
        return [it for bundle in (*profiles, *products) for it in getattr(bundle, name).values()]

    documents = account.supporting_documents.values()
    endpoints = on_bundles("endpoints")
    return {
        "customer_profiles": (profiles, serializers.bundle),
        "trust_products": (products, serializers.bundle),
        "entity_assignments": (on_bundles("entities"), serializers.entity_assignment),
        "channel_endpoint_assignments": (endpoints, serializers.channel_endpoint_assignment),
        "evaluations": (on_bundles("evaluations"), serializers.evaluation),
        "end_users": (account.end_users.values(), serializers.end_user),
        "supporting_documents": (documents, serializers.supporting_document),
        "addresses": (account.addresses.values(), serializers.address),
        "phone_numbers": (account.phone_numbers.values(), serializers.phone_number),
    }
