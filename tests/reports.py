"""Reports of accounts that no simulator has to hold."""

from __future__ import annotations

import hashlib
from typing import Any

from pulumi_trusthub._core.account.attestations import BundleStatus, NumberStatus
from pulumi_trusthub._core.account.checks import CHECKS, Finding
from pulumi_trusthub._core.account.doctor import CheckOutcome
from pulumi_trusthub._core.account.report import AccountReport

APPROVED = "twilio-approved"


def bundle_sid(index: int) -> str:
    """The SID of a bundle."""
    return f"BU{index:032x}"


def number_sid(index: int) -> str:
    """The SID of a number."""
    return f"PN{hashlib.sha256(str(index).encode()).hexdigest()[:32]}"


def e164(index: int) -> str:
    """A number with seven digits of its own."""
    return f"+1202{index:07}"


def bundle(index: int, name: str = "", **more: Any) -> BundleStatus:
    """An approved product; a profile with ``kind``."""
    known: dict[str, Any] = {
        "sid": bundle_sid(index),
        "kind": "trust product",
        "friendly_name": name or f"Bundle {index}",
        "policy_sid": "RN7a97559effdf62d00f4298208492a5ea",
        "policy": "SHAKEN/STIR TrustProduct",
        "status": APPROVED,
        "valid_until": None,
        "reasons": [],
        "customer_profile_sids": [],
        "phone_number_sids": [],
    }
    return BundleStatus(**known | more)


def number(index: int, **more: Any) -> NumberStatus:
    """A number that signs with A on bundle 1 and profile 0."""
    known: dict[str, Any] = {
        "sid": number_sid(index),
        "phone_number": e164(index),
        "account_sid": "AC" + "1" * 32,
        "attestation": "A",
        "missing": None,
        "trust_product_sid": bundle_sid(1),
        "customer_profile_sid": bundle_sid(0),
    }
    return NumberStatus(**known | more)


def finding(check: str, message: str, *subjects: str) -> Finding:
    """A finding with a next step."""
    return Finding(check=check, message=message, next_step="Mend it.", subjects=list(subjects))


def report(
    *bundles: BundleStatus,
    numbers: list[NumberStatus] | None = None,
    findings: list[Finding] | None = None,
    **more: Any,
) -> AccountReport:
    """A report of bundles, numbers and findings."""
    signing = [it.attestation for it in numbers or []]
    found = {it.check for it in findings or []}
    known: dict[str, Any] = {
        "account_sid": "AC" + "1" * 32,
        "read_at": "2026-01-02T03:04:05+00:00",
        "version": "1.2.3",
        "bundles": list(bundles),
        "phone_numbers": numbers or [],
        "summary": {
            "A": signing.count("A"),
            "B": signing.count("B"),
            "released": signing.count(None),
            "undecided": 0,
        },
        "checks": [
            CheckOutcome(
                check=name, about="it is so", outcome="found" if name in found else "passed"
            )
            for name in {**CHECKS, **dict.fromkeys(found)}
        ],
        "findings": findings or [],
        "omissions": [],
    }
    return AccountReport(**known | more)


def whole_account(count: int) -> AccountReport:
    """An account of so many numbers, of which every third signs with B, and with a finding."""
    missing = f"it is not on trust product {bundle_sid(1)}"
    numbers = [
        number(it, attestation="B", missing=missing) if it % 3 == 2 else number(it)
        for it in range(count)
    ]
    sids = [it.sid for it in numbers]
    on_product = [it.sid for it in numbers if it.attestation == "A"]
    return report(
        bundle(0, "Acme", kind="customer profile", phone_number_sids=sids, policy="Primary"),
        bundle(
            1,
            "Acme calls",
            customer_profile_sids=[bundle_sid(0)],
            phone_number_sids=on_product,
            valid_until="2027-01-31T00:00:00Z",
        ),
        bundle(2, "Acme names", status="draft", customer_profile_sids=[bundle_sid(0)]),
        numbers=numbers,
        findings=[
            finding("rejected-bundles", f"Trust product {bundle_sid(2)} is odd.", bundle_sid(2)),
            finding("numbers-without-profile", "Two numbers are on none.", e164(0), e164(2)),
        ],
    )
