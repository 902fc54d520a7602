"""The routes under `/_sim/`: what tests tell the simulator, and what it tells them."""

from __future__ import annotations

import dataclasses
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.routing import Route

from pulumi_trusthub.simulator import reviews

from .faults import UnknownFaultError, fault_from
from .models import Account, Bundle, Status
from .policies import BundleKind
from .routing import json_response
from .seed_keys import UnknownSeedError
from .seeds import plant
from .settings import UnknownSettingError
from .state import account_summary, state_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.responses import Response

    from .simulation import Simulation

Handler = Callable[[Request, Any], Any]

ROUTES: tuple[tuple[str, str, str], ...] = (
    ("GET", "/_sim/", "this index; a browser is shown the console"),
    ("POST", "/_sim/reset", "start over; {'empty': true} without the default world"),
    ("POST", "/_sim/seed", "plant accounts and what they own; answers their SIDs"),
    ("GET", "/_sim/accounts", "accounts with their credentials, and the SIDs of what they own"),
    ("GET", "/_sim/settings", "the settings in force"),
    ("POST", "/_sim/settings", "change some of them"),
    ("POST", "/_sim/reviews/{bundle}", "move a review: {'status': …, 'errors': […]}, or one step"),
    ("POST", "/_sim/clock", "put the clock forward: {'advance_seconds': …}"),
    ("GET", "/_sim/faults", "the faults that were ordered, their hits and what is left"),
    ("POST", "/_sim/faults", "order faults, one or a list"),
    ("DELETE", "/_sim/faults", "take all orders back"),
    ("GET", "/_sim/requests", "the log of requests to Twilio's APIs"),
    ("DELETE", "/_sim/requests", "empty the log"),
    ("GET", "/_sim/callbacks", "the status callbacks that Twilio would have sent"),
    ("GET", "/_sim/state", "everything held, by account; ?objects=false only counts"),
)


class WrongControlError(ValueError):
    """A control request that makes no sense."""


class Control:
    """The handlers of the table."""

    def __init__(self, simulation: Simulation) -> None:
        self.simulation = simulation

    def index(self, _request: Request, _body: Any) -> Any:
        """What there is, and how it goes."""
        simulation = self.simulation
        return {
            "routes": [
                {"method": method, "path": path, "does": does} for method, path, does in ROUTES
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
        return {"accounts": plant(self.simulation.world, body)}

    def accounts(self, _request: Request, _body: Any) -> Any:
        """Tell who may log in, and what to."""
        accounts = self.simulation.world.accounts.values()
        return [account_summary(it, accounts) for it in accounts if it.parent is None]

    def settings(self, _request: Request, _body: Any) -> Any:
        """Tell the settings."""
        return dataclasses.asdict(self.simulation.settings)

    def change_settings(self, request: Request, body: Any) -> Any:
        """Change settings."""
        if not isinstance(body, dict):
            raise WrongControlError("Settings are an object.")
        self.simulation.world.settings = self.simulation.settings.changed(body)
        return self.settings(request, body)

    def review(self, request: Request, body: Any) -> Any:
        """Move a review as told, or by one step."""
        account, bundle = self.bundle(request.path_params["bundle"])
        told = body or {}
        if told.get("status") is None:
            reviews.advance(self.simulation.world, account, bundle)
        else:
            reviews.move(
                self.simulation.world,
                account,
                bundle,
                Status(told["status"]),
                errors=tuple(told.get("errors", ())),
            )
        return {"sid": bundle.sid, "status": bundle.status.value}

    def bundle(self, sid: str) -> tuple[Account, Bundle]:
        """Find a bundle, and whose it is."""
        for account in self.simulation.world.accounts.values():
            for kind in BundleKind:
                if sid in account.bundles[kind]:
                    return account, account.bundles[kind][sid]
        raise WrongControlError(f"There is no bundle {sid}.")

    def clock(self, _request: Request, body: Any) -> Any:
        """Put the clock forward."""
        self.simulation.clock.ahead += float(body["advance_seconds"])
        return {"now": self.simulation.world.now().isoformat()}

    def faults(self, _request: Request, _body: Any) -> Any:
        """Tell the faults."""
        return [order.answer() for order in self.simulation.faults.orders]

    def order_faults(self, request: Request, body: Any) -> Any:
        """Order faults."""
        orders = [fault_from(it) for it in (body if isinstance(body, list) else [body])]
        self.simulation.faults.orders += orders
        return self.faults(request, body)

    def clear_faults(self, _request: Request, _body: Any) -> Any:
        """Take all orders back."""
        self.simulation.faults.orders.clear()
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
        return self.simulation.world.callbacks

    def state(self, request: Request, _body: Any) -> Any:
        """Tell everything that is held."""
        base = f"{request.url.scheme}://{request.headers.get('host', '')}"
        objects = request.query_params.get("objects", "true") == "true"
        return state_of(self.simulation.world, base, objects=objects)


def control_app(control: Control, *, console: Sequence[Route]) -> Starlette:
    """The application under `/_sim/`: the console's routes, then those of the table."""
    handlers: dict[tuple[str, str], Handler] = {
        ("GET", "/_sim/"): control.index,
        ("POST", "/_sim/reset"): control.reset,
        ("POST", "/_sim/seed"): control.seed,
        ("GET", "/_sim/accounts"): control.accounts,
        ("GET", "/_sim/settings"): control.settings,
        ("POST", "/_sim/settings"): control.change_settings,
        ("POST", "/_sim/reviews/{bundle}"): control.review,
        ("POST", "/_sim/clock"): control.clock,
        ("GET", "/_sim/faults"): control.faults,
        ("POST", "/_sim/faults"): control.order_faults,
        ("DELETE", "/_sim/faults"): control.clear_faults,
        ("GET", "/_sim/requests"): control.requests,
        ("DELETE", "/_sim/requests"): control.clear_requests,
        ("GET", "/_sim/callbacks"): control.callbacks,
        ("GET", "/_sim/state"): control.state,
    }
    return Starlette(
        routes=[
            *console,
            *(
                Route(path, _endpoint(handlers[method, path]), methods=[method])
                for method, path, _ in ROUTES
            ),
        ],
        exception_handlers={HTTPException: _no_such_route},
    )


def _endpoint(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
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
