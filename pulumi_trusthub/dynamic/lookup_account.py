"""Noting the account of a program's lookups, which the account of its resources must be.

The processes of program and provider both read the stack's configuration, but each has an
environment of its own: an inline program of Pulumi's Automation API has its caller's, and
``env_vars`` of a workspace reach the provider alone.
"""

from __future__ import annotations

import os

import pulumi
from pulumi.runtime.config import get_config

from pulumi_trusthub._core.model.config import configured_account

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
