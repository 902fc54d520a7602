"""The README as PyPI shows it: what leads to a file of the repository leads there from anywhere."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

_LINK = re.compile(r"(\]\()(?![a-z]+:|#)([^)\s]+\))")


def absolute(text: str, address: str, version: str) -> str:
    """Write the links of a page as they lead in the repository at the tag of a version."""
    return _LINK.sub(rf"\g<1>{address}/blob/v{version}/\g<2>", text)


class CustomMetadataHook(MetadataHookInterface):
    """Gives a build its long description."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Read the README with the repository's address, which is below ``[project.urls]``."""
        text = (Path(self.root) / "README.md").read_text(encoding="utf-8")
        metadata["readme"] = {
            "content-type": "text/markdown",
            "text": absolute(text, metadata["urls"]["Source"], metadata["version"]),
        }
