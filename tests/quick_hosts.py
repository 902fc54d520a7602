"""Provider hosts without the second that each takes to load what it needs.

The SDK's host is a process for each command.  Here one process has loaded the SDK, and forks the
host of each command: the same program with the same arguments, environment and descriptors, and
nothing of an earlier command in it.  ``python`` below stands in for the interpreter: it hands its
descriptors over, and ends when the host does, or takes it along.
"""

from __future__ import annotations

import array
import contextlib
import gc
import io
import json
import os
import runpy
import selectors
import signal
import socket
import subprocess
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SOCKET = "QUICK_HOSTS_SOCKET"
_ROOM = 1 << 20
_DESCRIPTORS = 3
_PATIENCE = 10.0
"""Seconds for which the others wait until one has said what it wants."""

_PYTHON = """#!{python} -IS
import array, json, os, socket, sys
with socket.socket(socket.AF_UNIX) as server:
    server.connect(os.environ["{socket}"])
    told = json.dumps([sys.argv[1:], os.getcwd(), dict(os.environ)]).encode()
    head = len(told).to_bytes(8, "big")
    server.sendmsg([head], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [0, 1, 2]))])
    server.sendall(told)
    for descriptor in (0, 1, 2):
        os.close(descriptor)
    os._exit(int.from_bytes(server.recv(1) or b"\\x01", "big"))
"""


@contextlib.contextmanager
def quick_hosts(folder: Path) -> Iterator[str]:
    """Give an interpreter that runs hosts, as long as the block."""
    address = folder / "hosts"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(address))
        server.listen()
        python = folder / "python"
        text = _PYTHON.format(python=sys.executable, socket=SOCKET)
        python.write_text(text, encoding="utf-8")
        python.chmod(0o700)
        os.environ[SOCKET] = str(address)
        with subprocess.Popen(
            [sys.executable, __file__, str(server.fileno())],
            pass_fds=[server.fileno()],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        ) as process:
            # Should it end, whoever asks is refused at once, instead of waiting for nobody.
            server.close()
            try:
                yield str(python)
            finally:
                del os.environ[SOCKET]
                os.killpg(process.pid, signal.SIGKILL)  # with the hosts, if one is left


def main(descriptor: int) -> None:
    """Fork a host for whoever asks, until the standard input ends."""
    _load()
    server = socket.socket(fileno=descriptor)
    wake, waker = os.pipe()
    for end in (wake, waker):
        os.set_blocking(end, False)
    signal.set_wakeup_fd(waker)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    selector = selectors.DefaultSelector()
    selector.register(server, selectors.EVENT_READ)
    selector.register(wake, selectors.EVENT_READ)
    selector.register(0, selectors.EVENT_READ)
    hosts: dict[int, socket.socket] = {}
    while True:
        for key, _ in selector.select():
            if key.fileobj is server:
                asking, _ = server.accept()
                process = _forked(asking)
                if process is None:
                    asking.close()
                    continue
                hosts[process] = asking
                selector.register(asking, selectors.EVENT_READ, process)
            elif key.fileobj == wake:
                os.read(wake, 1024)
                _bury(hosts, selector)
            elif key.fileobj == 0:
                for process in hosts:
                    os.kill(process, signal.SIGKILL)
                return
            elif key.data in hosts:
                # Whoever asked has ended, or was ended.
                selector.unregister(key.fileobj)
                os.kill(key.data, signal.SIGKILL)


def _load() -> None:
    """Load all that hosts need."""
    # Not the host's own module, which is a program that runs when it is imported.
    import grpc  # noqa: F401, PLC0415
    import pulumi.dynamic  # noqa: F401, PLC0415
    import twilio.rest.api  # noqa: PLC0415
    import twilio.rest.trusthub  # noqa: F401, PLC0415

    import pulumi_trusthub._core.api.clients  # noqa: PLC0415
    import pulumi_trusthub.dynamic.providers  # noqa: PLC0415
    import pulumi_trusthub.plugin.server  # noqa: PLC0415
    import pulumi_trusthub.plugin.verbs  # noqa: F401, PLC0415
    from pulumi_trusthub._core.handlers.registry import HANDLERS  # noqa: PLC0415

    for handler in HANDLERS.values():
        handler.inputs.model_rebuild()
    # So that no host looks through what was loaded here, nor copies it.
    gc.collect()
    gc.freeze()


def _forked(asking: socket.socket) -> int | None:
    """Fork a host; nothing, if whoever asked was ended before all was said."""
    asking.settimeout(_PATIENCE)
    text, descriptors = _received(asking)
    process = None
    if text is not None:
        asking.settimeout(None)
        process = os.fork()
        if process == 0:
            _become(json.loads(text), descriptors)
    for each in descriptors:
        os.close(each)
    return process


def _bury(hosts: dict[int, socket.socket], selector: selectors.BaseSelector) -> None:
    while hosts:
        process, status = os.waitpid(-1, os.WNOHANG)
        if process == 0:
            return
        asking = hosts.pop(process)
        with contextlib.suppress(KeyError):
            selector.unregister(asking)
        with contextlib.suppress(OSError):
            code = os.waitstatus_to_exitcode(status)
            asking.sendall(bytes([code if code >= 0 else 1]))
        asking.close()


def _received(asking: socket.socket) -> tuple[bytes | None, list[int]]:
    """Read what a host is to be, which is nothing if it is not whole, and its descriptors."""
    descriptors = array.array("i")
    text = b""
    with contextlib.suppress(OSError):
        head, rights, _, _ = asking.recvmsg(8, socket.CMSG_LEN(3 * descriptors.itemsize))
        for _, _, data in rights:
            descriptors.frombytes(data)
        length = int.from_bytes(head, "big")
        while len(text) < length and (more := asking.recv(_ROOM)):
            text += more
        if head and len(text) == length and len(descriptors) == _DESCRIPTORS:
            return text, list(descriptors)
    return None, list(descriptors)


def _become(told: Any, descriptors: list[int]) -> None:
    """Be what ``python -u -m module argument …`` is."""
    (unbuffered, dash_m, module, *arguments), folder, environment = told
    if (unbuffered, dash_m) != ("-u", "-m"):
        os._exit(2)
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for target, descriptor in enumerate(descriptors):
        os.dup2(descriptor, target)
    os.closerange(3, 1024)
    for name, descriptor in (("stdout", 1), ("stderr", 2)):
        raw = os.fdopen(descriptor, "wb", buffering=0)
        setattr(sys, name, io.TextIOWrapper(raw, encoding="utf-8", write_through=True))
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.path[:1] = [folder, *filter(None, environment.get("PYTHONPATH", "").split(os.pathsep))]
    sys.argv = ["", *arguments]
    code = 1
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    main(int(sys.argv[1]))
