"""Is a host's process ended, whatever it leaves behind?"""

from __future__ import annotations

import os
import socket
import sys
import threading
from typing import TYPE_CHECKING

from pulumi_trusthub.testing.providers import host

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

LEAVES_ONE_BEHIND = """
import subprocess, sys
subprocess.Popen([sys.executable, "-c", '''
import socket
socket.create_connection(("127.0.0.1", {port})).recv(1)
'''])
print(1, flush=True)
sys.stdin.read()
"""


def test_closing_a_host_does_not_wait_for_a_process_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that still holds the host's output holds up nobody who closes the host."""
    monkeypatch.setattr(host, "_END_SECONDS", 0.1)
    package = tmp_path / "pulumi"
    package.mkdir()
    (package / "__init__.py").touch()
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(60)
        (package / "dynamic.py").write_text(
            LEAVES_ONE_BEHIND.format(port=server.getsockname()[1]), encoding="utf-8"
        )
        process = host.HostProcess(
            host.Launch(sys.executable, tmp_path, os.environ, lambda _: None)
        )
        left_behind, _ = server.accept()

        closing = threading.Thread(target=process.close, daemon=True)
        closing.start()
        closing.join(30)
        ended = not closing.is_alive()
        left_behind.close()
        closing.join(30)

    assert ended
