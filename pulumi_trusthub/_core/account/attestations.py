"""The status of an account: its bundles, and the attestation of each number."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from pulumi_trusthub._core.model import errors, statuses
from pulumi_trusthub._core.model.attestation import AttestationRequirements
from pulumi_trusthub._core.model.policies import Policy
from pulumi_trusthub._core.rules.reviews import rejection_reasons

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .snapshot import AccountSnapshot, BundleSnapshot

Standing: TypeAlias = Literal["A", "B", "released", "undecided"]
"""The attestation of a number, or the reason why there is none."""


@dataclass(frozen=True, kw_only=True)
class BundleStatus:
    """A bundle and the status of its review, without e-mail address and attributes.

    Attributes:
        kind: ``customer profile`` or ``trust product``.
        policy: The policy's name.
        status: As Twilio wrote it.
        valid_until: When the approval ends, as Twilio wrote it; None where no end is known.
        reasons: Why the bundle was rejected, in words, or that its approval has ended.
        customer_profile_sids: The profiles that are attached to the bundle.
        phone_number_sids: The numbers on the bundle.
    """

    sid: str
    kind: str
    friendly_name: str
    policy_sid: str
    policy: str
    status: str
    valid_until: str | None
    reasons: list[str]
    customer_profile_sids: list[str]
    phone_number_sids: list[str]

    @property
    def urgency(self) -> int:
        """The place in a list: rejected bundles and ended approvals first, drafts, then reviews."""
        if self.reasons:
            return 0
        ranks = {statuses.REJECTED: 0, statuses.DRAFT: 1, statuses.APPROVED: 3}
        return ranks.get(statuses.normalize_status(self.status), 2)


@dataclass(frozen=True, kw_only=True)
class NumberStatus:
    """A phone number, and the attestation of its calls.

    Attributes:
        phone_number: In E.164; None where no account that was read owns it.
        account_sid: The account or subaccount that owns it; None where no account that was read
            does.
        attestation: ``A`` or ``B``; None for a number that was released, or may have been.
        missing: The first missing link on the way to ``A``, or why there is no attestation.
        trust_product_sid: The product of the number's best chain.
        customer_profile_sid: The profile of that chain.
    """

    sid: str
    phone_number: str | None
    account_sid: str | None
    attestation: Literal["A", "B"] | None
    missing: str | None
    trust_product_sid: str | None = None
    customer_profile_sid: str | None = None


@dataclass(frozen=True)
class _ProfileLink:
    """A SHAKEN/STIR product and a profile that the product is linked to, if any."""

    product: BundleSnapshot
    profile_sid: str | None
    profile: BundleSnapshot | None

    def missing(self, sid: str) -> list[str]:
        """Name every link that a number lacks in this chain."""
        on_product = sid in self.product.number_sids
        if self.profile_sid is not None and self.profile is not None:
            return AttestationRequirements(
                product_sid=self.product.sid,
                product_status=self.product.status,
                profile_sid=self.profile_sid,
                profile_status=self.profile.status,
                linked=True,
                product_valid_until=self.product.record.get("valid_until"),
                profile_valid_until=self.profile.record.get("valid_until"),
            ).missing(on_profile=sid in self.profile.number_sids, on_product=on_product)
        not_on = [] if on_product else [f"it is not on trust product {self.product.sid}"]
        if self.profile_sid is not None:
            return [*not_on, f"customer profile {self.profile_sid} is not one of this account"]
        return [*not_on, f"trust product {self.product.sid} is linked to no customer profile"]


def bundle_standings(survey: AccountSnapshot) -> list[BundleStatus]:
    """Give the review status of every bundle."""
    return [
        BundleStatus(
            sid=bundle.sid,
            kind=bundle.noun,
            friendly_name=str(bundle.record.get("friendly_name") or ""),
            policy_sid=bundle.policy_sid,
            policy=survey.policy_name(bundle.policy_sid),
            status=str(bundle.record.get("status") or ""),
            valid_until=bundle.record.get("valid_until"),
            reasons=_reasons(bundle),
            customer_profile_sids=bundle.profile_sids,
            phone_number_sids=sorted(bundle.number_sids, key=survey.number_name),
        )
        for bundle in survey.bundles
    ]


def _reasons(bundle: BundleSnapshot) -> list[str]:
    ended = statuses.approval_ended(bundle.record)
    return rejection_reasons(bundle.record) + ([f"its approval ended on {ended}"] if ended else [])


def number_standings(survey: AccountSnapshot) -> list[NumberStatus]:
    """Give the attestation of every number, both of the account's own and of those on bundles."""
    pairs = _pairs(survey)
    by_number: defaultdict[str, list[_ProfileLink]] = defaultdict(list)
    for pair in pairs:
        on_profile = pair.profile.number_sids if pair.profile else frozenset()
        for sid in pair.product.number_sids | on_profile:
            by_number[sid].append(pair)
    own = {it.sid for it in survey.numbers.values() if it.account_sid == survey.account_sid}
    return [
        _standing(survey, sid, by_number.get(sid) or pairs)
        for sid in sorted(own | survey.assigned, key=lambda sid: (survey.number_name(sid), sid))
    ]


