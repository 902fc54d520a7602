"""Redaction of personal data in Twilio's messages, which may repeat what a request sent."""

from __future__ import annotations

import json
import re
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, quote_plus

from pulumi_trusthub._core.model.errors import ApiError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

REDACTED = "[secret]"
_EXACT = 2**53
_SHORT = 4
_BEGIN = r"(?:(?<!\w)|(?<=%[0-9A-F]{2}))"
"""The beginning of a word, also behind an encoded character."""

_quote_all = partial(quote, safe="")


@contextmanager
def redacting(attributes: Mapping[str, Any]) -> Iterator[None]:
    """Redact the sent values in Twilio's errors."""
    try:
        yield
    except ApiError as error:
        raise error.replace(message=redact(error.message, attributes)) from None


def redact(message: str, attributes: Mapping[str, Any]) -> str:
    """Redact attribute values in a message, also a value that is truncated at the end."""
    values = sorted({form for text in _texts(attributes) for form in _forms(text)}, key=len)
    for value in reversed(values):
        # A short value would also match inside other words.
        pattern = rf"{_BEGIN}{re.escape(value)}(?!\w)" if len(value) < _SHORT else re.escape(value)
        message = re.sub(pattern, REDACTED, message, flags=re.IGNORECASE)
    if message.endswith("…"):
        body = message[:-1]
        starts = {value[:end] for value in values for end in range(1, len(value))}
        longest = max((start for start in starts if body.endswith(start)), key=len, default="")
        return body[: len(body) - len(longest)] + (REDACTED if longest else "") + "…"
    return message


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif value is not None and not isinstance(value, bool):
        yield str(restore_integers(value))


def _forms(text: str) -> Iterator[str]:
    """Give the spellings of a value in a server's message; messages have single spaces.

    A server may repeat the request's encoded form, and keep a number without what stands between
    its digits.
    """
    plain = {text, json.dumps(text)[1:-1], json.dumps(text, ensure_ascii=False)[1:-1]}
    encoded = {encode(form) for form in plain for encode in (quote_plus, _quote_all)}
    digits = "" if re.search(r"[^\W\d_]", text) else re.sub(r"\D", "", text)
    bare = digits if len(digits) > _SHORT else ""
    for form in (*plain, *encoded, bare):
        line = " ".join(form.split())
        if line:
            yield line


def restore_integers(value: Any) -> Any:
    """Restore the integers of a value: Pulumi turns every number into a float."""
    if isinstance(value, dict):
        return {name: restore_integers(item) for name, item in value.items()}
    if isinstance(value, list):
        return [restore_integers(item) for item in value]
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
        return int(value)
    return value
