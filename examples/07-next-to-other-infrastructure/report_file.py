"""A text file as a resource: a provider of this program's own, in a module that its host finds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pulumi
from pulumi.dynamic import (
    CreateResult,
    DiffResult,
    ReadResult,
    Resource,
    ResourceProvider,
    UpdateResult,
)

_FIELDS = ("path", "content")


class ReportFileProvider(ResourceProvider):
    """Writes, reads and removes the file."""

    serialize_as_secret_always = False  # it holds nothing

    def diff(self, _id: str, olds: dict[str, Any], news: dict[str, Any]) -> DiffResult:
        """Compare path and content; another path is another file."""
        changed = [name for name in _FIELDS if olds.get(name) != news.get(name)]
        return DiffResult(changes=bool(changed), replaces=[it for it in changed if it == "path"])

    def create(self, props: dict[str, Any]) -> CreateResult:
        """Write it, unless it is there and somebody else's."""
        with Path(props["path"]).open("x", encoding="utf-8") as file:
            file.write(props["content"])
        return CreateResult(props["path"], _kept(props))

    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:
        """Read it, so that a refresh sees what was changed by hand, and the next up mends it."""
        if not Path(id_).is_file():
            return ReadResult("", {})
        content = Path(id_).read_text(encoding="utf-8")
        return ReadResult(id_, {**_kept(props), "content": content})

    def update(self, id_: str, _olds: dict[str, Any], news: dict[str, Any]) -> UpdateResult:
        """Write it anew."""
        Path(id_).write_text(news["content"], encoding="utf-8")
        return UpdateResult(_kept(news))

    def delete(self, id_: str, _props: dict[str, Any]) -> None:
        """Remove it; gone is gone."""
        Path(id_).unlink(missing_ok=True)


def _kept(props: dict[str, Any]) -> dict[str, Any]:
    return {name: props[name] for name in _FIELDS}


class ReportFile(Resource, module="examples", name="ReportFile"):
    """A text file; its id is its path."""

    path: pulumi.Output[str]
    """Where it is."""

    content: pulumi.Output[str]
    """What is in it."""

    def __init__(
        self,
        resource_name: str,
        *,
        path: pulumi.Input[str],
        content: pulumi.Input[str],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Declare a file."""
        super().__init__(
            ReportFileProvider(), resource_name, {"path": path, "content": content}, opts
        )
