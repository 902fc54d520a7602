"""Is what the pages say true?  Their programs run, and their names, links and commands exist."""

from __future__ import annotations

import ast
import contextlib
import dataclasses
import doctest
import importlib
import importlib.util
import inspect
import json
import re
import shlex
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from skips import needs_pulumi
from typer.main import get_command
from typer.testing import CliRunner

import pulumi_trusthub
from pulumi_trusthub import simulator, testing
from pulumi_trusthub._core.account import attestations, check_names, checks, doctor, report
from pulumi_trusthub._core.api import retry
from pulumi_trusthub._core.model import config
from pulumi_trusthub._core.rules import read_lag
from pulumi_trusthub.cli import app
from pulumi_trusthub.dynamic.names import snake
from pulumi_trusthub.plugin.catalogue import COMPONENTS, DEFAULTS
from pulumi_trusthub.plugin.server import SCHEMA
from pulumi_trusthub.simulator import ControlError, Effect, Settings, Simulator
from pulumi_trusthub.testing import EmbeddedStack, Secret

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import ModuleType

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
TESTING = ROOT / "docs" / "testing.md"
COMMANDS = ROOT / "docs" / "commands.md"
PAGES = [
    README,
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    *sorted((ROOT / "docs").rglob("*.md")),
    *sorted((ROOT / "examples").glob("*/README.md")),
]
PROGRAMS = {
    language: sorted((ROOT / "docs" / "programs").glob(f"*/*.{suffix}"))
    for language, suffix in {"python": "py", "yaml": "yaml"}.items()
}
"""The programs on the pages of the reference, which are made from the code."""
CODE = ("pulumi_trusthub", "examples", "tests", ".ci", ".github", "tools")
PULUMI = {
    "cancel": set[str](),
    "config set": {"--path", "--secret", "--type"},
    "destroy": {"--run-program", "--yes"},
    "import": {"--file", "--generate-code", "--out"},
    "package add": set[str](),
    "plugin install": {"--file"},
    "preview": {"--diff", "--expect-no-changes", "--non-interactive", "--stack"},
    "refresh": {"--clear-pending-creates", "--run-program", "--stack", "--yes"},
    "stack export": set[str](),
    "stack init": set[str](),
    "stack output": set[str](),
    "stack rm": {"--yes"},
    "up": {"--non-interactive", "--refresh", "--stack", "--yes"},
}
"""The commands of Pulumi and their options that the pages use."""
NO_CHECK = {"curl", "cd", "export", ".", "terraform", "python3", ".venv/bin/pip", "npm", "gh"}
FOREIGN = re.compile(
    r"twilio_\w+|(trust_products|customer_profiles)_\w+_assignments|PULUMI_[A-Z_]+|terraform |"
    "dependsOn"
)
"""What other tools call their things."""
BUSINESS = {
    "business_name": "Example Business",
    "business_identity": "direct_customer",
    "business_type": "Partnership",
    "business_industry": "TECHNOLOGY",
    "business_registration_identifier": "EIN",
    "business_registration_number": "12-3456789",
    "business_regions_of_operation": "USA_AND_CANADA",
    "website_url": "https://example.com",
}
REPRESENTATIVE = {
    "first_name": "Given",
    "last_name": "Family",
    "email": "person@example.com",
    "phone_number": "+12025550142",
    "business_title": "Head of Compliance",
    "job_position": "Director",
}
ACCOUNT_VARIABLES = (
    "TWILIO_ACCOUNT_SID",
    "TWILIO_AUTH_TOKEN",
    "TWILIO_API_KEY",
    "TRUSTHUB_BASE_URL",
)

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_INDENTED = re.compile(r"^ +```", re.MULTILINE)
_FILE = re.compile(r"[\w./-]+(\.(py|md|toml|json|txt)|/)")
_NAME = re.compile(r"(?<![\w…])(?:[A-Za-z]+_\w+|[a-z]+[A-Z]\w*|[A-Z][a-z]+[A-Z]\w*|[A-Z]{4,})(?!…)")


