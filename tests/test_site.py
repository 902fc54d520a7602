"""Is the documentation site whole?  It is built once, and read as a reader gets it."""

from __future__ import annotations

import importlib
import inspect
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pulumi
import pulumi.dynamic
import pytest
import typer.main
from headless import headless_chromium, needs_chromium
from skips import NO_MKDOCS, needs_pulumi
from typer.testing import CliRunner

import pulumi_trusthub
from pulumi_trusthub import simulator, testing
from pulumi_trusthub.cli import app
from pulumi_trusthub.dynamic.names import snake
from pulumi_trusthub.plugin.catalogue import FUNCTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from selenium.webdriver.chrome.webdriver import WebDriver

ROOT = Path(__file__).parent.parent
SCRIPTS = ROOT / "docs" / "_site"
PROGRAMS = ROOT / "docs" / "programs"
SUFFIXES = ("py", "ts", "yaml")
pytest.importorskip("mkdocs", reason=NO_MKDOCS)
pytestmark = pytest.mark.xdist_group("site")  # to build it takes a worker ten seconds

CLASSES: list[Any] = [
    it
    for it in (getattr(pulumi_trusthub, name) for name in pulumi_trusthub.__all__)
    if inspect.isclass(it)
]
RESOURCES = [it for it in CLASSES if issubclass(it, pulumi.dynamic.Resource)]
COMPONENTS = [it for it in CLASSES if issubclass(it, pulumi.ComponentResource)]
DECLARED = [*RESOURCES, *COMPONENTS, pulumi_trusthub.Provider]
LOOKUPS = [snake(name) for name in FUNCTIONS]
LAID_OUT = (
    "end-user.html",
    "lookups/phone-number-result.html",
    "commands/status.html",
    "index.html",
)
"""A page of the reference of each kind."""
WIDTHS = """
    const texts = [...document.querySelectorAll(".md-content dd, .md-content td:last-child")];
    const named = it => it.closest("table")?.querySelector("th:last-child")?.innerText;
    return texts.filter(it => named(it) != "type")
        .map(it => [it.tagName, it.offsetWidth, it.innerText.slice(0, 40)]);
"""
"""The texts of a page that say what a name means, and how wide they are."""


class Lists(HTMLParser):
    """The lists and tables of a page by the heading before them: each name, and what is said of it.

    A definition list gives a name's marks and its meaning, a table the other cells of its row.
    """

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, dict[str, list[str]]] = {}
        self._heading = ""
        self._row: list[str] = []
        self._reads: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a heading, a row or a cell."""
        if tag in {"h2", "h3"}:
            self._heading = dict(attrs).get("id") or ""
        if tag in {"tr", "dt"}:
            self._row = []
        if tag in {"td", "dd", "dt"}:
            self._row.append("")
        self._reads = tag if tag in {"td", "th", "dd", "dt"} else self._reads

    def handle_endtag(self, tag: str) -> None:
        """End a row or a cell."""
        if tag == "dt":
            name, _, marks = self._row[0].partition(" ")
            self._row = [name, marks]
        if tag in {"tr", "dd"} and self._row:
            self.found.setdefault(self._heading, {})[self._row[0].strip()] = self._row[1:]
        if tag in {"td", "th", "dd", "dt"}:
            self._reads = None

    def handle_data(self, data: str) -> None:
        """Read a cell."""
        if self._reads in {"td", "dd", "dt"}:
            self._row[-1] += data


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built as ``make docs`` builds it: a warning is an error."""
    folder = tmp_path_factory.mktemp("site")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    [options] = re.findall(r"-m mkdocs (build .*) --site-dir \$\(SITE\)$", makefile, re.MULTILINE)
    assert options == "build --strict"
    command = [sys.executable, "-m", "mkdocs", *options.split(), "--site-dir", str(folder)]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder


