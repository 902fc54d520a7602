"""A program of the reference, in each language on a tab."""

from __future__ import annotations

import textwrap
from pathlib import Path

PROGRAMS = Path(__file__).parent.parent / "programs"
TABS = {"Python": ".py", "TypeScript": ".ts", "YAML": ".yaml"}


def tabs(kind: str, name: str, *, root: str) -> str:
    """Write the program of a name, and after it what a machine needs for it.

    The path to the root of the documentation is relative, as in every link.
    """
    plugin = f"[the plugin]({root}how-to/other-languages.md#what-the-machine-needs)"
    needs = f"In Python this package is enough; TypeScript and YAML need {plugin}, too."
    head = "What is in YAML goes below `name` and `runtime` in a `Pulumi.yaml`."
    lines = []
    for language, suffix in TABS.items():
        text = (PROGRAMS / kind / f"{name}{suffix}").read_text(encoding="utf-8")
        fenced = f"```{language.lower()}\n{text}```\n"
        lines.append(f'=== "{language}"\n\n{textwrap.indent(fenced, "    ")}')
    return "\n".join([*lines, f"{needs} {head}"])
