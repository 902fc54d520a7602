"""Many numbers as plain data: their parents, their state and the options."""

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
        """Give the parents of these SIDs; an empty SID means none."""
        return cls(
            BundleRef(BundleKind.CUSTOMER_PROFILE, profile_sid) if profile_sid else None,
            BundleRef(BundleKind.TRUST_PRODUCT, product_sid) if product_sid else None,
        )

    @property
    def upward(self) -> tuple[BundleRef, ...]:
        """The bundles in the order of assignment."""
        return tuple(bundle for bundle in (self.profile, self.product) if bundle)

    def __str__(self) -> str:
        return " and ".join(map(str, self.upward))


@dataclass
class BulkState:
    """The numbers in a state.

    Attributes:
        complete: Numbers that are on every parent.
        incomplete: Numbers that are on only one of two parents, or perhaps on a parent, or that
            could not be removed.
        existed: For each number that was on a parent before, these parents.
        others: With ``exclusive``: numbers on a parent that the program does not declare.
        date_updated: When the last number was assigned, ISO 8601.
    """

    complete: list[str] = field(default_factory=list)
    incomplete: list[str] = field(default_factory=list)
    existed: dict[str, frozenset[BundleRef]] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)
    date_updated: str | None = None

    @property
    def numbers(self) -> list[str]:
        """All numbers of the state, without duplicates."""
        return list(dict.fromkeys([*self.complete, *self.incomplete]))


@dataclass(frozen=True)
class BulkOptions:
    """The inputs beside parents and numbers.

    Attributes:
        endpoint_type: The channel endpoint type of the numbers.
        keep_existing: Whether to leave assignments in place that existed before the stack.
        exclusive: Whether to remove every other number from the parents.
        allow_empty: Whether the parents may become empty by that.
    """

    endpoint_type: str
    keep_existing: bool = False
    exclusive: bool = False
    allow_empty: bool = False


@dataclass
class BulkResult:
    """The result of a create, update or delete.

    Attributes:
        state: The numbers in the state now.
        reasons: What failed, and why; empty where everything was done.
    """

    state: BulkState
    reasons: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def missing_numbers(
    wanted: Iterable[str], held: Collection[str], listed: Collection[Container[str]]
) -> list[str]:
    """Name the wanted numbers that are new to the stack, or missing on a parent."""
    return [n for n in wanted if n not in held or any(n not in on for on in listed)]