@dataclass(frozen=True)
class Block:
    """A fenced block of a page."""

    page: Path
    number: int
    language: str
    text: str

    @property
    def name(self) -> str:
        """What a report calls it."""
        return f"{self.page.relative_to(ROOT).as_posix()}-{self.number}"


def blocks(language: str) -> list[Block]:
    """All fenced blocks of one language, and the programs of the reference in it."""
    fenced = [
        Block(page, number, found[1], found[2])
        for page in PAGES
        for number, found in enumerate(_FENCE.finditer(page.read_text(encoding="utf-8")), 1)
        if found[1] == language
    ]
    programs = PROGRAMS.get(language, ())
    return [*fenced, *(Block(it, 1, language, it.read_text(encoding="utf-8")) for it in programs)]


def prose(page: Path) -> str:
    """What a page says outside its blocks."""
    return _FENCE.sub("", page.read_text(encoding="utf-8"))


def spans(page: Path) -> list[str]:
    """What a page says in backticks, outside its blocks."""
    return _SPAN.findall(prose(page))


def rows(page: Path) -> Iterator[list[str]]:
    """The cells of all tables of a page."""
    for line in prose(page).splitlines():
        if line.startswith("| "):
            yield [cell.strip() for cell in line.strip("|").split("|")]


@cache
def files() -> list[str]:
    """All paths of the project, with ``/`` at the end of folders."""
    paths = [path for top in (*CODE, "docs") for path in (ROOT / top).rglob("*")]
    paths += [*ROOT.iterdir(), *(ROOT / top for top in CODE)]
    return [
        path.relative_to(ROOT).as_posix() + ("/" if path.is_dir() else "")
        for path in paths
        if "__pycache__" not in path.parts
    ]


@cache
def words_of_the_code() -> frozenset[str]:
    """Every identifier in the code, and every file of JSON that a command writes unless told."""
    sources = [ROOT / name for name in files() if name.endswith((".py", "/run"))]
    sources += [ROOT / "Makefile", ROOT / "pyproject.toml"]
    texts = (path.read_text(encoding="utf-8") for path in sources if path != Path(__file__))
    return frozenset(
        word for text in texts for word in re.findall(r"(?<=Path\(\")[\w-]+(?=\.json)|\w+", text)
    )


