"""The account of a program's lookups beside the account of its resources.

Lookups run in the program's process, resources in the process of their provider, and each process
has an environment of its own.  So a resource tells its provider which account the program's lookups
use, as an input that check drops again.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from .config import account_of_environment

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LOOKUP_ACCOUNT = "__lookup_account"
"""The input with the account of the program's lookups; the engine shows no name with this
beginning."""

INLINE_HINT = (
    "An inline program of the Automation API has the environment of its own process, which "
    "env_vars of the workspace do not reach: give the stack its credentials with set_config "
    "(trusthub:accountSid, trusthub:authToken), or the lookups a Provider."
)


def lookup_problem(inputs: Mapping[str, Any], config: Callable[[str], str | None]) -> str | None:
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
