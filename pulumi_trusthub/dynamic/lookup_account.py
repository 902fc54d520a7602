"""The account of a program's lookups, which the account of its resources must be.

Lookups run in the program's process, resources in the process of their provider.  Both processes
read the stack's configuration, but each has an environment of its own: an inline program of
Pulumi's Automation API has its caller's, and ``env_vars`` of a workspace reach the provider alone.
So a resource tells its provider which account the program's lookups use, as an input that check
drops again.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pulumi
from pulumi.runtime.config import get_config

from pulumi_trusthub._core.model.config import account_of_environment, configured_account

if TYPE_CHECKING:
    from collections.abc import Callable

    from pulumi_trusthub._core.handlers.base import Properties

LOOKUP_ACCOUNT = "__lookup_account"
"""The input with the account of the program's lookups; the engine shows no name with this
beginning."""

INLINE_HINT = (
    "An inline program of the Automation API has the environment of its own process, which "
    "env_vars of the workspace do not reach: give the stack its credentials with set_config "
    "(trusthub:accountSid, trusthub:authToken), or the lookups a Provider."
)

_NOTED = "_trusthub_lookup_account"


def stack_configuration(key: str) -> str | None:
    """Give a value of the stack's configuration in the program's process."""
    value = get_config(key)
    return None if value is None else str(value)


def note_lookup() -> None:
    """Note that the program looks something up in the stack's own account."""
    # Kept on the stack: one process may run several programs.
    stack = pulumi.runtime.get_root_resource()
    if stack is not None:
        account = configured_account(stack_configuration, os.environ)
        setattr(stack, _NOTED, account or "")


async def noted_account(resource: pulumi.Resource) -> str | None:
    """Give the account of the program's lookups; empty without credentials, None without lookups.

    The engine asks for it when the program's own statements have all run, so the lookups that come
    after the resource count too.
    """
    if resource._provider is not None:  # noqa: SLF001 - the SDK has no other way to ask
        return None
    return getattr(pulumi.runtime.get_root_resource(), _NOTED, None)


def lookup_problem(inputs: Properties, config: Callable[[str], str | None]) -> str | None:
    """Say that the program's lookups and its resources have two accounts; None where they agree.

    Only an environment can differ between the two processes, and without any credentials the
    provider previews.
    """
    looked_up = inputs.get(LOOKUP_ACCOUNT)
    ours = account_of_environment(config, os.environ)
    if looked_up is None or ours is None or looked_up == ours:
        return None
    read = f"read account {looked_up}" if looked_up else "have no credentials"
    return (
        f"lookups of this program {read}, but this resource would be in account {ours}, whose "
        f"credentials are in the environment of the pulumi command. {INLINE_HINT}"
    )
