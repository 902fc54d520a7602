"""Tools for testing Pulumi programs without the pulumi command (provisional)."""

from pulumi_trusthub.testing.pulumi_stack.stack import PulumiStack
from pulumi_trusthub.testing.values.result import (
    DeploymentFailed,
    Diagnostic,
    Operation,
    Result,
    Secret,
    Unsupported,
)

from .embedded_stack import EmbeddedStack
from .factory import StackFactory
from .stack import Resource, Stack

__all__ = [
    "DeploymentFailed",
    "Diagnostic",
    "EmbeddedStack",
    "Operation",
    "PulumiStack",
    "Resource",
    "Result",
    "Secret",
    "Stack",
    "StackFactory",
    "Unsupported",
]
