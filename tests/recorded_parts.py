"""Pulumi's own mocks, which keep what a program declares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pulumi
from pulumi.runtime import Mocks

if TYPE_CHECKING:
    from collections.abc import Callable

    from pulumi_trusthub.components.base import Onboarding

PROFILE = "BU" + "1" * 32
PRODUCT = "BU" + "2" * 32
NUMBERS = ["PN" + "3" * 32, "PN" + "4" * 32]
ACME: dict[str, Any] = {"friendly_name": "Acme", "email": "a@example.com"}
ON_PROFILE: dict[str, Any] = {**ACME, "customer_profile_sid": PROFILE}


class Recorded(Mocks):
    """Answers like the engine does, and keeps what was registered and in which order."""

    def __init__(self, *, preview: bool) -> None:
        self.preview = preview
        self.resources: dict[str, pulumi.runtime.MockResourceArgs] = {}
        self.options: dict[str, pulumi.ResourceOptions] = {}

    def new_resource(
        self, args: pulumi.runtime.MockResourceArgs
    ) -> tuple[str | None, dict[Any, Any]]:
        """Give the id that is read, or the product's; in a preview what is made has none."""
        self.resources[args.name] = args
        if self.preview and not args.resource_id:
            return "", dict(args.inputs)
        return args.resource_id or PRODUCT, {**args.inputs, "status": "twilio-approved"}

    def call(self, args: pulumi.runtime.MockCallArgs) -> tuple[dict[Any, Any], None]:
        """No function is called."""
        raise AssertionError(args.token)

    def note(self, args: pulumi.ResourceTransformationArgs) -> None:
        """Keep the options of a part."""
        self.options[args.name] = args.opts


def run(program: Callable[[], object]) -> None:
    """Run a program to its end."""
    pulumi.runtime.test(program)()


def run_onboarding(program: Callable[[], Onboarding]) -> None:
    """Run a program that declares a component, until that has its status."""
    run(lambda: program().status)


def parts(mocks: Recorded) -> dict[str, str]:
    """The type of each part by its name."""
    return {
        name: args.typ.rsplit(":", 1)[-1]
        for name, args in mocks.resources.items()
        if args.typ.startswith("pulumi-python:dynamic/trusthub:")
    }


def inputs(mocks: Recorded, name: str) -> dict[str, Any]:
    """What one part was declared with."""
    return {k: v for k, v in mocks.resources[name].inputs.items() if k != "__provider"}


def names(resources: Any) -> set[str]:
    """The names of resources in an option."""
    return {resource.pulumi_resource_name for resource in resources or ()}
