"""What a stack holds of many numbers, and what a program asks for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pulumi_trusthub._core.model.refs import BundleKind, BundleRef

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterable


@dataclass(frozen=True)
class Parents:
    """The bundles that the numbers are on: a profile, a product, or both."""

    profile: BundleRef | None = None
    product: BundleRef | None = None

    @classmethod
    def of(cls, profile_sid: str | None, product_sid: str | None) -> Parents:
        """Make the parents of their SIDs; an empty SID is as good as none."""
        return cls(
            BundleRef(BundleKind.CUSTOMER_PROFILE, profile_sid) if profile_sid else None,
            BundleRef(BundleKind.TRUST_PRODUCT, product_sid) if product_sid else None,
        )

    @property
    def upward(self) -> tuple[BundleRef, ...]:
        """The bundles in the order in which a number goes onto them."""
        return tuple(bundle for bundle in (self.profile, self.product) if bundle)

    def __str__(self) -> str:
        return " and ".join(map(str, self.upward))


@dataclass
class BulkState:
    """What a stack holds.

    Attributes:
        complete: Numbers that are on every parent.
        incomplete: Numbers that are on one of two parents, that may be there, or that could not be
            removed.
        existed: The parents that a number was on before, for each such number.
        others: With ``exclusive``: numbers on a parent that the program does not declare.
        date_updated: When the last number was assigned, ISO 8601.
        account_sid: The account that the assignments say they belong to.
    """

    complete: list[str] = field(default_factory=list)
    incomplete: list[str] = field(default_factory=list)
    existed: dict[str, frozenset[BundleRef]] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)
    date_updated: str | None = None
    account_sid: str | None = None

    @property
    def numbers(self) -> list[str]:
        """All held numbers, each once."""
        return list(dict.fromkeys([*self.complete, *self.incomplete]))


@dataclass(frozen=True)
class BulkOptions:
    """What a program says of the numbers.

    Attributes:
        endpoint_type: Their channel endpoint type.
        keep_existing: Leave in place what was there before the stack.
        exclusive: No other number may be on the parents.
        allow_empty: The parents may end up empty by that.
    """

    endpoint_type: str
    keep_existing: bool = False
    exclusive: bool = False
    allow_empty: bool = False


@dataclass
class BulkResult:
    """What a create, update or delete came to.

    Attributes:
        state: What the stack holds now.
        reasons: What could not be done, and why; empty where everything was done.
        warnings: What the user should know.
    """

    state: BulkState
    reasons: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def missing_numbers(
    wanted: Iterable[str], held: Collection[str], listed: Collection[Container[str]]
) -> list[str]:
    """Name the wanted numbers that are new to the stack, or missing on a parent."""
    return [n for n in wanted if n not in held or any(n not in on for on in listed)]
