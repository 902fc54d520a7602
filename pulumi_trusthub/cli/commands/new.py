"""``pulumi-trusthub new``: a project for one of the onboardings."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Annotated, Literal

import typer

from pulumi_trusthub._version import __version__
from pulumi_trusthub.cli.console import FAILED, INTERRUPTED, note
from pulumi_trusthub.cli.tables import Column, write_tables

ONBOARDINGS = {
    "shaken-stir": "SHAKEN/STIR for numbers of an account whose business profile is approved",
    "direct-customer": "SHAKEN/STIR for the numbers of a business and of its subaccounts",
    "isv-customer": "SHAKEN/STIR for a customer of an ISV: business profile, people and product",
    "cnam": "CNAM: the name that called parties see, for an approved business profile",
    "voice-integrity": "Voice Integrity: calls that are not labelled as spam, for such a profile",
}
STACK = "dev"

_FIRST_STEPS = """\
{count} files in {folder}. The first green test:

    cd {folder}
    python -m pip install -r requirements-test.txt
    python -m pytest

README.md goes on from there."""
_NAME = re.compile(r"[A-Za-z0-9_.-]{1,100}")
"""What Pulumi takes as the name of a project."""


def _onboarding(incomplete: str) -> list[tuple[str, str]]:
    """Complete the name of an onboarding."""
    return [(name, about) for name, about in ONBOARDINGS.items() if name.startswith(incomplete)]


def new(
    onboarding: Annotated[
        str | None,
        typer.Argument(
            metavar="ONBOARDING",
            autocompletion=_onboarding,
            help=f"One of {', '.join(ONBOARDINGS)}; none for a list of them.",
        ),
    ] = None,
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="FOLDER", help="A new or empty folder; else one of that name."),
    ] = None,
    *,
    name: Annotated[
        str | None, typer.Option(help="The project's name for Pulumi; else the folder's.")
    ] = None,
    ci: Annotated[
        Literal["github", "gitlab", "none"],
        typer.Option(help="Where test, preview and deployment run."),
    ] = "github",
) -> None:
    """Make a project for an onboarding, with a test and a CI file.

    The folder gets a program, its configuration, requirements, a CI file, and a test that runs at
    once and needs no account. With credentials in the environment, the approved business profile,
    its e-mail address and the account's numbers are looked up and put into Pulumi.dev.yaml; without
    any, CHANGE-ME stands there. Nothing is changed at Twilio, and no file is written over.

    The exit code is 0 when the project is there, and 2 when it could not be made.
    """
    if onboarding is None:
        write_tables(((Column("onboarding"), Column("makes", "wrapped")), [*ONBOARDINGS.items()]))
        return
    if onboarding not in ONBOARDINGS:
        raise typer.BadParameter(
            f"{onboarding!r} is none of {', '.join(ONBOARDINGS)}.", param_hint="ONBOARDING"
        )
    target = folder or Path(name or onboarding)
    found = name or re.sub(r"[^A-Za-z0-9_.-]+", "-", target.absolute().name) or onboarding
    if not _NAME.fullmatch(found):
        raise typer.BadParameter(
            f"{found!r} is not what Pulumi takes: 1 to 100 letters (A to Z), digits, dots, dashes "
            "and underscores.",
            param_hint="--name",
        )
    try:
        _require_empty(target)
        files = _files(onboarding, found, ci)
        _write(target, files)
    except OSError as error:
        note(f"{error.filename or target}: {error.strerror}. Nothing was made.")
        raise typer.Exit(FAILED) from None
    except KeyboardInterrupt:
        raise typer.Exit(INTERRUPTED) from None
    note(f"Made {onboarding} in {target}.")
    typer.echo(_FIRST_STEPS.format(count=len(files), folder=shlex.quote(str(target))))


def templates() -> Path:
    """Find the templates, which are in the wheel, or at the root of a checkout."""
    packaged = Path(__file__).parents[1] / "templates"
    return packaged if packaged.exists() else Path(__file__).parents[3] / "templates"


def _require_empty(folder: Path) -> None:
    """Refuse a folder in which something is."""
    if folder.is_dir():
        there = min(folder.iterdir(), default=None)
        if there is not None:
            note(f"{folder} is not empty: {there.name} is there. Nothing was made.")
            raise typer.Exit(FAILED)


def _files(onboarding: str, name: str, ci: str) -> dict[str, str]:
    """Give the project's files by their paths in the folder."""
    common, own = templates() / "common", templates() / onboarding
    sources = {
        "Pulumi.yaml": common / "Pulumi.yaml",
        "README.md": common / "README.md",
        ".gitignore": common / "gitignore",
        "requirements.txt": common / "requirements.txt",
        "requirements-test.txt": common / "requirements-test.txt",
        "__main__.py": own / "__main__.py",
        "test_program.py": own / "test_program.py",
    }
    if ci != "none":
        path = ".github/workflows/trust-hub.yml" if ci == "github" else ".gitlab-ci.yml"
        sources[path] = common / f"{ci}.yml"
    review = own / "review.md" if (own / "review.md").exists() else common / "review.md"
    words = {
        "PROJECT": name,
        "DESCRIPTION": ONBOARDINGS[onboarding],
        "REVIEW": review.read_text(encoding="utf-8").rstrip(),
        "VERSION": __version__,
    }
    files = {path: _filled(source, words) for path, source in sources.items()}
    # Imported here: --help and completion need no network code.
    from pulumi_trusthub.cli.commands.new_config import configuration  # noqa: PLC0415

    files[f"Pulumi.{STACK}.yaml"] = configuration(onboarding, name)
    return files


def _filled(source: Path, words: dict[str, str]) -> str:
    text = source.read_text(encoding="utf-8")
    if source.suffix == ".py":
        return text  # a program reads its configuration
    return re.sub(
        r"\b(?:PROJECT|DESCRIPTION|REVIEW|VERSION)\b", lambda found: words[found[0]], text
    )


def _write(folder: Path, files: dict[str, str]) -> None:
    """Write all files, or none."""
    made: list[Path] = []
    try:
        for path, text in files.items():
            file = folder / path
            for parent in reversed(file.parents):
                if not parent.exists():
                    parent.mkdir()
                    made.append(parent)
            with file.open("x", encoding="utf-8") as opened:
                made.append(file)
                opened.write(text)
    except BaseException:
        for there in reversed(made):
            if there.is_dir():
                there.rmdir()
            else:
                there.unlink()
        raise
