"""The known mistakes in an account's Trust Hub."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pulumi_trusthub._core.model.errors import counted, first_few
from pulumi_trusthub._core.model.policies import Policy
from pulumi_trusthub._core.model.statuses import (
    APPROVED,
    DRAFT,
    REJECTED,
    approval_ended,
    approval_ends,
)
from pulumi_trusthub._core.rules.primary_profile import NEEDS_NONE, primary_profiles
from pulumi_trusthub._core.rules.reviews import rejection_reasons

from .orphans import assignments_without_number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .snapshot import AccountSnapshot, BundleSnapshot

_RENEW = (
    "Look at the bundle in Twilio's Console in time, because a review takes days; how Twilio "
    "renews an approval is not documented."
)
_AFTER = {
    APPROVED: _RENEW,
    DRAFT: "Declare a Submission for it, or submit a primary profile in Twilio's Console.",
    REJECTED: "Mend what the reasons name, then change the triggers of its Submission; a primary "
    "profile is mended in Twilio's Console.",
}


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A problem that a check has found.

    Attributes:
        message: The problem, in one sentence.
        subjects: SIDs of bundles and numbers in E.164: everything that the sentence is about.
    """

    check: str
    message: str
    next_step: str
    subjects: list[str] = field(default_factory=list)


def _primary_profile(survey: AccountSnapshot) -> Iterator[Finding]:
    primary = primary_profiles(survey.profiles)
    if any(it.is_approved for it in primary):
        return
    if not primary:
        yield Finding(
            check="primary-profile",
            message=f"Account {survey.account_sid} has no primary business profile.",
            next_step=f"Make and submit one in Twilio's Console, under Trust Hub: it cannot be "
            f"made otherwise. A subaccount {NEEDS_NONE}.",
        )
        return
    for profile in primary:
        yield Finding(
            check="primary-profile",
            message=f"{_named(profile)} is {profile.standing}"
            + ("." if profile.status == APPROVED else f", not {APPROVED}{_reasons(profile)}."),
            next_step=_AFTER.get(profile.status, "Wait for the review: it takes a day or so."),
            subjects=[profile.sid],
        )


def _policies(survey: AccountSnapshot) -> Iterator[Finding]:
    used = {bundle.policy_sid for bundle in survey.bundles}
    for policy in Policy:
        if policy.value not in survey.policies:
            users = "bundles of this account have it" if policy.value in used else "nothing has it"
            yield Finding(
                check="policies",
                message=f"Twilio no longer lists policy {policy.value}, which this package calls "
                f"Policy.{policy.name}; {users}.",
                next_step="Give policy_sid the SID that get_policies() lists in its place.",
                subjects=[policy.value],
            )


def _rejected(survey: AccountSnapshot) -> Iterator[Finding]:
    for bundle in survey.bundles:
        if bundle.status == REJECTED:
            yield Finding(
                check="rejected-bundles",
                message=f"{_named(bundle)} was rejected{_reasons(bundle)}.",
                next_step=_AFTER[REJECTED],
                subjects=[bundle.sid],
            )


def _ending(survey: AccountSnapshot) -> Iterator[Finding]:
    days = survey.expiry_warning_days
    for bundle in survey.bundles:
        ends = approval_ends(bundle.record, days=days)
        if ends:
            verb = "ended" if approval_ended(bundle.record) else "ends"
            yield Finding(
                check="ending-approvals",
                message=f"The approval of {_named(bundle)} {verb} on {ends}.",
                next_step=_RENEW,
                subjects=[bundle.sid],
            )


def _unsubmitted(survey: AccountSnapshot) -> Iterator[Finding]:
    for bundle in survey.bundles:
        if bundle.status == DRAFT and bundle.number_sids:
            yield Finding(
                check="unsubmitted-bundles",
                message=f"{_named(bundle)} has {_count(bundle.number_sids)} and was never "
                f"submitted.",
                next_step=_AFTER[DRAFT],
                subjects=[bundle.sid],
            )


def _unlinked(survey: AccountSnapshot) -> Iterator[Finding]:
    for product in survey.products:
        if product.is_whole and not product.profile_sids:
            yield Finding(
                check="unlinked-products",
                message=f"{_named(product)} is linked to no customer profile.",
                next_step="Link it with EntityAssignment(object_sid=…) before it is submitted; an "
                "approved product takes no new link: make another one.",
                subjects=[product.sid],
            )


def _unapproved_profiles(survey: AccountSnapshot) -> Iterator[Finding]:
    profiles = {profile.sid: profile for profile in survey.profiles}
    for product in survey.products:
        linked = [profiles[sid] for sid in product.profile_sids if sid in profiles]
        if linked and not any(profile.is_approved for profile in linked):
            states = first_few([f"{it.sid} ({it.standing})" for it in linked])
            yield Finding(
                check="unapproved-profiles",
                message=f"{_named(product)} is linked to no profile that is approved: {states}.",
                next_step="Have the profile approved first: its numbers sign with B until then.",
                subjects=[product.sid, *(it.sid for it in linked)],
            )


