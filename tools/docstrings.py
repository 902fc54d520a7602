"""Find docstrings whose first line needs a second reading, because pronouns stand for its nouns.

A first line may have one of the words "it", "one", "that", "what" and their like, not two.
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PRONOUNS = re.compile(r"\b(it|one|ones|that|those|what)\b", re.IGNORECASE)
MOST = 1


def first_lines(file: Path) -> Iterator[tuple[int, str]]:
    """Yield line number and first line of every docstring, those below attributes included."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        body = getattr(node, "body", None)
        for statement in body if isinstance(body, list) else []:
            is_text = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
            if is_text and isinstance(statement.value.value, str):  # type: ignore[attr-defined]
                text = statement.value.value.strip()  # type: ignore[attr-defined]
                yield statement.lineno, text.partition("\n")[0]


def main() -> int:
    """Print the docstrings to rewrite; the exit code is 1 where there are any."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    found = [
        f"{file}:{line}: {text}"
        for folder in parser.parse_args().folders
        for file in sorted(folder.rglob("*.py"))
        for line, text in first_lines(file)
        if len(PRONOUNS.findall(text)) > MOST
    ]
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
