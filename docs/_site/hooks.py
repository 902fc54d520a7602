"""What ``mkdocs build`` is told beside ``mkdocs.yml``: pages from the code and from outside docs/.

A link is written as it leads in the checkout, so that pages can be read there, too; here it is
turned to where the page is on the site.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.structure.files import File
from pages import INDEX, Page, pages

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page as SitePage

ROOT = Path(__file__).parent.parent.parent
LANGUAGES = {
    ".py": "python",
    ".ts": "typescript",
    ".yaml": "yaml",
    ".json": "json",
    ".toml": "toml",
    ".txt": "text",
}
PROGRAMS = {"__main__.py", "index.ts"}
EXAMPLES = {
    path.parent.name: sorted(it for it in path.parent.iterdir() if it.suffix in LANGUAGES)
    for path in sorted((ROOT / "examples").glob("*/README.md"))
}


def anchor_of(file: Path) -> str:
    """Give a file the anchor of its section; underscores would be read as Markdown."""
    return re.sub(r"[\W_]+", "-", file.name).strip("-")


MOVED = {
    "README.md": "overview.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
    "LICENSE": "LICENSE.txt",
    **{f"examples/{name}/README.md": f"examples/{name}.md" for name in EXAMPLES},
}
SHOWN = {
    **{f"examples/{name}": f"examples/{name}.md" for name in EXAMPLES},
    **{
        f"examples/{name}/{file.name}": f"examples/{name}.md#{anchor_of(file)}"
        for name, files in EXAMPLES.items()
        for file in files
    },
}
"""Where what lies outside of docs/ is on the site: pages of their own, and parts of pages."""

_FENCE = re.compile(r"(^```.*?^```$)", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s:]+)\)")


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Fill the parts of the navigation that depend on what there is."""
    made = pages()
    filled = {
        "reference": _sections(made),
        "examples": [f"examples/{name}.md" for name in EXAMPLES],
    }
    config.nav = [
        {title: filled.get(what, what) if isinstance(what, str) else what}
        for item in config.nav or []
        for title, what in item.items()
    ]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages from the code, and those from outside of docs/."""
    for page in pages():
        files.append(File.generated(config, page.path, content=page.text))
    for source, there in MOVED.items():
        path = ROOT / source
        text = path.read_text(encoding="utf-8")
        if path.parent.name in EXAMPLES:
            text += "".join(_shown(file) for file in EXAMPLES[path.parent.name])
        files.append(File.generated(config, there, content=text))
    return files


def _shown(file: Path) -> str:
    text = file.read_text(encoding="utf-8")
    name = "The program" if file.name in PROGRAMS else f"`{file.name}`"
    return f"\n## {name} {{ #{anchor_of(file)} }}\n\n```{LANGUAGES[file.suffix]}\n{text}```\n"


def on_page_markdown(markdown: str, page: SitePage, **kwargs: Any) -> str:
    """Turn links to where they lead on the site."""
    del kwargs
    here = page.file.src_uri
    source = next((path for path, there in MOVED.items() if there == here), f"docs/{here}")

    def turned(found: re.Match[str]) -> str:
        target = _turned(found[3], source, here)
        return found[2] if target is None else f"{found[1]}[{found[2]}]({target})"

    parts = _FENCE.split(markdown)
    return "".join(p if p.startswith("```") else _LINK.sub(turned, p) for p in parts)


def _turned(target: str, source: str, here: str) -> str | None:
    """Give where a link leads on the site: None for what is in the checkout alone."""
    path, mark, anchor = target.partition("#")
    if not path:
        return target
    there = posixpath.normpath(posixpath.join(posixpath.dirname(source), path))
    is_here = there.startswith("docs/") or there in MOVED or there in SHOWN
    if not is_here and (ROOT / there).exists():
        return None
    there = MOVED.get(there) or SHOWN.get(there) or there.removeprefix("docs/")
    return posixpath.relpath(there, posixpath.dirname(here) or ".") + mark + anchor


def _sections(made: list[Page]) -> list[Any]:
    found: dict[str, list[Any]] = {}
    for page in made:
        if page.section:
            found.setdefault(page.section, []).append({page.title: page.path})
    return [INDEX, *({section: listed} for section, listed in found.items())]
