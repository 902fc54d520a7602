"""The drawing of profiles and products: which bundle stands where, and the lines between them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pulumi_trusthub._core.model import statuses

if TYPE_CHECKING:
    from pulumi_trusthub._core.account.attestations import BundleStatus
    from pulumi_trusthub._core.account.report import AccountReport

ROWS, COLUMNS = 24, 4
"""The most rows of a drawing, unless a profile below the first column has more, and columns."""

SIGNS = {"good": "✓", "less": "◐", "bad": "✗", "wait": "…", "draft": "✎", "other": "-"}
"""The sign of each class: no status is told by its colour alone."""


def tone(bundle: BundleStatus) -> str:
    """Give the class of a bundle's status, which decides on colour and sign."""
    status = statuses.normalize_status(bundle.status)
    if status == statuses.REJECTED or bundle.reasons:
        return "bad"
    if status in statuses.UNDER_REVIEW:
        return "wait"
    return {statuses.APPROVED: "good", statuses.DRAFT: "draft"}.get(status, "other")


@dataclass(frozen=True)
class Links:
    """The links between bundles of an account.

    Attributes:
        bundles: The bundles by SID; those that need somebody come first.
        parents: The profiles that each bundle is linked to; those of other accounts are left out.
        depths: How many links each bundle is away from a profile that is linked to nothing.
    """

    bundles: dict[str, BundleStatus]
    parents: dict[str, list[str]]
    depths: dict[str, int]

    @classmethod
    def of(cls, report: AccountReport) -> Links:
        """Find the links of a report."""
        bundles = {it.sid: it for it in sorted(report.bundles, key=lambda it: it.urgency)}
        parents = {
            sid: [it for it in bundle.customer_profile_sids if it in bundles and it != sid]
            for sid, bundle in bundles.items()
        }
        depths: dict[str, int] = {}

        def measure(sid: str, below: frozenset[str]) -> int:
            """Count the links; a link back to a bundle on the way counts for nothing."""
            if sid not in depths:
                above = [it for it in parents[sid] if it not in below]
                found = [measure(it, below | {sid}) for it in above]
                depths[sid] = 1 + max(found) if found else 0
            return depths[sid]

        for sid in bundles:
            measure(sid, frozenset())
        return cls(bundles, parents, depths)

    def drawn_beside(self, sid: str) -> str | None:
        """Give the profile beside which a bundle is drawn: of its parents the deepest."""
        above = [it for it in self.parents[sid] if self.depths[it] < self.depths[sid]]
        return max(above, key=self.depths.__getitem__, default=None)


@dataclass(frozen=True)
class Card:
    """A bundle in a drawing.

    Attributes:
        column: Its column, from 0.
        row: Its row, from 0.
        is_first: Whether no earlier drawing has the bundle.
    """

    bundle: BundleStatus
    column: int
    row: int
    is_first: bool


@dataclass
class Drawing:
    """Bundles in columns, each to the right of its profile.

    Attributes:
        cards: The bundles, from top to bottom.
        rows: The rows that they take.
    """

    cards: list[Card] = field(default_factory=list)
    rows: int = 0

    @property
    def columns(self) -> int:
        """The columns that the cards take."""
        return 1 + max((it.column for it in self.cards), default=0)

    def lines(self, links: Links) -> list[tuple[Card, Card]]:
        """Give the pairs of cards that are linked."""
        by_sid = {it.bundle.sid: it for it in self.cards}
        return [
            (by_sid[parent], card)
            for card in self.cards
            for parent in links.parents[card.bundle.sid]
            if parent in by_sid
        ]


def draw(links: Links) -> list[Drawing]:
    """Lay all bundles out, in drawings of a screen or two; what needs somebody comes first.

    A profile with more on it than a drawing holds stands in each of the drawings that go on.
    """
    return _Layout(links).drawings


class _Layout:
    """Places each bundle to the right of its profile."""

    def __init__(self, links: Links) -> None:
        self._links = links
        self._below: defaultdict[str | None, list[str]] = defaultdict(list)
        for sid in links.bundles:
            self._below[links.drawn_beside(sid)].append(sid)
        self._rows: dict[str, int] = {}
        self._urgency: dict[str, int] = {}
        for sid in sorted(links.bundles, key=links.depths.__getitem__, reverse=True):
            below = self._below[sid]
            below.sort(key=self._urgency.__getitem__)
            self._rows[sid] = max(1, sum(self._rows[it] for it in below))
            own = links.bundles[sid].urgency
            self._urgency[sid] = min([own, *(self._urgency[it] for it in below)])
        self._drawing = Drawing()
        self.drawings: list[Drawing] = []
        for sid in sorted(self._below[None], key=self._urgency.__getitem__):
            self._family(sid)
        self._close()

    def _family(self, root: str) -> None:
        """Place a root with all bundles below, and begin new drawings where one is full."""
        self._require_room(self._rows[root])
        if not self._below[root]:
            self._branch(root)
        for index, child in enumerate(self._below[root]):
            if self._require_room(self._rows[child]) or not index:
                self._place(root, is_first=not index)
            self._branch(child)

    def _require_room(self, rows: int) -> bool:
        """Begin a new drawing if so many rows have no room here; tell whether this one was full."""
        is_full = bool(self._drawing.cards) and self._drawing.rows + rows > ROWS
        if is_full:
            self._close()
        return is_full

    def _branch(self, sid: str) -> None:
        self._place(sid, is_first=True)
        for child in self._below[sid]:
            self._branch(child)
        if not self._below[sid]:
            self._drawing.rows += 1

    def _place(self, sid: str, *, is_first: bool) -> None:
        column = min(self._links.depths[sid], COLUMNS - 1)
        card = Card(self._links.bundles[sid], column, self._drawing.rows, is_first)
        self._drawing.cards.append(card)

    def _close(self) -> None:
        if self._drawing.cards:
            self.drawings.append(self._drawing)
            self._drawing = Drawing()
