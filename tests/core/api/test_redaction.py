"""What a refusal says without the values that it quotes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

import pytest
from people import PERSON

from pulumi_trusthub._core.api.redaction import REDACTED, redact

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    "said",
    [
        "phone_number +12025550100 of Ada Example <ada@example.com> is not allowed",
        'got {"first_name": "Ada", "last_name": "EXAMPLE"}',
        f"{'x' * 490} Exam…",
    ],
)
def test_no_value_survives_in_twilios_message(said: str) -> None:
    """A refusal that repeats attributes, whole or cut, is shown without them."""
    told = redact(said, PERSON).lower()

    assert REDACTED in told
    for value in (*PERSON.values(), "exam"):
        assert value.lower() not in told


@pytest.mark.parametrize("encode", [quote, quote_plus])
@pytest.mark.parametrize("escape", [True, False])
def test_a_form_that_a_server_repeats_is_hidden(encode: Callable[[str], str], escape: bool) -> None:  # noqa: FBT001
    """A POST carries attributes as JSON in a form, in which nearly every address is encoded."""
    sent = {"email": "ada+one@example.com", "title": 'Chief "Ünal"', "street": "12 Example Street"}
    sent["last_name"] = "Li"
    said = (
        f"Attributes={encode(json.dumps(sent, ensure_ascii=escape))} of {encode('12 Example St')}…"
    )

    told = redact(said, sent)

    assert 5 == told.count(REDACTED)
    assert [] == [
        word for word in ("ada", "example", "Chief", "nal", "Street", "Li") if word in told
    ]


def test_a_number_without_its_punctuation_is_hidden_too() -> None:
    """Servers may write a number in another way than it was sent; a few digits are no number."""
    sent = {"ein": "12-3456789", "phone": "(202) 555-0142", "floor": "4-2", "street": "7 Way 12345"}
    said = "123456789 and 12-3456789 of +12025550142 on 42 712345"

    assert f"{REDACTED} and {REDACTED} of +1{REDACTED} on 42 712345" == redact(said, sent)


def test_an_escaped_value_is_hidden_too() -> None:
    """Servers write JSON in two ways."""
    said = json.dumps({"last_name": "Ünal"}) + ' {"last_name": "Ünal"}'

    assert f'{{"last_name": "{REDACTED}"}} {{"last_name": "{REDACTED}"}}' == redact(
        said, {"n": "Ünal"}
    )
