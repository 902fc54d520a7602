"""The routes under `/_sim/`: what tests tell the simulator, and what it tells them."""

from __future__ import annotations

import dataclasses
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..api.routing import json_response
from ..rules import reviews
from ..store.models import Account, Bundle, Status
from ..store.policies import BundleKind
from ..store.settings import UnknownSettingError
from .dump import account_summary, dump_state
from .faults import UnknownFaultError, fault_from
from .runtime import Simulation
from .seed_schema import UnknownSeedError
from .seeds import load_seed


class WrongControlError(ValueError):
    """A control request that makes no sense."""


class ControlApi:
    """The handlers of the table."""

    def __init__(self, simulation: Simulation) -> None:
        self.simulation = simulation

    def index(self, _request: Request, _body: Any) -> Any:
        """What there is, and how it goes."""
        simulation = self.simulation
        return {
            "routes": [
                {"method": method, "path": f"/_sim{path}", "does": does}
                for method, path, _, does in ROUTES
            ],
            "requests": simulation.served,
            "in_flight": simulation.in_flight,
            "peak_in_flight": simulation.peak_in_flight,
        }

    def reset(self, _request: Request, body: Any) -> Any:
        """Start over."""
        self.simulation.start_over(empty=bool((body or {}).get("empty", False)))
        return {}

    def seed(self, _request: Request, body: Any) -> Any:
        """Plant a seed."""
        return {"accounts": load_seed(self.simulation.store, body)}

    def accounts(self, _request: Request, _body: Any) -> Any:
        """Tell who may log in, and what to."""
        accounts = self.simulation.store.accounts.values()
        return [account_summary(it, accounts) for it in accounts if it.parent is None]

    def settings(self, _request: Request, _body: Any) -> Any:
        """Tell the settings."""
        return dataclasses.asdict(self.simulation.settings)

    def change_settings(self, request: Request, body: Any) -> Any:
        """Change settings."""
        if not isinstance(body, dict):
            raise WrongControlError("Settings are an object.")
        self.simulation.store.settings = self.simulation.settings.changed(body)
        return self.settings(request, body)

    def review(self, request: Request, body: Any) -> Any:
        """Move a review as told, or by one step."""
        account, bundle = self.find_bundle(request.path_params["bundle"])
        told = body or {}
        if told.get("status") is None:
            reviews.next_step(self.simulation.store, account, bundle)
        else:
            reviews.move(
                self.simulation.store,
                account,
                bundle,
                Status(told["status"]),
                errors=tuple(told.get("errors", ())),
            )
        return {"sid": bundle.sid, "status": bundle.status.value}

    def find_bundle(self, sid: str) -> tuple[Account, Bundle]:
        """Find a bundle, and whose it is."""
        for account in self.simulation.store.accounts.values():
            for kind in BundleKind:
                if sid in account.bundles[kind]:
                    return account, account.bundles[kind][sid]
        raise WrongControlError(f"There is no bundle {sid}.")

    def clock(self, _request: Request, body: Any) -> Any:
        """Put the clock forward."""
        self.simulation.clock.ahead += float(body["advance_seconds"])
        return {"now": self.simulation.store.now().isoformat()}

    def faults(self, _request: Request, _body: Any) -> Any:
        """Tell the faults."""
        return [fault.answer() for fault in self.simulation.faults.ordered]

    def order_faults(self, request: Request, body: Any) -> Any:
        """Order faults."""
        ordered = [fault_from(it) for it in (body if isinstance(body, list) else [body])]
        self.simulation.faults.ordered += ordered
        return self.faults(request, body)

    def clear_faults(self, _request: Request, _body: Any) -> Any:
        """Take all orders back."""
        self.simulation.faults.ordered.clear()
        return []

    def requests(self, _request: Request, _body: Any) -> Any:
        """Tell the log."""
        return [entry.answer() for entry in self.simulation.log]

    def clear_requests(self, _request: Request, _body: Any) -> Any:
        """Empty the log."""
        self.simulation.empty_log()
        return []

    def callbacks(self, _request: Request, _body: Any) -> Any:
        """Tell the callbacks."""
        return self.simulation.store.callbacks

    def state(self, request: Request, _body: Any) -> Any:
        """Tell everything that is held."""
        base = f"{request.url.scheme}://{request.headers.get('host', '')}"
        objects = request.query_params.get("objects", "true") == "true"
        return dump_state(self.simulation.store, base, objects=objects)


ROUTES: tuple[tuple[str, str, Callable[[ControlApi, Request, Any], Any], str], ...] = (
    ("GET", "/", ControlApi.index, "this index; a browser is shown the console"),
    ("POST", "/reset", ControlApi.reset, "start over; {'empty': true} without the default world"),
    ("POST", "/seed", ControlApi.seed, "plant accounts and what they own; answers their SIDs"),
    (
        "GET",
        "/accounts",
        ControlApi.accounts,
        "accounts with their credentials, and the SIDs of what they own",
    ),
    ("GET", "/settings", ControlApi.settings, "the settings in force"),
    ("POST", "/settings", ControlApi.change_settings, "change some of them"),
    (
        "POST",
        "/reviews/{bundle}",
        ControlApi.review,
        "move a review: {'status': …, 'errors': […]}, or one step",
    ),
    ("POST", "/clock", ControlApi.clock, "put the clock forward: {'advance_seconds': …}"),
    (
        "GET",
        "/faults",
        ControlApi.faults,
        "the faults that were ordered, their hits and what is left",
    ),
    ("POST", "/faults", ControlApi.order_faults, "order faults, one or a list"),
    ("DELETE", "/faults", ControlApi.clear_faults, "take all orders back"),
    ("GET", "/requests", ControlApi.requests, "the log of requests to Twilio's APIs"),
    ("DELETE", "/requests", ControlApi.clear_requests, "empty the log"),
    (
        "GET",
        "/callbacks",
        ControlApi.callbacks,
        "the status callbacks that Twilio would have sent",
    ),
    ("GET", "/state", ControlApi.state, "everything held, by account; ?objects=false only counts"),
)


def control_app(control: ControlApi, *, console: Sequence[Route]) -> Starlette:
    """The application under `/_sim/`: the console's routes, then those of the table."""
    return Starlette(
        routes=[
            *console,
            *(
                Route(f"/_sim{path}", _endpoint(partial(handler, control)), methods=[method])
                for method, path, handler, _ in ROUTES
            ),
        ],
        exception_handlers={HTTPException: _no_such_route},
    )


def _endpoint(handler: Callable[[Request, Any], Any]) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            body = await request.json() if await request.body() else None
            return json_response(handler(request, body))
        except (
            UnknownFaultError,
            UnknownSeedError,
            UnknownSettingError,
            WrongControlError,
            KeyError,
            TypeError,
            ValueError,
        ) as error:
            return json_response({"message": f"{type(error).__name__}: {error}"}, status=400)

    return endpoint


async def _no_such_route(request: Request, _error: Exception) -> Response:
    message = f"There is no {request.method} {request.url.path}: see GET /_sim/."
    return json_response({"message": message}, status=404)