def count_standings(
    survey: AccountSnapshot, numbers: Iterable[NumberStatus]
) -> dict[Standing, int]:
    """Count numbers by attestation, and the others as released or undecided."""
    without = "undecided" if survey.unread else "released"
    counts = Counter(it.attestation or without for it in numbers)
    return {standing: counts[standing] for standing in get_args(Standing)}


def summary_in_words(summary: dict[Standing, int]) -> str:
    """Say in a sentence how many numbers sign with A, and how many count for nothing."""
    attested = summary["A"] + summary["B"]
    without: tuple[Standing, ...] = ("released", "undecided")
    others = "".join(f"; {summary[kind]:,} {kind}" for kind in without if summary[kind])
    return f"{summary['A']:,} of {attested:,} numbers sign with A{others}."


def undecided_numbers(survey: AccountSnapshot, count: int) -> str:
    """Say in a sentence why numbers are undecided, and what would help."""
    return (
        f"Undecided: {errors.counted(count, 'number')} that the account itself does not have: a "
        f"subaccount's, or released; {survey.unread}."
    )


def on_shaken_stir_products(survey: AccountSnapshot) -> frozenset[str]:
    """Name the numbers that are on a SHAKEN/STIR product."""
    products = (pair.product.number_sids for pair in _pairs(survey))
    return frozenset[str]().union(*products)


def _pairs(survey: AccountSnapshot) -> list[_ProfileLink]:
    profiles = {profile.sid: profile for profile in survey.profiles}
    return [
        _ProfileLink(product, sid, profiles.get(sid or ""))
        for product in survey.products
        if product.policy_sid == Policy.SHAKEN_STIR.value
        for sid in (*product.profile_sids, *([] if product.profile_sids else [None]))
    ]


def _standing(survey: AccountSnapshot, sid: str, pairs: Sequence[_ProfileLink]) -> NumberStatus:
    owned = survey.numbers.get(sid)
    if owned is None:
        return NumberStatus(
            sid=sid,
            phone_number=None,
            account_sid=None,
            attestation=None,
            missing="it may be a subaccount's, or released: not all subaccounts can be read"
            if survey.unread
            else "it was released, and its assignments are left",
        )
    pair, missing = _nearest(sid, pairs)
    return NumberStatus(
        sid=sid,
        phone_number=owned.phone_number,
        account_sid=owned.account_sid,
        attestation="B" if missing else "A",
        missing=missing,
        trust_product_sid=pair.product.sid if pair else None,
        customer_profile_sid=pair.profile_sid if pair else None,
    )


def _nearest(sid: str, pairs: Iterable[_ProfileLink]) -> tuple[_ProfileLink | None, str | None]:
    """Choose the chain with the fewest missing links, and its first missing link."""
    chains = [(pair, pair.missing(sid)) for pair in pairs]
    if not chains:
        return None, "there is no SHAKEN/STIR trust product"
    pair, missing = min(chains, key=lambda chain: len(chain[1]))
    if not missing:
        return pair, None
    is_on_one = any(sid in one.product.number_sids for one, _ in chains)
    is_on_its_profile = any(one.profile and sid in one.profile.number_sids for one, _ in chains)
    if len(chains) > 1 and not is_on_one and not is_on_its_profile:
        return None, "it is on none of the SHAKEN/STIR trust products, nor on their profiles"
    return pair, missing[0]
