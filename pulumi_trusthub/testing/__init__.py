"""Tools for testing Pulumi programs without the pulumi command (provisional)."""

from ._embedded_stack import EmbeddedStack
from ._factory import StackFactory
from ._pulumi_stack import PulumiStack
from ._result import DeploymentFailed, Diagnostic, Operation, Result, Secret, Unsupported
from ._stack import Resource, Stack

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
