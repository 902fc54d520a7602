"""HTML from Python, in which nothing that was not written here can become a tag."""

from __future__ import annotations

import html
from collections.abc import Iterable

_VOID = frozenset({"input", "link", "meta"})


class Markup(str):
    """A text that is HTML already; any other text is escaped where it is put in."""

    __slots__ = ()


Child = str | int | None | Iterable["Child"]


def tag(name: str, /, *children: Child, **attributes: str | int | bool | None) -> Markup:
    """One element.

    Args:
        name: Its name.
        children: Texts, elements, or lists of them; None is nothing.
        attributes: `_` stands for `-`, and at the end for nothing (`class_`); True is an attribute
            without a value, None and False are none.
    """
    given = "".join(
        f" {_name(key)}" if value is True else f' {_name(key)}="{html.escape(str(value))}"'
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    if name in _VOID:
        return Markup(f"<{name}{given}>")
    return Markup(f"<{name}{given}>{joined(children)}</{name}>")


def joined(children: Iterable[Child]) -> Markup:
    """Several elements and texts, one after the other."""
    return Markup("".join(_shown(child) for child in children))


def _name(key: str) -> str:
    return key.removesuffix("_").replace("_", "-")


def _shown(child: Child) -> str:
    if child is None:
        return ""
    if isinstance(child, Markup):
        return child
    if isinstance(child, (str, int)):
        return html.escape(str(child))
    return joined(child)
