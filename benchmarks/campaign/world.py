"""The Trust Hub of a run: how it behaves, and whether all that should be there is there once."""

from __future__ import annotations

import base64
import json
import urllib.error
import urllib.request
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import random

    from pulumi_trusthub.simulator import Control, SimulatedAccount

NUMBERS = 3
EXPECTED = {
    "addresses": 1,
    "end_users": 1,
    "supporting_documents": 1,
    "customer_profiles": 1,
    "trust_products": 1,
    "entity_assignments": 3,
    "channel_endpoint_assignments": 2 * NUMBERS,
}
ADOPTABLE = ("address", "document", "person", "secondary", "product")
"""What the program can adopt, by name."""
_SWITCHES: dict[str, tuple[Any, ...]] = {
    "duplicate_assignments": ("refuse", "accept"),
    "number_exclusivity": ("per_policy", "none"),
    "delete_under_review": ("allow",),
    "delete_with_assignments": ("refuse", "allow"),
    "remove_number_from_profile_while_on_product": ("refuse", "allow"),
    "evaluation_shape": ("invalid", "fields"),
    "conflict_on_parallel_updates": (False, True),
}
_LAG = 1
_LAGS: dict[str, Any] = {
    "read_lag": _LAG,
    "lists_miss_new_seconds": 1.5,
    "lists_keep_deleted_seconds": 1.5,
    "evaluations_miss_new_seconds": 1.5,
}
_COMPARED = ("friendly_name", "email", "policy_sid", "type", "object_sid")
_SECONDS = 30.0
_TOKEN = "pulumi-python:dynamic/trusthub:"  # noqa: S105 - of a type


