"""The simulator as one ASGI application: Twilio's two APIs behind the gate, its own beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException

from pulumi_trusthub.simulator import api2010_routes, catalogue_routes, entity_routes

from .bundle_routes import BundleRoutes
from .console import console_routes
from .control import Control, control_app
from .errors import Refusal
from .gate import Gate
from .own_pages import OwnPagesOnly
from .policies import BundleKind
from .routing import Operation, no_such_route, refused
from .simulation import Simulation

if TYPE_CHECKING:
    from starlette.types import ASGIApp


def operations() -> list[Operation]:
    """Every operation that is served."""
    return [
        *BundleRoutes(BundleKind.TRUST_PRODUCT).operations(),
        *BundleRoutes(BundleKind.CUSTOMER_PROFILE).operations(),
        *entity_routes.operations(),
        *api2010_routes.operations(),
        *catalogue_routes.operations(),
    ]


def twilio_app(simulation: Simulation) -> Starlette:
    """Twilio's two APIs, without the gate."""
    app = Starlette(
        routes=[operation.route(simulation) for operation in operations()],
        exception_handlers={Refusal: refused, HTTPException: no_such_route},
    )
    app.router.redirect_slashes = False
    return app


def create_app(simulation: Simulation | None = None) -> ASGIApp:
    """The whole simulator."""
    simulation = simulation or Simulation()
    control = Control(simulation)
    own = control_app(control, console=console_routes(control))
    return Gate(twilio_app(simulation), OwnPagesOnly(own), simulation)
