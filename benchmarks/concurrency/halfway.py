"""The rule that the limiter had before, to compare with: it stays just below what was refused.

A refusal halves the limit, too.  From then on each round goes half of the way back to the number
that was refused, by one at least; just below that number the limit stays, and probes one more after
eight rounds, then sixteen, up to 256.  When a probe goes well, the next one follows soon.
"""

from __future__ import annotations

from pulumi_trusthub._core.api.limiter import ConcurrencyPolicy

_MIN_ROUNDS, _MAX_ROUNDS = 8, 256
_ROUNDS_OF_A_PROBE = 2


class HalfwayPolicy(ConcurrencyPolicy):
    """The package's policy, with another way back."""

    def __init__(self, max_concurrency: int) -> None:
        super().__init__(max_concurrency)
        self._refused_at = 0
        self._rounds_to_probe = self._rounds_after_refusal = _MIN_ROUNDS
        self._is_probing = False
        self._responses_at_edge = 0

    def on_success(self, kind: str, *, seconds: float, in_flight: int) -> None:
        """Count a response that is no refusal."""
        before = self._limit
        super().on_success(kind, seconds=seconds, in_flight=in_flight)
        if not self._is_doubling and self._limit > before:
            self._limit = min(self._back(before), self._max_concurrency)

    def on_refusal(self, *, now: float, pause: float, epoch: int) -> None:
        """Count a refusal; all that the limit allowed was under way."""
        before, counted = self.limit, epoch == self.epoch
        super().on_refusal(now=now, pause=pause, epoch=epoch)
        if not counted:
            return
        self._refused_at = max(before, self.limit + 1)
        self._responses_at_edge = 0
        # A refusal below a limit that had been well says that the server's limit is another now.
        longer = min(self._rounds_after_refusal * 2, _MAX_ROUNDS)
        self._rounds_after_refusal = longer if self._is_probing else _MIN_ROUNDS
        self._rounds_to_probe = self._rounds_after_refusal
        self._is_probing = False

    def _back(self, limit: float) -> float:
        grown = limit + max((self._refused_at - limit) / 2, 1.0) / limit
        if grown < self._refused_at:
            return grown
        self._responses_at_edge += 1
        if self._responses_at_edge < self._rounds_to_probe * limit:
            return limit
        # Probe the number that was refused last.  If that goes well, the next probe comes soon.
        self._responses_at_edge = 0
        if self._is_probing:
            self._rounds_after_refusal = _MIN_ROUNDS // 2
        self._is_probing = True
        self._rounds_to_probe = _ROUNDS_OF_A_PROBE
        self._refused_at += 1
        return self._refused_at - 1.0
