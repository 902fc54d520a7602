"""Docstrings as Markdown: their cross-references become links."""

from __future__ import annotations

import re
from typing import Any

import griffe

import pulumi_trusthub

_ROLE = re.compile(r":(?:class|func|mod):`~?([\w.]+)`")


def said(text: str) -> str:
    """Write a docstring in Markdown."""
    return _ROLE.sub(_link, text)


def _link(found: re.Match[str]) -> str:
    name = found[1].rpartition(".")[2]
    if name not in pulumi_trusthub.__all__:
        return f"`{name}`"
    return f"[`{name}`][pulumi_trusthub.{name}]"


class Roles(griffe.Extension):
    """The same for what mkdocstrings shows."""

    def on_object(self, *, obj: griffe.Object, **kwargs: Any) -> None:
        """Rewrite a docstring as soon as it is read."""
        del kwargs
        if obj.docstring is not None:
            obj.docstring.value = said(obj.docstring.value)
