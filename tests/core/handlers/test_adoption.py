"""The input that adopts."""

from __future__ import annotations

import pytest
from valid_inputs import BU, PRODUCT, PROVIDERS, failed


@pytest.mark.parametrize(("adopt", "fails"), [(True, False), (BU, False), ("x", True), (1.0, True)])
def test_adopt_is_true_or_a_sid(adopt: object, fails: bool) -> None:  # noqa: FBT001
    """Anything else is a slip."""
    assert fails == bool(failed(PROVIDERS[0], {**PRODUCT, "adopt": adopt}))
