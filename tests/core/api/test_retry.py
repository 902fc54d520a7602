"""What is sent again."""

from __future__ import annotations

import pytest
import tenacity

from pulumi_trusthub._core.api.retry import is_safe_to_repeat, repeat
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


@pytest.mark.parametrize("failures", [0, 1, 2])
def test_an_action_is_done_once_more_after_each_failure(failures: int) -> None:
    """The first attempt counts like every other."""
    left, waits = iter([errors.NotSentError()] * failures), list[float]()
    done = []

    def action() -> str:
        done.append(1)
        for error in left:
            raise error
        return "answer"

    answer = repeat(
        action,
        retry=tenacity.retry_if_exception_type(errors.NotSentError),
        wait=tenacity.wait_fixed(1),
        stop=tenacity.stop_after_attempt(3),
        sleep=waits.append,
    )
    assert ("answer", failures + 1, [1.0] * failures) == (answer, len(done), waits)


def test_a_failure_that_may_not_be_repeated_is_raised_at_once() -> None:
    """Nothing is sent again after an error that the rule does not name."""
    done = []

    def action() -> None:
        done.append(1)
        raise errors.ResponseLostError

    with pytest.raises(errors.ResponseLostError):
        repeat(action, retry=tenacity.retry_if_exception_type(errors.NotSentError))
    assert len(done) == 1


def test_a_result_may_ask_for_another_attempt() -> None:
    """A rule about results sees the first one, too."""
    results = iter([None, "found"])
    found = repeat(
        lambda: next(results),
        retry=tenacity.retry_if_result(lambda result: result is None),
        sleep=lambda _: None,
    )
    assert found == "found"
