"""The console at `/_sim/`: a page for people, whose forms act like the control routes.

It is rendered here and needs nothing from elsewhere. Its parts are fetched anew every second, as
long as the page is looked at; without JavaScript the whole page is.
"""

from __future__ import annotations

import math
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Match, Route
from starlette.types import Scope

from ..api.parameters import parse
from ..api.routing import json_response
from ..control.faults import fault_from
from ..control.routes import find_bundle
from ..control.runtime import Simulation
from ..rules import reviews
from .view import CONTENT_SECURITY_POLICY, page, parts

Form = dict[str, str]

_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    # With no-referrer, browsers would send the console's own forms from the origin null.
    "Referrer-Policy": "same-origin",
    "Vary": "Accept",
    "X-Content-Type-Options": "nosniff",
}


class WrongFormError(ValueError):
    """A field of a form that is missing or makes no sense."""


def _review(simulation: Simulation, form: Form) -> str:
    store = simulation.store
    bundle = find_bundle(store, form["bundle"])
    step = _field(form, "step")
    if step == "approve":
        reviews.approve(store, bundle)
    elif step == "reject":
        reviews.reject(store, bundle, _whole(form, "code"))
    elif step == "advance":
        reviews.next_step(store, bundle)
    else:
        raise WrongFormError(f"step is approve, reject or advance, not {step!r}.")
    return bundle.sid


def _order_fault(simulation: Simulation, form: Form) -> str:
    kind = _field(form, "effect")
    effect: dict[str, Any] = {kind: True}
    if kind == "status":
        effect = {"status": _whole(form, "status")}
        if not 200 <= effect["status"] <= 599:  # noqa: PLR2004 - what an answer can have
            raise WrongFormError(f"status is from 200 to 599, not {effect['status']}.")
    elif kind == "delay_seconds":
        effect = {"delay_seconds": _number(form, "delay_seconds")}
    fault = {
        "method": _field(form, "method"),
        "path": form.get("path", ""),
        "times": _whole(form, "times"),
        "effect": effect,
    }
    simulation.faults.ordered.append(fault_from(fault))
    return "faults"


def _clear_faults(simulation: Simulation, _form: Form) -> str:
    simulation.faults.ordered.clear()
    return "faults"


def _change_settings(simulation: Simulation, form: Form) -> str:
    store = simulation.store
    store.settings = store.settings.changed(
        {
            "latency_seconds": _number(form, "latency_seconds"),
            "max_concurrent_requests": _whole(form, "max_concurrent_requests"),
        }
    )
    return "settings"


def _clear_requests(simulation: Simulation, _form: Form) -> str:
    simulation.empty_log()
    return "requests"


class PageRoute(Route):
    """Only for browsers: a program that asks for no page gets the index of the control routes."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Whether a page is asked for."""
        accepted = dict(scope["headers"]).get(b"accept", b"")
        return super().matches(scope) if b"text/html" in accepted else (Match.NONE, {})


def console_routes(simulation: Simulation) -> list[Route]:
    """The page, its parts, and its forms."""

    async def show(_request: Request) -> Response:
        return _page(page(simulation))

    async def show_parts(_request: Request) -> Response:
        answer = json_response(parts(simulation))
        answer.headers.update(_HEADERS)
        return answer

    forms = {
        "reviews/{bundle}": _review,
        "faults": _order_fault,
        "faults/clear": _clear_faults,
        "settings": _change_settings,
        "requests/clear": _clear_requests,
    }
    return [
        PageRoute("/_sim/", show, methods=["GET"]),
        Route("/_sim/console/parts", show_parts, methods=["GET"]),
        *(
            Route(f"/_sim/console/{path}", _posted(simulation, handler), methods=["POST"])
            for path, handler in forms.items()
        ),
    ]


def _posted(
    simulation: Simulation, handler: Callable[[Simulation, Form], str]
) -> Callable[[Request], Awaitable[Response]]:
    """Run a form's handler, and show the page again, at the change or with the problem."""

    async def endpoint(request: Request) -> Response:
        try:
            form = dict(parse((await request.body()).decode())) | request.path_params
            place = handler(simulation, form)
        except ValueError as error:
            return _page(page(simulation, problem=str(error)), status=400)
        return RedirectResponse(f"/_sim/#{place}", status_code=303, headers=_HEADERS)

    return endpoint


def _page(text: str, *, status: int = 200) -> Response:
    return Response(text, status, _HEADERS, media_type="text/html")


def _field(form: Form, name: str) -> str:
    if not form.get(name):
        raise WrongFormError(f"{name} is missing.")
    return form[name]


def _whole(form: Form, name: str) -> int:
    text = _field(form, name)
    if not text.isdecimal():
        raise WrongFormError(f"{name} is a whole number from 0 on, not {text!r}.")
    return int(text)


def _number(form: Form, name: str) -> float:
    text = _field(form, name)
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or value < 0:
        raise WrongFormError(f"{name} is a number from 0 on, not {text!r}.")
    return value
