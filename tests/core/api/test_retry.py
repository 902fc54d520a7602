"""What is sent again."""

from __future__ import annotations

import pytest

from pulumi_trusthub._core.api.retry import is_safe_to_repeat
from pulumi_trusthub._core.model import errors


@pytest.mark.parametrize(
    ("method", "error", "again"),
    [
        ("GET", errors.NotSentError(), True),
        ("POST", errors.NotSentError(), True),
        ("POST", errors.TooManyRequestsError("x", status=429), True),
        ("DELETE", errors.TooManyRequestsError("x", status=429), True),
        ("POST", errors.ConflictError("x", status=409, code=20162), True),
        ("POST", errors.ConflictError("x", status=409, code=20409), False),
        ("GET", errors.ServerError("x", status=503), True),
        ("DELETE", errors.ServerError("x", status=500), True),
        ("POST", errors.ServerError("x", status=500), False),
        ("GET", errors.ResponseLostError(), True),
        ("DELETE", errors.ResponseLostError(), True),
        ("POST", errors.ResponseLostError(), False),
        ("GET", errors.NotFoundError("x", status=404), False),
        ("GET", errors.AuthenticationError("x", status=401), False),
        ("GET", errors.UntrustedAddressError(), False),
        ("GET", ValueError(), False),
    ],
)
def test_only_a_harmless_request_is_sent_again(method: str, error: Exception, again: bool) -> None:  # noqa: FBT001
    """Only what cannot have been done, or may be done twice, is sent again."""
    assert again == is_safe_to_repeat(method, error)
