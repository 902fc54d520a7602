"""The handler of each resource type."""

from __future__ import annotations

import pulumi_trusthub
from pulumi_trusthub._core.handlers.registry import HANDLERS
from pulumi_trusthub.dynamic import providers


def test_each_provider_has_the_handler_of_its_name() -> None:
    """A state holds the provider's name, and the registry finds the rest."""
    of_providers = {
        name.removesuffix("Provider"): provider.handler
        for name, provider in vars(providers).items()
        if name.endswith("Provider") and provider.__module__ == providers.__name__
    }

    assert dict(HANDLERS) == of_providers
    assert list(HANDLERS) == [handler.type_name for handler in HANDLERS.values()]
    assert set(HANDLERS) < set(pulumi_trusthub.__all__)
