"""The ASGI application: Twilio's two APIs behind their middleware, its own beside it."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp

from ..api import account_2010, catalog, entities
from ..api.bundles import BundleRoutes
from ..api.routing import Operation, no_such_route, refused
from ..console.routes import console_routes
from ..control.routes import control_app
from ..control.runtime import Simulation
from ..store.errors import TwilioError
from ..store.policies import BundleKind
from .middleware import TwilioMiddleware
from .origin_guard import OriginGuard


def operations() -> list[Operation]:
    """Every operation that is served."""
    return [
        *BundleRoutes(BundleKind.TRUST_PRODUCT).operations(),
        *BundleRoutes(BundleKind.CUSTOMER_PROFILE).operations(),
        *entities.operations(),
        *account_2010.operations(),
        *catalog.operations(),
    ]


def create_app(simulation: Simulation) -> ASGIApp:
    """The whole simulator."""
    twilio = Starlette(
        routes=[operation.route(lambda: simulation.store) for operation in operations()],
        exception_handlers={TwilioError: refused, HTTPException: no_such_route},
    )
    twilio.router.redirect_slashes = False
    own = control_app(simulation, console=console_routes(simulation))
    return TwilioMiddleware(twilio, OriginGuard(own), simulation)
