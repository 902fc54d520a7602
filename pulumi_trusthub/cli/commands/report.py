"""``pulumi-trusthub report``: an account as a page, as Markdown, as a diagram, or as JSON."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

import typer

from pulumi_trusthub._core.model.errors import LookupFailedError, counted
from pulumi_trusthub._version import __version__
from pulumi_trusthub.cli import console

from .doctor import Ignored, require_optional

if TYPE_CHECKING:
    from pulumi_trusthub._core.account.report import AccountReport

Format: TypeAlias = Literal["html", "markdown", "mermaid", "json"]

_ENDINGS: dict[str, Format] = {
    ".json": "json",
    ".markdown": "markdown",
    ".md": "markdown",
    ".mermaid": "mermaid",
    ".mmd": "mermaid",
}


def report(
    *,
    format_: Annotated[
        Format | None,
        typer.Option(
            "--format",
            help="The form of the report; unless given, as the ending of --output says: .json, "
            ".md or .mmd, and else html.",
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where the report goes in place of stdout.")
    ] = None,
    since: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="An earlier report as JSON, to tell what has changed since then; a file that is "
            "not there yet is noted.",
        ),
    ] = None,
    from_: Annotated[
        Path | None,
        typer.Option(
            "--from",
            metavar="FILE",
            help="A report as JSON to write in another form; the account is not read.",
        ),
    ] = None,
    ignore: Ignored = None,
    exit_code: Annotated[
        bool,
        typer.Option(
            "--exit-code", help="End with 1 where there is a finding, once the report is written."
        ),
    ] = False,
) -> None:
    """Write a page of the account, as HTML, Markdown or a diagram.

    The page is one HTML file that needs no network: profiles and products as a drawing, with
    status, end of approval and numbers; every number with what it signs with and what is missing,
    to be filtered and searched; the findings of doctor with their next steps; and what has changed
    since an earlier report. The command sends the same requests as status.

    As Markdown it fits a comment on a pull request or the summary of a job, and says what was cut;
    as Mermaid it is the drawing alone; as JSON it is what --since and --from read.

    The exit code is 0 when the report is written, 1 with --exit-code when something is wrong, 2 on
    any error, and 130 on Ctrl-C.
    """
    without = require_optional(ignore)
    # No error for an impossible name: writing the file reports it.
    if output and (os.path.isdir(output) or not os.path.isdir(output.absolute().parent)):  # noqa: PTH112
        raise typer.BadParameter(f"{output} cannot be a file", param_hint="--output")
    if from_ and ignore:
        raise typer.BadParameter("--from makes no checks, so --ignore has no use")
    if format_ is None:
        format_ = _ENDINGS.get(output.suffix.lower() if output else "", "html")
    with console.one_line_errors():
        # Imported here: --help and completion need neither network code nor templates.
        from pulumi_trusthub._core.account.attestations import summary_in_words  # noqa: PLC0415
        from pulumi_trusthub._core.account.changes import compare  # noqa: PLC0415

        earlier = _load(since, may_be_missing=True) if since else None
        found = (_load(from_) if from_ else None) or _read(without)
        if earlier:
            found = found.model_copy(update={"changes": compare(earlier, found)})
        _write(_text(found, format_), output)
        for omission in found.omissions:
            console.note(omission)
        findings = counted(len(found.findings), "finding")
        console.note(
            f"{summary_in_words(found.summary)} {findings}." + (f" See {output}." if output else "")
        )
    if exit_code and found.findings:
        raise typer.Exit(console.FOUND)


def _read(without: frozenset[str]) -> AccountReport:
    from pulumi_trusthub._core.account.report import read_report  # noqa: PLC0415 - see report

    with console.progress("Reading the account") as on_progress:
        return read_report(
            console.connected(), version=__version__, without=without, on_progress=on_progress
        )


def _load(file: Path, *, may_be_missing: bool = False) -> AccountReport | None:
    from pulumi_trusthub._core.account.report import load_report  # noqa: PLC0415 - see report

    try:
        return load_report(file.read_bytes(), str(file))
    except FileNotFoundError as error:
        if not may_be_missing:
            raise LookupFailedError(f"{file} cannot be read: {error.strerror}.") from None
        console.note(f"{file} is not there yet, so there is nothing to compare with.")
        return None
    except OSError as error:
        raise LookupFailedError(f"{file} cannot be read: {error.strerror}.") from None


def _text(found: AccountReport, form: Format) -> str:
    if form == "json":
        return console.json_text(found.model_dump(mode="json"))
    if form == "html":
        from pulumi_trusthub.cli.report.page import page  # noqa: PLC0415 - see report

        return page(found)
    if form == "markdown":
        from pulumi_trusthub.cli.report.markdown import markdown  # noqa: PLC0415 - see report

        return markdown(found)
    from pulumi_trusthub.cli.report.mermaid import mermaid  # noqa: PLC0415 - see report

    return mermaid(found)


def _write(text: str, output: Path | None) -> None:
    if output is None:
        console.write(text)
        return
    try:
        _replace(Path(os.path.realpath(output)), (text + "\n").encode(errors="replace"))
    except OSError as error:
        console.note(f"{output} cannot be written: {error.strerror}.")
        raise typer.Exit(console.FAILED) from None


def _replace(file: Path, content: bytes) -> None:
    """Write a whole file, or leave the old file: the next report may be compared with it."""
    if file.exists() and not file.is_file():  # such as /dev/null
        file.write_bytes(content)
        return
    with tempfile.NamedTemporaryFile(
        dir=file.parent, prefix=f".{file.name[:100]}.", delete=False
    ) as opened:
        temporary = Path(opened.name)
        try:
            opened.write(content)
            opened.close()
            temporary.chmod(_mode(file))
            temporary.replace(file)
        except BaseException:
            temporary.unlink()
            raise


def _mode(file: Path) -> int:
    """Give the permissions of a file, or of a new file."""
    if file.exists():
        return stat.S_IMODE(file.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