class World:
    """A simulator, seen from outside."""

    def __init__(self, control: Control, account: SimulatedAccount) -> None:
        self.url = control.url
        self._control = control
        self._account = account
        self._before: dict[str, int] = {}
        self._bulk = False

    def reset(self, chosen: random.Random, *, lag: bool) -> None:
        """Start over, and behave in one of Twilio's possible ways.

        Args:
            chosen: What chooses.
            lag: Let reads, lists and evaluations lag behind.
        """
        self._control.reset()
        switches = {name: chosen.choice(values) for name, values in _SWITCHES.items()}
        self._bulk = chosen.choice((False, True))
        switches |= _LAGS if lag else {}
        self._control.settings(**switches)
        self._account = next(it for it in self._control.accounts() if it.sid == self._account.sid)
        self._before = self._control.counts()

    def config(self) -> dict[str, str]:
        """What the program needs to know."""
        return {
            "trusthub:accountSid": self._account.sid,
            "trusthub:authToken": self._account.auth_token,
            "campaign:bulk": str(self._bulk).lower(),
            "campaign:profileSid": self._account.customer_profiles[0],
            "campaign:numberSids": " ".join(list(self._account.phone_numbers.values())[:NUMBERS]),
        }

    def whole(self, deployment: dict[str, Any]) -> list[str]:
        """Say what is not there exactly once, or is not as the state says."""
        problems = self._counted(EXPECTED) + _pending(deployment)
        self._show_numbers(deployment)
        for resource in _ours(deployment):
            name, outputs = resource["urn"].rsplit("::", 1)[-1], resource.get("outputs", {})
            there = self._find(resource["id"])
            if there is None:
                problems.append(f"{name} ({resource['id']}) is in the state alone")
                continue
            problems += [
                f"{name}: {field} is {outputs[field]!r} in the state and {there[field]!r} there"
                for field in _COMPARED
                if field in outputs and field in there and outputs[field] != there[field]
            ]
        return problems

    def interrupted(self, deployment: dict[str, Any]) -> list[str]:
        """Name what the state says was being created when the command ended."""
        return [
            found["resource"]["urn"].rsplit("::", 1)[-1]
            for found in deployment.get("pending_operations") or []
            if found["type"] == "creating"
        ]

    def adopted(self, deployment: dict[str, Any]) -> dict[str, int]:
        """Count what destroy will leave in place: the adopted, and the profile's link on it."""
        kinds = {
            "Address": "addresses",
            "EndUser": "end_users",
            "SupportingDocument": "supporting_documents",
            "CustomerProfile": "customer_profiles",
            "TrustProduct": "trust_products",
        }
        kept = dict.fromkeys(EXPECTED, 0)
        for resource in _ours(deployment):
            if resource.get("outputs", {}).get("adopted"):
                kept[kinds[resource["type"].rsplit(":", 1)[-1]]] += 1
                kept["entity_assignments"] += _profile_links(deployment, resource["id"])
        return kept

    def empty(self, deployment: dict[str, Any], kept: dict[str, int]) -> list[str]:
        """Say what was left behind."""
        left = [f"{resource['urn']} is still in the state" for resource in _ours(deployment)]
        return self._counted(kept) + left + _pending(deployment)

    def _counted(self, expected: dict[str, int]) -> list[str]:
        counts = self._control.counts()
        return [
            f"{kind}: {counts[kind] - self._before[kind]} and not {count}"
            for kind, count in expected.items()
            if counts[kind] - self._before[kind] != count
        ]

    def _show_numbers(self, deployment: dict[str, Any]) -> None:
        """List the numbers on every bundle: a lag in reads may not outlast the lag in seconds."""
        profile = f"CustomerProfiles/{self._account.customer_profiles[0]}"
        products = [
            f"TrustProducts/{resource['id']}"
            for resource in _ours(deployment)
            if resource["type"] == f"{_TOKEN}TrustProduct"
        ]
        for bundle in (profile, *products):
            for _ in range(_LAG):
                self._get(f"/v1/{bundle}/ChannelEndpointAssignments")

    def _find(self, id_: str) -> dict[str, Any] | None:
        path = f"/v1/{id_}"
        plain = {"AD": f"/2010-04-01/Accounts/{self._account.sid}/Addresses/{id_}.json"}
        plain |= {"IT": f"/v1/EndUsers/{id_}", "RD": f"/v1/SupportingDocuments/{id_}"}
        paths = [plain.get(id_[:2], path)]
        if id_.startswith("BU"):
            paths = [f"/v1/TrustProducts/{id_}", f"/v1/CustomerProfiles/{id_}"]
        # A young object may be hidden from its first reads.
        tries = (self._get(path) for _ in range(_LAG + 1) for path in paths)
        return next((found for found in tries if found is not None), None)

    def _get(self, path: str) -> dict[str, Any] | None:
        credentials = f"{self._account.sid}:{self._account.auth_token}".encode()
        request = urllib.request.Request(  # noqa: S310 - the campaign's own simulator
            f"{self.url}{path}",
            headers={"Authorization": f"Basic {base64.b64encode(credentials).decode()}"},
        )
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=_SECONDS) as answer:
                found: dict[str, Any] = json.load(answer)
                return found
        except urllib.error.HTTPError as error:
            error.close()
            return None


def _ours(deployment: dict[str, Any]) -> list[dict[str, Any]]:
    """Pick the resources of this package."""
    found = deployment.get("resources") or []
    return [resource for resource in found if resource["type"].startswith(_TOKEN)]


def _profile_links(deployment: dict[str, Any], product_sid: str) -> int:
    """Count the links of a submitted product to customer profiles, which outlive their delete."""
    outputs = [resource.get("outputs", {}) for resource in _ours(deployment)]
    return sum(
        it.get("trust_product_sid") == product_sid and str(it.get("object_sid")).startswith("BU")
        for it in outputs
    )


def _pending(deployment: dict[str, Any]) -> list[str]:
    """Say what the state calls interrupted."""
    return [
        f"{found['resource']['urn']} is still {found['type']}"
        for found in deployment.get("pending_operations") or []
    ]
