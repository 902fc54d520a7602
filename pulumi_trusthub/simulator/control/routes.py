"""The control routes below `/_sim/`."""

from __future__ import annotations

import dataclasses
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..api.routing import json_response
from ..rules import reviews
from ..store.models import Bundle, Status
from ..store.policies import BundleKind
from ..store.store import Store
from .dump import account_summary, dump_state
from .faults import fault_from
from .runtime import Simulation
from .seeds import load_seed

Handler = Callable[[Simulation, Request, Any], Any]

ROUTES: list[tuple[str, str, Handler, str]] = []
"""Method, path below `/_sim`, handler, and the words of the index."""


def _route(method: str, path: str, does: str) -> Callable[[Handler], Handler]:
    def register(handler: Handler) -> Handler:
        ROUTES.append((method, path, handler, does))
        return handler

    return register


class WrongControlError(ValueError):
    """A control request that makes no sense."""


def find_bundle(store: Store, sid: str) -> Bundle:
    """The bundle with this SID, in whatever account."""
    for account in store.accounts.values():
        for kind in BundleKind:
            if sid in account.bundles[kind]:
                return account.bundles[kind][sid]
    raise WrongControlError(f"There is no bundle {sid}.")


@_route("GET", "/", "this index; a browser is shown the console")
def _index(simulation: Simulation, _request: Request, _body: Any) -> Any:
    return {
        "routes": [
            {"method": method, "path": f"/_sim{path}", "does": does}
            for method, path, _, does in ROUTES
        ],
        "requests": simulation.served,
        "in_flight": simulation.in_flight,
        "peak_in_flight": simulation.peak_in_flight,
    }


@_route("POST", "/reset", "start over; {'empty': true} without the default world")
def _reset(simulation: Simulation, _request: Request, body: Any) -> Any:
    simulation.start_over(empty=bool((body or {}).get("empty", False)))
    return {}


@_route("POST", "/seed", "plant accounts and what they own; answers their SIDs")
def _seed(simulation: Simulation, _request: Request, body: Any) -> Any:
    return {"accounts": load_seed(simulation.store, body)}


@_route("GET", "/accounts", "accounts with their credentials, and the SIDs of what they own")
def _accounts(simulation: Simulation, _request: Request, _body: Any) -> Any:
    accounts = simulation.store.accounts.values()
    return [account_summary(it, accounts) for it in accounts if it.parent is None]


@_route("GET", "/settings", "the settings in force")
def _settings(simulation: Simulation, _request: Request, _body: Any) -> Any:
    return dataclasses.asdict(simulation.settings)


@_route("POST", "/settings", "change some of them")
def _change_settings(simulation: Simulation, request: Request, body: Any) -> Any:
    if not isinstance(body, dict):
        raise WrongControlError("Settings are an object.")
    simulation.store.settings = simulation.settings.changed(body)
    return _settings(simulation, request, body)


@_route("POST", "/reviews/{bundle}", "move a review: {'status': …, 'errors': […]}, or one step")
def _review(simulation: Simulation, request: Request, body: Any) -> Any:
    bundle = find_bundle(simulation.store, request.path_params["bundle"])
    told = body or {}
    if told.get("status") is None:
        reviews.next_step(simulation.store, bundle)
    else:
        errors = tuple(told.get("errors", ()))
        reviews.move(simulation.store, bundle, Status(told["status"]), errors=errors)
    return {"sid": bundle.sid, "status": bundle.status.value}


@_route("POST", "/clock", "put the clock forward: {'advance_seconds': …}")
def _clock(simulation: Simulation, _request: Request, body: Any) -> Any:
    simulation.ahead += float(body["advance_seconds"])
    return {"now": simulation.store.now().isoformat()}


@_route("GET", "/faults", "the faults that were ordered, their hits and what is left")
def _faults(simulation: Simulation, _request: Request, _body: Any) -> Any:
    return [fault.answer() for fault in simulation.faults.ordered]


@_route("POST", "/faults", "order faults, one or a list")
def _order_faults(simulation: Simulation, request: Request, body: Any) -> Any:
    ordered = [fault_from(it) for it in (body if isinstance(body, list) else [body])]
    simulation.faults.ordered += ordered
    return _faults(simulation, request, body)


@_route("DELETE", "/faults", "take all orders back")
def _clear_faults(simulation: Simulation, _request: Request, _body: Any) -> Any:
    simulation.faults.ordered.clear()
    return []


@_route("GET", "/requests", "the log of requests to Twilio's APIs")
def _requests(simulation: Simulation, _request: Request, _body: Any) -> Any:
    return [dataclasses.asdict(entry) for entry in simulation.log]


@_route("DELETE", "/requests", "empty the log")
def _clear_requests(simulation: Simulation, _request: Request, _body: Any) -> Any:
    simulation.empty_log()
    return []


@_route("GET", "/callbacks", "the status callbacks that Twilio would have sent")
def _callbacks(simulation: Simulation, _request: Request, _body: Any) -> Any:
    return simulation.store.callbacks


@_route("GET", "/state", "everything held, by account; ?objects=false only counts")
def _state(simulation: Simulation, request: Request, _body: Any) -> Any:
    base = f"{request.url.scheme}://{request.headers.get('host', '')}"
    objects = request.query_params.get("objects", "true") == "true"
    return dump_state(simulation.store, base, objects=objects)


def control_app(simulation: Simulation, *, console: Sequence[Route]) -> Starlette:
    """The application under `/_sim/`: the console's routes, then those of the table."""
    return Starlette(
        routes=[
            *console,
            *(
                Route(f"/_sim{path}", _endpoint(handler, simulation), methods=[method])
                for method, path, handler, _ in ROUTES
            ),
        ],
        exception_handlers={HTTPException: _no_such_route},
    )


def _endpoint(handler: Handler, simulation: Simulation) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            body = await request.json() if await request.body() else None
            return json_response(handler(simulation, request, body))
        except (KeyError, TypeError, ValueError) as error:
            return json_response({"message": f"{type(error).__name__}: {error}"}, status=400)

    return endpoint


async def _no_such_route(request: Request, _error: Exception) -> Response:
    message = f"There is no {request.method} {request.url.path}: see GET /_sim/."
    return json_response({"message": message}, status=404)