def script(name: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Load one of the scripts that the site is made with."""
    monkeypatch.syspath_prepend(SCRIPTS)
    return importlib.import_module(name)


def page_of(of: type, site: Path) -> Path:
    """Find the page of a class."""
    return site / "reference" / (re.sub(r"(?<=[a-z])(?=[A-Z])", "-", of.__name__).lower() + ".html")


def lists_of(page: Path) -> dict[str, dict[str, list[str]]]:
    """Read the lists and tables of a page."""
    lists = Lists()
    lists.feed(page.read_text(encoding="utf-8"))
    return lists.found


def arguments_of(of: Any) -> dict[str, inspect.Parameter]:
    """Give what a constructor takes."""
    return {k: p for k, p in inspect.signature(of.__init__).parameters.items() if k != "self"}


@pytest.mark.parametrize(
    "module", [pulumi_trusthub, testing, simulator], ids=lambda it: it.__name__
)
def test_every_public_name_has_its_place(module: ModuleType, site: Path) -> None:
    """Each can be linked to, by its own name."""
    pages = [page.read_text(encoding="utf-8") for page in site.glob("reference/**/*.html")]
    anchors = {found for page in pages for found in re.findall(r'id="([\w.]+)"', page)}
    names = {f"{module.__name__}.{name}" for name in module.__all__ if name != "__version__"}

    assert set() == names - anchors


@pytest.mark.parametrize("of", DECLARED, ids=lambda it: it.__name__)
def test_every_argument_is_explained(of: type, site: Path) -> None:
    """With what it means, and whether it must be there."""
    listed = lists_of(page_of(of, site))["arguments"]
    needed = {k for k, p in arguments_of(of).items() if p.default is inspect.Parameter.empty}

    assert set(arguments_of(of)) == set(listed)
    assert [] == [name for name, (_, said) in listed.items() if len(said) < len("City.")]
    assert needed == {name for name, (marks, _) in listed.items() if " required" in marks}


@pytest.mark.parametrize("of", RESOURCES, ids=lambda it: it.__name__)
def test_every_argument_that_replaces_is_marked(of: Any, site: Path) -> None:
    """The page says that a change replaces of just those arguments that Twilio cannot change."""
    listed = lists_of(page_of(of, site))["arguments"]
    replaces = {name for name, (marks, _) in listed.items() if "a change replaces" in marks}

    assert of._dynamic_provider.handler.inputs.requires_replace == replaces


@pytest.mark.parametrize("of", [*RESOURCES, *COMPONENTS], ids=lambda it: it.__name__)
def test_every_output_is_explained(of: Any, site: Path) -> None:
    """With what it means."""
    listed = lists_of(page_of(of, site))["outputs"]
    outputs = {
        name
        for each in of.__mro__
        if each.__module__.startswith("pulumi_trusthub")
        for name, kind in inspect.get_annotations(each).items()
        if str(kind).startswith("pulumi.Output[")
    }
    if of in RESOURCES:
        outputs |= {
            *of._dynamic_provider.handler.computed,
            *(["sid"] if hasattr(of, "sid") else []),
        }

    assert outputs == set(listed)
    assert [] == [name for name, (_, said) in listed.items() if len(said) < len("City.")]


@pytest.mark.parametrize("name", LOOKUPS)
def test_every_argument_of_a_lookup_is_explained(name: str, site: Path) -> None:
    """With what it means; and each error with its reason."""
    [listed] = [
        lists
        for page in (site / "reference" / "lookups").glob("*.html")
        if f"{name}-arguments" in (lists := lists_of(page))
    ]
    function = getattr(pulumi_trusthub, name)

    assert set(inspect.signature(function).parameters) == set(listed[f"{name}-arguments"])
    assert listed[f"{name}-errors"]


def test_everything_has_a_program_in_three_languages(site: Path) -> None:
    """Each resource, component and function, on tabs, after what a machine needs for it."""
    lookups = set(LOOKUPS)
    classes = {re.sub(r"(?<=[a-z])(?=[A-Z])", "_", it.__name__).lower() for it in DECLARED}
    names = {suffix: {it.stem for it in PROGRAMS.glob(f"*/*.{suffix}")} for suffix in SUFFIXES}
    texts = {it: it.read_text(encoding="utf-8") for it in site.glob("reference/**/*.html")}
    tabs = {
        it: [label for _, label in re.findall(r'for="?__tabbed_\d+_(\d)"?>(\w+)<', text)]
        for it, text in texts.items()
    }

    assert dict.fromkeys(SUFFIXES, lookups | classes) == names
    for of in DECLARED:
        assert ["Python", "TypeScript", "YAML"] == tabs[page_of(of, site)]
    shown = [it for it in texts if tabs[it]]
    assert len(lookups | classes) == sum(len(tabs[it]) for it in shown) // 3
    assert [] == [it for it in shown if "TypeScript and YAML need" not in texts[it]]


def test_a_page_begins_with_its_program(site: Path) -> None:
    """After a title and a sentence; a page of lookups has these for itself and for its first."""
    pages = [page_of(of, site) for of in DECLARED]
    pages += (site / "reference" / "lookups").glob("*.html")
    before = {
        it: it.read_text("utf-8").partition("<h1")[2].partition("tabbed-set")[0] for it in pages
    }
    said = {it: (text.count("<h2"), text.count("<p>")) for it, text in before.items()}

    assert {(0, 1)} == {said[page_of(of, site)] for of in DECLARED}
    assert {(0, 1), (1, 2)} == set(said.values())


@pytest.mark.parametrize("of", RESOURCES, ids=lambda it: it.__name__)
def test_a_resource_explains_what_each_command_does(of: type, site: Path) -> None:
    """Create, change, refresh and destroy; how it is read, and whether it can be imported."""
    text = page_of(of, site).read_text(encoding="utf-8")
    commands = lists_of(page_of(of, site))["what-pulumis-commands-do"]

    assert len(commands) == len(["up", "up", "refresh", "destroy"])
    assert [] == [command for command, cells in commands.items() if not cells[0]]
    assert f"{of.__name__}.get(" in text
    assert "Import it:" in text


def test_every_command_has_its_page(site: Path) -> None:
    """With every option that its help has."""
    folder = site / "reference" / "commands"
    commands: dict[str, Any] = typer.main.get_command(app).commands  # type: ignore[attr-defined]

    assert set(commands) == {page.stem for page in folder.glob("*.html")}
    for name, command in commands.items():
        text = (folder / f"{name}.html").read_text(encoding="utf-8")
        options = {it for parameter in command.params for it in parameter.opts if it[:2] == "--"}
        assert {option for option in options if f"<code>{option}</code>" not in text} == set()
        assert CliRunner().invoke(app, [name, "--help"]).exit_code == 0


def test_nothing_comes_from_another_host(site: Path) -> None:
    """It works without a network: no script, style, font or picture from elsewhere."""
    loads = re.compile(
        r"""<(?:script|img|iframe|link)[^>]+(?:src|href)=["']?(?:https?:)?//"""
        r"""|url\(["']?(?:https?:)?//|@import"""
    )
    files = [*site.rglob("*.html"), *site.rglob("*.css")]
    found = {file.name: loads.findall(file.read_text(encoding="utf-8")) for file in files}

    assert {} == {name: hits for name, hits in found.items() if hits}


def test_the_picture_is_true(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is what is drawn from the state of the example; if not: python docs/_site/graph.py."""
    graph = script("graph", monkeypatch)

    needs = graph.needs(graph.held())

    assert ("TrustProduct", "shaken-stir") in needs
    assert graph.svg(needs) == graph.PICTURE.read_text(encoding="utf-8")


def test_the_landing_page_shows_what_its_program_makes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its program, and the picture of what it makes; if not: python docs/_site/landing.py."""
    landing = script("landing", monkeypatch)
    page = landing.PAGE.read_text(encoding="utf-8")

    assert page == landing.filled(page, landing.shown(page))
    assert landing.PICTURE.name in page
    assert landing.picture() == landing.PICTURE.read_text(encoding="utf-8")


@needs_pulumi
def test_the_landing_page_shows_the_preview_of_its_program(monkeypatch: pytest.MonkeyPatch) -> None:
    """Line by line, in whatever order Pulumi made them; if not: python docs/_site/landing.py."""
    landing = script("landing", monkeypatch)
    page = landing.PAGE.read_text(encoding="utf-8")

    assert sorted(landing.shown(page).splitlines()) == sorted(landing.preview().splitlines())


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebDriver]:
    """A browser, which opens the pages as files."""
    with headless_chromium(tmp_path_factory.mktemp("profile")) as driver:
        yield driver


def opened(driver: WebDriver, page: Path, *, width: int, script: str) -> Any:
    """Open a page in a window of some width, and ask the page."""
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    driver.get(page.as_uri())
    return driver.execute_script(script)


def test_no_table_of_the_reference_has_a_narrow_meaning(site: Path) -> None:
    """None has a third column; where a name has more than a meaning, the meaning is below."""
    pages = {it.name: lists_of(it) for it in (site / "reference").rglob("*.html")}
    cells = {
        (name, heading): {len(cells) for cells in rows.values()}
        for name, lists in pages.items()
        for heading, rows in lists.items()
    }

    assert {} == {it: found for it, found in cells.items() if found - {1, 2}}


@needs_chromium
@pytest.mark.parametrize("page", LAID_OUT)
def test_a_meaning_can_be_read_in_a_window_of_1300_pixels(
    page: str, site: Path, chromium: WebDriver
) -> None:
    """It has half of the window, and its table at least a quarter; no page is wider."""
    texts = opened(chromium, site / "reference" / page, width=1300, script=WIDTHS)

    assert texts
    assert [] == [text for kind, wide, text in texts if wide < {"DD": 600, "TD": 350}[kind]]


@needs_chromium
@pytest.mark.parametrize("page", ["index.html", *(f"reference/{it}" for it in LAID_OUT)])
def test_a_page_fits_a_phone(page: str, site: Path, chromium: WebDriver) -> None:
    """In 400 pixels nothing but a program has to be moved sideways."""
    ask = "return document.documentElement.scrollWidth"

    assert opened(chromium, site / page, width=400, script=ask) <= 400


def test_examples_are_on_the_site(site: Path) -> None:
    """Each with its program."""
    anchors = {"__main__.py": "main-py", "index.ts": "index-ts"}
    programs = {it: ROOT.glob(f"examples/*/{it}") for it in anchors}
    pages = {
        site / "examples" / f"{program.parent.name}.html": anchors[file]
        for file, found in programs.items()
        for program in found
    }
    texts = {page: page.read_text(encoding="utf-8") for page in pages}

    assert set(anchors.values()) == set(pages.values())
    assert [] == [page for page, anchor in pages.items() if f'id="{anchor}"' not in texts[page]]
