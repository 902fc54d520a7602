"""Values that Twilio writes in another way than a program gives them.

An e-mail address may come back in small letters, a name without the white space at its ends, a
number without its dash.  The value as given and Twilio's own belong together then: the state holds
both, and a difference shows only when one of the two changes.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

CORRECTED = "corrected"
"""The output with Twilio's values of the inputs that Twilio writes in another way."""

NAMES = frozenset({"friendly_name", "customer_name"})
"""Inputs in which white space at the ends makes no difference."""

_SUBSCRIBER_DIGITS = 7
"""Digits of a phone number without country and area, at the least."""


class Known(Enum):
    """What is known of Twilio's value, where no such value is remembered.

    Attributes:
        NOTHING: Any other value than the given one is a difference.
        SENT: The value was just sent, so Twilio's answer belongs to it, whatever it is.
    """

    NOTHING = "nothing"
    SENT = "sent"


def as_given(given: Any, live: Any, known: Any = Known.NOTHING) -> tuple[Any, Any]:
    """Give the value to show for Twilio's value, and what to remember of the latter.

    Args:
        given: The value as the program gave it.
        live: Twilio's value now.
        known: Twilio's value as remembered, or a member of :class:`Known`.

    Returns:
        The given value where Twilio's is the same or the remembered one, else Twilio's; and
        Twilio's value where it must be remembered, else :attr:`Known.NOTHING`.
    """
    if same(given, live):
        return (given if isinstance(given, str) else live), Known.NOTHING
    if isinstance(given, dict) and isinstance(live, dict):
        return _each_as_given(given, live, known)
    if known is Known.SENT or (known is not Known.NOTHING and same(known, live)):
        # An engine stores no null.
        return given, "" if live is None else live
    return live, Known.NOTHING


def _each_as_given(
    given: dict[str, Any], live: dict[str, Any], known: Any
) -> tuple[dict[str, Any], Any]:
    shown, kept = {}, {}
    of_each = known if isinstance(known, dict) else {}
    for name in {**given, **live}:
        its = known if known is Known.SENT else of_each.get(name, Known.NOTHING)
        shown[name], rest = as_given(given.get(name), live.get(name), its)
        if rest is not Known.NOTHING:
            kept[name] = rest
    return {k: v for k, v in shown.items() if v is not None}, kept or Known.NOTHING


def as_answered(given: Any, known: Any) -> Any:
    """Give Twilio's value for a given value, as far as it is remembered."""
    if isinstance(given, dict) and isinstance(known, dict):
        return {name: as_answered(value, known.get(name)) for name, value in given.items()}
    return given if known is None else known


def is_still(wanted: Any, given: Any, known: Any) -> bool:
    """Tell whether a value is the given value, or Twilio's form of that, at any depth."""
    if same(wanted, given):
        return True
    if isinstance(given, dict) and (known is None or isinstance(known, dict)):
        # Only the parts that Twilio writes in another way are remembered.
        parts = {**wanted, **given} if isinstance(wanted, dict) else {}
        of_each = known or {}
        return bool(parts) and all(
            is_still(wanted.get(name), given.get(name), of_each.get(name))
            for name in {**parts, **of_each}
        )
    return known is not None and same(wanted, known)


def paths(kept: Any, name: str = "") -> Iterator[str]:
    """Name the remembered values, such as ``attributes.email``; no text holds a value."""
    if isinstance(kept, dict):
        for key, value in kept.items():
            yield from paths(value, f"{name}.{key}" if name else key)
    else:
        yield name


def moved(kept: Any, given: Any, kept_before: Any, given_before: Any) -> Any:
    """Leave out what was remembered before already, of the same given values; None for nothing."""
    if isinstance(kept, dict) and isinstance(given, dict):
        parts = {
            name: moved(value, *(_part(of, name) for of in (given, kept_before, given_before)))
            for name, value in kept.items()
        }
        return {name: part for name, part in parts.items() if part is not None} or None
    is_known = kept_before is not None and same(kept, kept_before) and same(given, given_before)
    return None if is_known else kept


def _part(of: Any, name: str) -> Any:
    return of.get(name) if isinstance(of, dict) else None


def same(one: Any, other: Any) -> bool:
    """Compare two values at any depth; missing, null and empty are equal."""
    if isinstance(one, dict) and isinstance(other, dict):
        return all(same(one.get(name), other.get(name)) for name in {**one, **other})
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, bool) is not isinstance(other, bool):
        return False
    return bool(or_none(one) == or_none(other))


def same_name(one: Any, other: Any) -> bool:
    """Compare two names: white space at their ends makes no difference."""
    texts = isinstance(one, str) and isinstance(other, str)
    return one.strip() == other.strip() if texts else same(one, other)


def alike(one: Any, other: Any) -> bool:
    """Tell whether two values may be one in two spellings: the same letters and digits.

    Only for the question whether what was sent a moment ago has arrived.
    """
    if isinstance(one, dict) and isinstance(other, dict):
        return all(alike(one.get(name), other.get(name)) for name in {**one, **other})
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(alike, one, other))
    if not (isinstance(one, str) and isinstance(other, str)):
        return same(one, other)
    short, long = sorted((_bare(one), _bare(other)), key=len)
    is_phone_number = long.isdigit() and len(short) >= _SUBSCRIBER_DIGITS
    return short == long or (is_phone_number and long.endswith(short))


def has_arrived(given: Any, live: Any, before: Any) -> bool:
    """Tell whether a value that was sent is there now, perhaps in another spelling."""
    return same(given, live) or (alike(given, live) and not same(live, before))


def name_filter(name: str | None) -> str | None:
    """Give the filter of a list for a name; None for a name that Twilio may have trimmed."""
    return name if name is None or name == name.strip() else None


def or_none(value: Any) -> Any:
    """Treat missing and empty alike."""
    return None if value in ("", {}, []) else value


def _bare(text: str) -> str:
    return re.sub(r"[\W_]", "", text).casefold()
