"""The console's page: what a simulation holds, in the templates beside this file."""

from __future__ import annotations

import base64
import hashlib
import itertools
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jinja2

from ..control.runtime import Simulation
from ..rules.reviews import REJECTIONS
from ..store.models import UNDER_REVIEW, Account, Bundle
from ..store.policies import BundleKind

BUNDLES_SHOWN = 100
"""The newest of an account; what is under review is always shown."""
NUMBERS_SHOWN = 50
REQUESTS_SHOWN = 200

_FOLDER = Path(__file__).parent
_TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(_FOLDER),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.filters["thousands"] = "{:,}".format


def _file(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


# Carried along, because a browser would ask for an icon otherwise, and end up in the log.
_CARRIED = {
    "style": _file("style.css"),
    "script": _file("script.js"),
    "icon": "data:image/svg+xml," + quote(_file("icon.svg"), safe="/:=' "),
}


def _source(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        f"style-src {_source(_CARRIED['style'])}",
        f"script-src {_source(_CARRIED['script'])}",
        "connect-src 'self'",
        "img-src data:",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
"""The page runs its own script, shows its own style, speaks to its own server, and nothing else."""


def page(simulation: Simulation, *, problem: str | None = None) -> str:
    """The whole page, with the problem of the last form where there was any."""
    values = _values(simulation) | _CARRIED
    return _TEMPLATES.get_template("page.html").render(values, problem=problem)


def parts(simulation: Simulation) -> dict[str, str]:
    """The parts that change by themselves, by the id of the element around each."""
    module: Any = _TEMPLATES.get_template("parts.html").make_module(_values(simulation))
    return {name: getattr(module, name)() for name in ("summary", "bundles", "faults", "requests")}


def _values(simulation: Simulation) -> dict[str, Any]:
    """What the templates read."""
    store = simulation.store
    return {
        "simulation": simulation,
        "settings": simulation.settings,
        "store": store,
        "accounts": list(store.accounts.values()),
        "orders": simulation.faults.ordered,
        "log": list(itertools.islice(reversed(simulation.log), REQUESTS_SHOWN)),
        "rejections": REJECTIONS,
        "under_review": UNDER_REVIEW,
        "numbers_shown": NUMBERS_SHOWN,
        "shown_bundles": _shown_bundles,
    }


def _shown_bundles(account: Account) -> list[Bundle]:
    held = [bundle for kind in BundleKind for bundle in account.bundles[kind].values()]
    newest = iter(sorted(held, key=lambda it: it.sequence, reverse=True))
    first = list(itertools.islice(newest, BUNDLES_SHOWN))
    return first + [it for it in newest if it.status in UNDER_REVIEW]