def _duplicates(survey: AccountSnapshot) -> Iterator[Finding]:
    found: defaultdict[tuple[str, str], list[BundleSnapshot]] = defaultdict(list)
    for product in survey.products:
        for profile_sid in product.profile_sids:
            found[product.policy_sid, profile_sid].append(product)
    for (policy_sid, profile_sid), products in found.items():
        if len(products) > 1:
            states = first_few(
                [f"{it.sid} ({it.status}, {_count(it.number_sids)})" for it in products]
            )
            yield Finding(
                check="duplicate-products",
                message=f"Customer profile {profile_sid} has {len(products)} trust products of "
                f"policy {survey.policy_name(policy_sid)}: {states}.",
                next_step='Keep one, which adopt="BU…" takes into a stack, and delete the others '
                "when they carry no numbers.",
                subjects=[it.sid for it in products],
            )


def _without_profile(survey: AccountSnapshot) -> Iterator[Finding]:
    on_one = frozenset[str]().union(*(profile.number_sids for profile in survey.profiles))
    own = {it.sid for it in survey.numbers.values() if it.account_sid == survey.account_sid}
    missing = _numbers(survey, own - on_one)
    if missing:
        yield Finding(
            check="numbers-without-profile",
            message=f"{_count(missing)} of the account {_are(missing)} on no customer profile.",
            next_step="Put each on the profile and then on the trust product: as one of "
            "phone_number_sids of ShakenStir, or as a ChannelEndpointAssignment.",
            subjects=missing,
        )


def _on_product_only(survey: AccountSnapshot) -> Iterator[Finding]:
    profiles = {profile.sid: profile.number_sids for profile in survey.profiles}
    for product in survey.products:
        linked = [profiles[sid] for sid in product.profile_sids if sid in profiles]
        stray = _numbers(survey, product.number_sids - frozenset[str]().union(*linked))
        if linked and stray:
            yield Finding(
                check="numbers-on-product-only",
                message=f"{_named(product)} has {_count(stray)} that its profile does not have.",
                next_step="Put them on the customer profile that the product is linked to.",
                subjects=stray,
            )


def _twice(survey: AccountSnapshot) -> Iterator[Finding]:
    for bundle in survey.bundles:
        doubled = _numbers(survey, bundle.twice())
        if doubled:
            yield Finding(
                check="doubled-numbers",
                message=f"{_named(bundle)} has {_count(doubled)} twice.",
                next_step="Delete one of the two assignments: the one that is in no stack's state.",
                subjects=doubled,
            )
    holders: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for product in survey.products:
        for sid in product.number_sids:
            holders[product.policy_sid, sid].append(product.sid)
    for (policy_sid, sid), products in holders.items():
        if len(products) > 1:
            yield Finding(
                check="doubled-numbers",
                message=f"{survey.number_name(sid)} is on {len(products)} trust products of policy "
                f"{survey.policy_name(policy_sid)}: {first_few(products)}.",
                next_step="Take it off all of them but one.",
                subjects=[survey.number_name(sid), *products],
            )


def _released(survey: AccountSnapshot) -> Iterator[Finding]:
    orphans = assignments_without_number(survey)
    if orphans:
        numbers = sorted({orphan.number_sid for orphan in orphans})
        yield Finding(
            check="released-numbers",
            message=f"{len(orphans)} assignment{'' if len(orphans) == 1 else 's'} of "
            f"{_count(numbers)} that the account no longer has.",
            next_step="`pulumi-trusthub orphans` lists them, and `--remove` removes them.",
            subjects=numbers,
        )


def _named(bundle: BundleSnapshot) -> str:
    name = bundle.record.get("friendly_name") or "without a name"
    return f"{bundle.noun.capitalize()} {bundle.sid} ({name})"


def _reasons(bundle: BundleSnapshot) -> str:
    reasons = rejection_reasons(bundle.record)
    return f": {'; '.join(reasons)}" if reasons else ""


def _numbers(survey: AccountSnapshot, sids: frozenset[str] | set[str] | list[str]) -> list[str]:
    """Name the numbers that the account still has."""
    return sorted(survey.number_name(sid) for sid in sids if sid in survey.numbers)


def _count(numbers: list[str] | frozenset[str]) -> str:
    return counted(len(numbers), "number")


def _are(numbers: list[str]) -> str:
    return "is" if len(numbers) == 1 else "are"


CHECKS: dict[str, Callable[[AccountSnapshot], Iterator[Finding]]] = {
    "primary-profile": _primary_profile,
    "policies": _policies,
    "rejected-bundles": _rejected,
    "ending-approvals": _ending,
    "unsubmitted-bundles": _unsubmitted,
    "unlinked-products": _unlinked,
    "unapproved-profiles": _unapproved_profiles,
    "duplicate-products": _duplicates,
    "numbers-without-profile": _without_profile,
    "numbers-on-product-only": _on_product_only,
    "doubled-numbers": _twice,
    "released-numbers": _released,
}
"""Every check of Trust Hub's objects, by name."""
