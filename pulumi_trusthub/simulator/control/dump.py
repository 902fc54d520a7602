"""Everything that a world holds, for tests to compare: counts, and the objects as answered."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from ..api import serializers
from ..store.models import Account
from ..store.policies import BundleKind
from ..store.store import Store


def dump_state(store: Store, base: str, *, objects: bool) -> dict[str, Any]:
    """Counts in all and by account, and the objects when they are wanted.

    What an account was born with, its numbers and keys, is counted like the rest.
    """
    accounts = {}
    totals: dict[str, int] = {}
    for account in store.accounts.values():
        held = _objects(account, base) if objects else {}
        counts = _counts(account)
        accounts[account.sid] = {
            "friendly_name": account.friendly_name,
            "parent": account.parent and account.parent.sid,
            "counts": counts,
            **held,
        }
        for name, count in counts.items():
            totals[name] = totals.get(name, 0) + count
    return {"counts": totals, "accounts": accounts}


def account_summary(account: Account, everyone: Collection[Account]) -> dict[str, Any]:
    """An account as the answer to a seed shows it: credentials, and SIDs of what it owns."""
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
        "subaccounts": [account_summary(it, everyone) for it in everyone if it.parent is account],
    }


def _counts(account: Account) -> dict[str, int]:
    bundles = [it for kind in BundleKind for it in account.bundles[kind].values()]
    return {
        "customer_profiles": len(account.bundles[BundleKind.CUSTOMER_PROFILE]),
        "trust_products": len(account.bundles[BundleKind.TRUST_PRODUCT]),
        "entity_assignments": sum(len(it.entities) for it in bundles),
        "channel_endpoint_assignments": sum(len(it.endpoints) for it in bundles),
        "evaluations": sum(len(it.evaluations) for it in bundles),
        "end_users": len(account.end_users),
        "supporting_documents": len(account.supporting_documents),
        "addresses": len(account.addresses),
        "phone_numbers": len(account.phone_numbers),
    }


def _objects(account: Account, base: str) -> dict[str, Any]:
    profiles = account.bundles[BundleKind.CUSTOMER_PROFILE].values()
    products = account.bundles[BundleKind.TRUST_PRODUCT].values()
    bundles = [*profiles, *products]
    return {
        "customer_profiles": [serializers.bundle(it, base) for it in profiles],
        "trust_products": [serializers.bundle(it, base) for it in products],
        "entity_assignments": [
            serializers.entity_assignment(it, base)
            for bundle in bundles
            for it in bundle.entities.values()
        ],
        "channel_endpoint_assignments": [
            serializers.channel_endpoint_assignment(it, base)
            for bundle in bundles
            for it in bundle.endpoints.values()
        ],
        "evaluations": [
            serializers.evaluation(it, base)
            for bundle in bundles
            for it in bundle.evaluations.values()
        ],
        "end_users": [serializers.end_user(it, base) for it in account.end_users.values()],
        "supporting_documents": [
            serializers.supporting_document(it, base)
            for it in account.supporting_documents.values()
        ],
        "addresses": [serializers.address(it) for it in account.addresses.values()],
        "phone_numbers": [serializers.phone_number(it) for it in account.phone_numbers.values()],
    }
