"""Values in another form than they were sent, as a server may write them."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urlsplit, urlunsplit

_SID = re.compile(r"\b([A-Z]{2})([0-9a-fA-F]{32})\b")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
_PHONE_NUMBER = re.compile(r"\+?[\d\s().-]{7,}")
_NATIONAL_DIGITS = 10


def normalized_sids(text: str) -> str:
    """SIDs with small letters."""
    return _SID.sub(lambda found: found[1] + found[2].lower(), text)


def normalized_parameter(name: str, value: str) -> str:
    """A parameter of a POST in the form in which it is kept."""
    if name.endswith(("Sid", "Sids")):
        return normalized_sids(value)
    if name == "Attributes":
        try:
            return json.dumps(_attribute("", json.loads(value)))
        except ValueError:
            return value
    return normalized(value)


def normalized(text: str) -> str:
    """A text without white space at its ends; an e-mail address or URL in its usual form."""
    text = text.strip()
    if _EMAIL.fullmatch(text):
        return text.lower()
    if text.lower().startswith(("http://", "https://")):
        return _url(text)
    return text


def _url(text: str) -> str:
    try:
        parts = urlsplit(text)
    except ValueError:
        return text
    return urlunsplit(parts._replace(netloc=parts.netloc.lower(), path=parts.path or "/"))


def _attribute(name: str, value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _attribute(key, item) for key, item in value.items()}
    if isinstance(value, list):
        return [_attribute(name, item) for item in value]
    return _text_attribute(name, value) if isinstance(value, str) else value


def _text_attribute(name: str, value: str) -> str:
    if name == "address_sids":
        return normalized_sids(value)
    if name.endswith("registration_number"):
        return re.sub(r"[\s-]", "", value)
    if "phone" in name and _PHONE_NUMBER.fullmatch(value.strip()):
        digits = re.sub(r"\D", "", value)
        return f"+1{digits}" if len(digits) == _NATIONAL_DIGITS else f"+{digits}"
    return normalized(value)
