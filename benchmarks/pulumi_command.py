"""The variables with which the pulumi command keeps to a folder."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def variables(folder: Path, passphrase: str) -> dict[str, str]:
    """Give them, with the state and the home below the folder, and no request to the world."""
    states = folder / "state"
    states.mkdir()
    return {
        "PULUMI_BACKEND_URL": states.as_uri(),
        "PULUMI_CONFIG_PASSPHRASE": passphrase,
        "PULUMI_HOME": str(folder / "home"),
        "PULUMI_PYTHON_CMD": sys.executable,
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "PYTHONPATH": str(ROOT),
    }
