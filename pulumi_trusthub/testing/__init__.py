"""Tools for testing Pulumi programs without the pulumi command (provisional)."""

from ._factory import StackFactory
from ._result import DeploymentFailed, Diagnostic, Operation, Result, Secret, Unsupported
from ._stack import EmbeddedStack, Resource

__all__ = [
    "DeploymentFailed",
    "Diagnostic",
    "EmbeddedStack",
    "Operation",
    "Resource",
    "Result",
    "Secret",
    "StackFactory",
    "Unsupported",
]
