"""Times as Twilio writes them."""

from __future__ import annotations

import re
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime


def instant(text: object) -> datetime | None:
    """Read a time of Trust Hub (ISO 8601) or the 2010 API (RFC 2822); None for another text."""
    said = str(text)
    for read in (_iso_8601, parsedate_to_datetime):
        try:
            found = read(said)
        except (TypeError, ValueError):
            continue
        return found if found.tzinfo else found.replace(tzinfo=timezone.utc)
    return None


def _iso_8601(text: str) -> datetime:
    # Python 3.10 reads neither the Z nor every length of a fraction.
    plain = re.sub(r"\.\d+", "", text)
    return datetime.fromisoformat(plain[:-1] + "+00:00" if plain.endswith("Z") else plain)