@cache
def make_targets() -> frozenset[str]:
    """The targets that the Makefile calls phony."""
    [found] = re.findall(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    return frozenset(found.split())


def loaded(block: Block, folder: Path) -> ModuleType:
    """Run a block as a module."""
    file = folder / "block.py"
    file.write_text(block.text, encoding="utf-8")
    spec = importlib.util.spec_from_file_location("block", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def named_tests(block: Block) -> list[str]:
    """The names of the tests in a block; a program has none."""
    return re.findall(r"^def (test_\w+)", block.text, re.MULTILINE)


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the root of the checkout, as a reader is, and without an account in the environment."""
    monkeypatch.chdir(ROOT)
    for name in ACCOUNT_VARIABLES:
        monkeypatch.delenv(name, raising=False)


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize(
    ("block", "name"),
    [
        pytest.param(block, name, id=f"{block.name}-{name}")
        for block in blocks("python")
        for name in named_tests(block)
    ],
)
def test_tests_on_the_pages_pass(
    block: Block, name: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """A reader who copies a test has a test that passes, given the fixtures that it names."""
    test = getattr(loaded(block, tmp_path), name)

    test(**{it: request.getfixturevalue(it) for it in inspect.signature(test).parameters})


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize(
    "block", [b for b in blocks("python") if not named_tests(b)], ids=lambda block: block.name
)
def test_programs_on_the_pages_run(block: Block, tmp_path: Path) -> None:
    """A reader who copies a program can deploy it, has then nothing to do, and can destroy it."""
    (tmp_path / "__main__.py").write_text(block.text, encoding="utf-8")
    with Simulator() as server:
        before = server.control.counts()
        config: dict[str, str | Secret] = {
            "page:email": "compliance@example.com",
            "page:phoneNumbers": json.dumps(list(server.phone_numbers)[:2]),
            "page:business": Secret(json.dumps(BUSINESS)),
            "page:representative": Secret(json.dumps(REPRESENTATIVE)),
            "page:subaccountSid": server.subaccount_sid,
            "page:subaccountToken": Secret(server.subaccount_auth_token),
            "trusthub:accountSid": server.account_sid,
            "trusthub:authToken": Secret(server.auth_token),
            "trusthub:baseUrl": server.url,
        }
        with EmbeddedStack(tmp_path, project="page", config=config) as stack:
            up = stack.up()
            again = stack.preview()
            declared = list(stack.resources)
            for bundle in [*server.account.trust_products, *server.account.customer_profiles]:
                with contextlib.suppress(ControlError):  # a draft, or approved already
                    server.control.review(bundle, "twilio-approved")
            stack.destroy()
            left = [(found.type, found.name) for found in stack.resources]

        assert up.changes["create"] > 1 or up.outputs
        assert again.nothing_to_do, again.operations
        kept = {"trust_products": 1} if "adopt=True" in block.text and left else {}
        assert before | kept == server.control.counts()
        if block.page in PROGRAMS["python"]:
            assert same_in_yaml(block) == said_of(declared, up.outputs)


def same_in_yaml(block: Block) -> tuple[dict[tuple[str, str], set[str]], set[str]]:
    """Give what the program in YAML beside a program in Python declares, and its outputs."""
    program = yaml.safe_load(block.page.with_suffix(".yaml").read_text(encoding="utf-8"))
    resources = {
        (each["type"].rpartition(":")[2], each.get("name", key)): inputs_of(each)
        for key, each in program.get("resources", {}).items()
        if not each["type"].startswith("pulumi:")
    }
    return resources, {snake(name) for name in program["outputs"]}


def inputs_of(resource: dict[str, Any]) -> set[str]:
    """Give the inputs of a resource in YAML; those of a component are in no state."""
    is_component = resource["type"].rpartition(":")[2] in COMPONENTS
    return set() if is_component else {snake(name) for name in resource["properties"]}


def said_of(
    declared: list[Any], outputs: Mapping[str, object]
) -> tuple[dict[tuple[str, str], set[str]], set[str]]:
    """Give the same of a stack in Python: its resources without those of components."""
    [root] = [it.urn for it in declared if it.type == "pulumi:pulumi:Stack"]
    resources = {
        (it.type.rpartition(":")[2], it.name): {
            name
            for name, value in it.inputs.items()
            if not name.startswith("__") and value is not None and name not in DEFAULTS
        }
        for it in declared
        if it.parent == root and not it.type.startswith("pulumi:")
    }
    return resources, set(outputs)


def test_the_first_program_is_the_example() -> None:
    """What the README shows is what the root project runs."""
    program = (ROOT / "examples" / "01-direct-customer" / "__main__.py").read_text(encoding="utf-8")
    shown = next(block for block in blocks("python") if block.page == README)

    assert program == shown.text


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    """A link within the project names a file, and a heading that it has."""
    wrong = []
    for target in _LINK.findall(prose(page)):
        if target.startswith("https://"):
            continue
        path, _, anchor = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        if there.is_relative_to(ROOT / "docs" / "reference"):
            continue  # made from the code: tests/test_site.py builds it, and looks for its anchors
        if not there.exists() or (anchor and anchor not in anchors(there)):
            wrong.append(target)

    assert [] == wrong


def anchors(page: Path) -> set[str]:
    """What a page's headings are called in links."""
    headings = re.findall(r"^#+ (.*)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-") for text in headings}


@pytest.mark.parametrize("block", blocks("shell"), ids=lambda block: block.name)
def test_every_command_on_the_pages_exists(block: Block) -> None:
    """Every line of a shell block is a command that a reader can run."""
    wrong = [line for line in block.text.splitlines() if line and not is_command(line)]

    assert [] == wrong


def is_command(line: str) -> bool:
    """Whether a line runs something that is there."""
    command, *arguments = shlex.split(line, comments=True)
    if command == "make":
        return bool(arguments) and set(arguments) <= make_targets()
    options = {text.partition("=")[0] for text in arguments if text.startswith("--")}
    if command == "pulumi":
        known = [PULUMI[name] for name in heads(arguments) if name in PULUMI]
        return bool(known) and options <= known[0]
    if command == "pulumi-trusthub":
        done = CliRunner().invoke(app, [arguments[0], "--help"], env={"COLUMNS": "200"})
        return done.exit_code == 0 and options <= set(re.findall(r"--[\w-]+", done.output))
    if command in {"python", ".venv/bin/python"} and arguments:
        module = arguments[1] if arguments[0] == "-m" else ""
        paths = [text for text in arguments if "/" in text]
        found = not module or importlib.util.find_spec(module) is not None
        return found and all((ROOT / path).exists() for path in paths)
    return command in NO_CHECK or command == ".venv/bin/python"


def heads(arguments: list[str]) -> tuple[str, str]:
    """Give the first two words of a command, and the first."""
    return " ".join(arguments[:2]), arguments[0]


@needs_pulumi
@pytest.mark.parametrize("command", sorted(PULUMI))
def test_the_options_of_pulumi_exist(command: str) -> None:
    """What the table above says that Pulumi has, it has."""
    line = ["pulumi", *command.split(), "--help"]
    told = subprocess.run(line, capture_output=True, text=True, timeout=60, check=True).stdout

    assert set() == PULUMI[command] - set(re.findall(r"--[\w-]+", told))


@pytest.mark.parametrize("block", blocks("yaml"), ids=lambda block: block.name)
def test_pipelines_run_existing_commands(block: Block) -> None:
    """It is YAML, and what its jobs run are commands."""
    wrong = [line for line in commands_of(yaml.safe_load(block.text)) if not is_command(line)]

    assert [] == wrong


@pytest.mark.parametrize(
    "block", [*blocks("typescript"), *blocks("yaml")], ids=lambda block: block.name
)
def test_programs_in_other_languages_say_what_the_schema_has(block: Block) -> None:
    """Resources with their inputs, functions with their arguments, and policies."""
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    used = uses_in_yaml(yaml.safe_load(block.text)) if block.language == "yaml" else uses_in(block)

    for name, given in used:
        resource = schema["resources"].get(f"trusthub:index:{name}", {})
        function = schema["functions"].get(f"trusthub:index:{name.removesuffix('Output')}", {})
        known = resource.get("inputProperties", function.get("inputs", {}).get("properties"))
        assert known is not None, name
        assert given <= known.keys(), name
        assert {*resource.get("requiredInputs", ())} <= given, name
    policies = {each["name"] for each in schema["types"]["trusthub:index:Policy"]["enum"]}
    assert {*re.findall(r"Policy\.(\w+)", block.text)} <= policies


def uses_in_yaml(program: Any) -> Iterator[tuple[str, set[str]]]:
    """Give the resources and functions of a program in YAML, with what they are given."""
    parts = program if isinstance(program, dict) else {}
    for each in (parts.get("resources") or {}).values():
        if each["type"].startswith("trusthub:"):
            yield each["type"].rpartition(":")[2], {*each.get("properties", ())}
    for each in (parts.get("variables") or {}).values():
        call = each["fn::invoke"]
        yield call["function"].rpartition(":")[2], {*call.get("arguments", ())}


def uses_in(block: Block) -> Iterator[tuple[str, set[str]]]:
    """Give the resources and functions of a program in TypeScript, with what they are given."""
    for name, given in re.findall(r"trusthub\.(\w+)\(([^)]*)\)", block.text):
        arguments, _, _ = given.partition("}")
        yield name, {*re.findall(r"(\w+):", arguments)}


def commands_of(part: object) -> Iterator[str]:
    """Give the lines that the jobs of a pipeline run."""
    if isinstance(part, list):
        for each in part:
            yield from commands_of(each)
    if isinstance(part, dict):
        for key, value in part.items():
            if key in {"run", "script", "before_script"}:
                yield from [value] if isinstance(value, str) else value
            else:
                yield from commands_of(value)


def test_blocks_are_of_kinds_that_are_checked() -> None:
    """No block passes by the tests: it is not indented, and in a language that they know."""
    checked = {"python", "pycon", "shell", "yaml", "typescript", "text"}
    texts = {page: page.read_text(encoding="utf-8") for page in PAGES}
    fences = {page.name: {found[1] for found in _FENCE.finditer(texts[page])} for page in PAGES}

    assert {} == {name: found - checked for name, found in fences.items() if found - checked}
    assert [] == [page.name for page, text in texts.items() if _INDENTED.search(text)]


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("page", sorted({block.page for block in blocks("pycon")}))
def test_a_session_on_the_pages_has_the_output_that_it_shows(page: Path) -> None:
    """A reader who types what a page shows sees what it shows; its blocks follow each other."""
    text = "\n".join(block.text for block in blocks("pycon") if block.page == page)
    options = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    typed = doctest.DocTestParser().get_doctest(text, {}, page.name, str(page), 0)

    runner = doctest.DocTestRunner(optionflags=options)
    runner.run(typed, clear_globs=False)
    with contextlib.suppress(KeyError, OSError):
        typed.globs["simulator"].stop()

    assert len(typed.examples) > 1
    assert runner.summarize(verbose=False).failed == 0


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_make_targets_exist(page: Path) -> None:
    """A target that the text names is in the Makefile."""
    named = {span.split()[1] for span in spans(page) if re.match(r"make \w", span)}

    assert set() == named - make_targets()


def test_make_targets_are_explained() -> None:
    """Every target that a contributor may use is in the table of CONTRIBUTING."""
    page = ROOT / "CONTRIBUTING.md"

    assert set() == {target for target in make_targets() if f"`make {target}`" not in prose(page)}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_name_on_the_pages_exists(page: Path) -> None:
    """What looks like a name of the code, and what looks like a file, is there."""
    wrong = []
    for span in spans(page):
        if FOREIGN.match(span):
            continue
        if _FILE.fullmatch(span) and not span.startswith("/"):
            known = any(f"/{name}".endswith(f"/{span}") for name in files())
            known = known or span.partition(".")[0] in words_of_the_code()
        elif span.startswith("pulumi_trusthub."):
            known = resolves(span)
        elif "::" in span:
            known = names_a_test(span)
        else:
            known = set(_NAME.findall(span)) <= words_of_the_code()
        if not known:
            wrong.append(span)

    assert [] == wrong


def test_every_folder_has_its_place_in_the_architecture() -> None:
    """The page names every folder of the package whose files a reader may look for."""
    package = ROOT / "pulumi_trusthub"
    here = {
        path.parent.relative_to(package).as_posix() + "/"
        for path in package.rglob("*.py")
        if path.parent != package and "simulator" not in path.parent.parts[:-1]
    }
    named = set(spans(ROOT / "docs" / "architecture.md"))

    assert set() == here - named - {"_core/", "testing/values/"}


def names_a_test(span: str) -> bool:
    """Whether ``file::test`` is a test."""
    file, _, test = span.partition("::")
    path = ROOT / file
    return path.is_file() and f"def {test}(" in path.read_text(encoding="utf-8")


def resolves(dotted: str) -> bool:
    """Whether a dotted name can be imported."""
    module, _, name = dotted.rpartition(".")
    if importlib.util.find_spec(dotted) is not None:
        return True
    return hasattr(importlib.import_module(module), name)


@pytest.mark.parametrize(
    ("module", "pages"),
    [
        (pulumi_trusthub, [README, ROOT / "docs" / "architecture.md"]),
        (testing, [TESTING]),
        (simulator, [TESTING]),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_public_names_are_explained(module: ModuleType, pages: list[Path]) -> None:
    """A reader can find every public name; of a lookup's two forms one is enough."""
    texts = " ".join(span for page in pages for span in spans(page))
    said = set(re.findall(r"\w+", texts))
    names = {name.removesuffix("_output") for name in module.__all__ if not name.startswith("__")}

    assert set() == names - said


def test_settings_of_the_simulator_are_explained() -> None:
    """The table has every setting, and what it is unless it is set."""
    defaults = {field.name: field.default for field in dataclasses.fields(Settings)}
    table = {
        cells[0].strip("`"): literal(cells[1].strip("`"))
        for cells in rows(TESTING)
        if cells[0].strip("`") in defaults
    }

    assert defaults == table


def literal(text: str) -> object:
    """A value as Python writes it, or a word."""
    try:
        return ast.literal_eval(text)
    except ValueError:
        return text


def sections(page: Path) -> dict[str, list[str]]:
    """What a page says in backticks, by the heading of the second level that it stands under."""
    headings, texts = [""], [""]
    for line in prose(page).splitlines():
        if line.startswith("## "):
            headings.append(line[3:])
            texts.append("")
        texts[-1] += f"{line}\n"
    return dict(zip(headings, map(_SPAN.findall, texts), strict=True))


def options(command: Any) -> set[str]:
    """The long options of a command."""
    names = {name for parameter in command.params for name in parameter.opts}
    return {name for name in names if name.startswith("--")} - {"--help"}


def test_commands_are_explained() -> None:
    """One section a command, with all of its options; and those of the command itself before."""
    group: Any = get_command(app)
    said = sections(COMMANDS)

    assert set(group.commands) == said.keys() - {""}
    missing = {
        (name, option)
        for name, command in {"": group, **group.commands}.items()
        for option in options(command) - set(said[name])
    }
    assert set() == missing


def test_the_output_of_every_command_is_explained() -> None:
    """Every key of the JSON documents, and every check in the words of the code."""
    said = sections(COMMANDS)
    keys = {
        "status": (attestations.BundleStatus, attestations.NumberStatus),
        "doctor": (doctor.DoctorReport, doctor.CheckOutcome, checks.Finding),
        "report": (report.BundleChange, report.NumberChange, report.ReportChanges),
    }
    missing = {
        (name, field.name)
        for name, kinds in keys.items()
        for kind in kinds
        for field in dataclasses.fields(kind)
        if field.name not in said[name]
    }
    missing |= {
        ("report", it) for it in report.AccountReport.model_fields if it not in said["report"]
    }
    explained = {
        cells[0].strip("`"): cells[1]
        for cells in rows(COMMANDS)
        if cells[0].strip("`") in check_names.ABOUT
    }

    assert set() == missing
    assert check_names.ABOUT == explained


def test_effects_of_faults_are_explained() -> None:
    """The table has every field of an effect."""
    fields = {field.name for field in dataclasses.fields(Effect)}

    assert set() == fields - set(spans(TESTING))


def test_unverified_rules_are_explained() -> None:
    """Every switch that stands for a rule nobody settled is in the table of decisions."""
    trouble = {"review", "review_seconds", "max_concurrent_requests", "retry_after"}
    switches = {field.name for field in dataclasses.fields(Settings)} - trouble
    switches.discard("latency_seconds")

    assert set() == switches - set(spans(ROOT / "docs" / "decisions.md"))


def test_numbers_on_the_pages_are_those_of_the_code() -> None:
    """Decisions and README write these numbers out: change both."""
    seconds = (retry.LOST_UPDATE_SECONDS, retry.TIMEOUT_POST_SECONDS, retry.SILENT_SECONDS)
    assert (6.0, 5.0, 3.0) == seconds
    assert (2, 4) == (retry.LOST_CREATE.attempts, retry.LOST_UPDATE.attempts)
    assert (6, 120.0) == (retry.MAX_ATTEMPTS, retry.RATE_LIMIT_SECONDS)
    assert (60.0, 10.0) == (config.DEFAULT_READ_LAG, read_lag.UNKNOWN_AGE_SECONDS)
    assert (30.0, 16) == (config.DEFAULT_TIMEOUT, config.DEFAULT_MAX_CONCURRENCY)


def test_every_promise_of_security_has_its_test() -> None:
    """Each row of the page names a test; that it is there is seen with all other names."""
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    rows = [row for row in text.splitlines() if re.match(r"\| (?!promise|---)", row)]

    assert rows
    assert [] == [row for row in rows if not re.search(r"`tests/[\w/]+\.py::test_\w+`", row)]
