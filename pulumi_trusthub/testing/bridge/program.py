"""Running a Pulumi program inside this process, as the language host would run it."""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import os
import re
import runpy
import sys
import threading
import traceback
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pulumi.runtime import Settings, configure, set_all_config
from pulumi.runtime.stack import run_in_stack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from .monitor import EngineMonitor

_SWITCH_SECONDS = 0.001
"""The SDK's loop wakes for each of 1,000 responses with the usual 5 ms: eight times as slow."""
_ONE_AT_A_TIME = threading.Lock()
"""The SDK's settings belong to the context; environment, directory and modules do not."""
_NAME = re.compile(r"^name:\s*[\"']?(?P<name>[\w.-]+)", re.MULTILINE)
_MAIN = re.compile(r"^main:\s*[\"']?(?P<main>[^\"'#\n]+?)[\"']?\s*(#.*)?$", re.MULTILINE)


@dataclass(frozen=True)
class Run:
    """A program and everything for its run."""

    program: Callable[[], object] | Path
    monitor: EngineMonitor
    project: str
    stack: str
    preview: bool
    parallel: int
    config: Mapping[str, str]
    secret_keys: list[str]
    environment: Mapping[str, str]


def directory_of(program: Callable[[], object] | Path) -> Path:
    """Find the program's directory, which Pulumi.yaml may place elsewhere."""
    if not isinstance(program, Path):
        return Path.cwd()
    file = program / "Pulumi.yaml"
    found = _MAIN.search(file.read_text(encoding="utf-8")) if file.is_file() else None
    main = (program / found["main"].strip()) if found is not None else program
    return (main if main.is_dir() else main.parent).resolve()


def require_program(program: Path, leads: str) -> None:
    """Refuse a folder without a program; `leads` says from where its path leads."""
    if not (program.is_dir() and (directory_of(program) / "__main__.py").is_file()):
        raise FileNotFoundError(
            f"There is no program in {program.absolute()}: a path leads from {leads} to the folder "
            "with the program's Pulumi.yaml or __main__.py."
        )


def project_of(program: Path) -> str | None:
    """Find the project's name in Pulumi.yaml, if there is one."""
    file = program / "Pulumi.yaml"
    found = _NAME.search(file.read_text(encoding="utf-8")) if file.is_file() else None
    return found["name"] if found is not None else None


def run_program(run: Run) -> tuple[BaseException | None, str]:
    """Run a program to its end; give its error, if any, and the traceback.

    A thread of its own has an event loop and SDK settings of its own, so that neither the caller's
    loop nor a later ``pulumi.runtime.set_mocks`` is affected.
    """
    errors: list[BaseException] = []
    # Until Python 3.13, a join that a Ctrl-C interrupts considers the thread ended.
    ended = threading.Event()

    def target() -> None:
        try:
            _run(run)
        except BaseException as error:  # noqa: BLE001 - any error is shown to the user
            errors.append(error)
        finally:
            ended.set()

    with surroundings(run.program, run.environment), _quick_threads():
        thread = threading.Thread(target=target, name="pulumi-program")
        thread.start()
        try:
            ended.wait()
        except BaseException:
            # The first Ctrl-C: steps under way end and are saved, and no step begins.
            run.monitor.cancel()
            ended.wait()
            raise
        thread.join()
    if not errors:
        return None, ""
    return errors[0], _traceback(errors[0])


def _run(run: Run) -> None:
    monitor: Any = run.monitor  # the SDK's annotations want a stub here, its mocks a monitor
    configure(
        Settings(
            project=run.project,
            stack=run.stack,
            monitor=monitor,
            engine=monitor,
            parallel=run.parallel,
            dry_run=run.preview,
            organization="organization",
            root_directory=str(run.program if isinstance(run.program, Path) else Path.cwd()),
        )
    )
    set_all_config(dict(run.config), run.secret_keys)
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    # A task that waits for a failed resource is never finished, which is intended.
    loop.set_exception_handler(lambda _loop, _context: None)
    workers = ThreadPoolExecutor(run.parallel * 4, thread_name_prefix="pulumi-register")
    loop.set_default_executor(workers)
    try:
        loop.run_until_complete(run_in_stack(lambda: call(run.program)))
    finally:
        workers.shutdown(wait=True)
        waiting = asyncio.all_tasks(loop)
        for task in waiting:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*waiting, return_exceptions=True))
        loop.run_until_complete(loop.shutdown_asyncgens())
        asyncio.set_event_loop(None)
        loop.close()


def _traceback(error: BaseException) -> str:
    """Show the program's own part of a traceback, if any."""
    whole = error.__traceback__
    frame, entered = whole, None
    while frame is not None:
        code = frame.tb_frame.f_code
        if code is call.__code__ or (entered is frame and "runpy" in code.co_filename):
            entered = frame.tb_next
        frame = frame.tb_next
    return "".join(traceback.format_exception(type(error), error, entered or whole))


def call(program: Callable[[], object] | Path) -> Any:
    """Call a program; a program in a folder must have its `surroundings`."""
    if not isinstance(program, Path):
        return program()
    # The folder is the working directory by now, so a relative path would be wrong.
    runpy.run_path(str(Path.cwd() / "__main__.py"), run_name="__main__")
    return None


@contextlib.contextmanager
def surroundings(
    program: Callable[[], object] | Path, environment: Mapping[str, str]
) -> Iterator[None]:
    """Give a program its variables, its folder and its modules; one program at a time."""
    with _ONE_AT_A_TIME, _environment(environment), _as_main(program):
        yield


@contextlib.contextmanager
def _quick_threads() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(min(before, _SWITCH_SECONDS))
    try:
        yield
    finally:
        sys.setswitchinterval(before)


@contextlib.contextmanager
def _environment(environment: Mapping[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.clear()
    os.environ.update(environment)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


@contextlib.contextmanager
def _as_main(program: Callable[[], object] | Path) -> Iterator[None]:
    """Give a program in a folder its folder, its path and its own modules."""
    if not isinstance(program, Path):
        yield
        return
    directory = directory_of(program)
    cwd, path, argv = Path.cwd(), list(sys.path), list(sys.argv)
    no_bytecode, main = sys.dont_write_bytecode, sys.modules.get("__main__")
    own = {found.stem for found in directory.glob("*.py")}
    own |= {found.parent.name for found in directory.glob("*/__init__.py")}
    hidden = {
        name: module
        for name, module in sys.modules.items()
        if name.partition(".")[0] in own and name != "__main__"
    }
    for name in hidden:
        del sys.modules[name]
    # A file that was edited within the last second must not run in its old version.
    sys.dont_write_bytecode = True
    importlib.invalidate_caches()
    os.chdir(directory)
    sys.path.insert(0, str(directory))
    sys.argv = [str(directory)]
    try:
        yield
    finally:
        for name in [name for name, module in sys.modules.items() if _within(module, directory)]:
            if name != "__main__":
                del sys.modules[name]
        sys.modules.update(hidden)
        if main is not None:
            sys.modules["__main__"] = main
        sys.argv, sys.path[:], sys.dont_write_bytecode = argv, path, no_bytecode
        os.chdir(cwd)


def _within(module: Any, directory: Path) -> bool:
    file = getattr(module, "__file__", None)
    return isinstance(file, str) and Path(file).is_relative_to(directory)
