"""Which error an answer becomes, and how much of it is told."""

from __future__ import annotations

import pytest

from pulumi_trusthub._core.model import errors


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (401, errors.AuthenticationError),
        (403, errors.PermissionDeniedError),
        (404, errors.NotFoundError),
        (409, errors.ConflictError),
        (429, errors.TooManyRequestsError),
        (400, errors.ApiError),
        (500, errors.ServerError),
        (503, errors.ServerError),
    ],
)
def test_a_status_has_its_class(status: int, expected: type[errors.ApiError]) -> None:
    """A status that nobody has a class for is an error all the same."""
    assert expected is errors.api_error_class(status)


def test_a_name_with_a_line_end_leaves_one_line() -> None:
    """The engine shows one line of an error; Twilio keeps any character of a name."""
    assert "Acme Inc is gone" == str(errors.RefusedError("Acme\nInc is gone"))


def test_a_page_is_cut_to_one_line() -> None:
    """What a proxy writes may be long, and has lines."""
    cut = errors.shorten("<html>\n" * 200)

    assert errors.MESSAGE_LIMIT == len(cut)
    assert cut.startswith("<html> <html>")
    assert cut.endswith("…")
    assert "as it is" == errors.shorten("as\n it  is ")


def test_a_partial_failure_names_everything_that_is_missing() -> None:
    """The engine saves the id and the outputs, and shows the reasons."""
    error = errors.PartialStateError("BU1", {"status": "draft"}, ["one", "two"])

    assert ("BU1", {"status": "draft"}, "one; two") == (error.id, error.outputs, str(error))
