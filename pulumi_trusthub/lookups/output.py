"""The account of a lookup, and the lookup's ``…_output`` form."""

from __future__ import annotations

import asyncio
import contextvars
import functools
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ParamSpec, Protocol, TypeVar, cast

import pulumi

from pulumi_trusthub._core.model.config import configured_account, read_settings
from pulumi_trusthub._core.model.errors import ConfigurationError, TrustHubError
from pulumi_trusthub._core.model.lookup_accounts import INLINE_HINT
from pulumi_trusthub.dynamic.form import native_form
from pulumi_trusthub.dynamic.lookup_account import note_lookup, stack_configuration

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pulumi_trusthub._core.api.client import TrustHubClient
    from pulumi_trusthub.resources.provider import Provider

_P = ParamSpec("_P")
_T = TypeVar("_T")
_T_co = TypeVar("_T_co", covariant=True)

_WARNED = "_trusthub_warned"


class OutputLookup(Protocol[_T_co]):
    """A lookup that takes Pulumi inputs and gives an output."""

    def __call__(self, *args: Any, **kwargs: Any) -> pulumi.Output[_T_co]:
        """Read once the arguments are known."""
        ...


@contextmanager
def reading(provider: Provider | Mapping[str, str] | None) -> Iterator[TrustHubClient]:
    """Give the client of a provider's account, or of the stack's own."""
    # Imported here: a preview without credentials never needs Twilio's library.
    from pulumi_trusthub._core.api.clients import client_for  # noqa: PLC0415

    configuration = _configuration(provider)
    if provider is None:
        note_lookup()
    try:
        settings = read_settings(configuration, os.environ)
    except ConfigurationError as error:
        if provider is None and configured_account(configuration, os.environ) is None:
            raise ConfigurationError(f"{error} {INLINE_HINT}") from None
        raise
    client = client_for(settings)
    problem = client.log_problem()
    if problem:
        pulumi.log.warn(problem)
    yield client


def as_output(lookup: Callable[_P, _T]) -> OutputLookup[_T]:
    """Make the ``…_output`` form of a lookup, which takes Pulumi inputs and gives an output."""

    @functools.wraps(lookup)
    def output(*args: Any, provider: Provider | None = None, **kwargs: Any) -> pulumi.Output[_T]:
        configuration = getattr(provider, "configuration", None)
        if configuration is None:
            note_lookup()

        async def look(given: dict[str, Any]) -> _T:
            found = given["configuration"]
            if _without_credentials(found):
                return cast("_T", pulumi.UNKNOWN)
            call = functools.partial(lookup, *given["args"], **given["kwargs"], provider=found)
            # In a thread of its own, so that the program's other resources go on meanwhile.
            try:
                return await asyncio.get_running_loop().run_in_executor(None, _with_context(call))
            except TrustHubError as error:
                # Nobody can catch an error in an output; with a RunError the program ends with one
                # line.
                raise pulumi.RunError(str(error)) from None

        arguments = {
            "args": list(args),
            "kwargs": kwargs,
            # A secret token would turn every SID of the result into a secret.
            "configuration": pulumi.Output.unsecret(pulumi.Output.from_input(configuration)),
        }
        return pulumi.Output.from_input(cast("Any", arguments)).apply(look)

    output.__name__ = f"{lookup.__name__}_output"
    output.__doc__ = f"Do what :func:`{lookup.__name__}` does, with Pulumi's inputs and outputs."
    return output


def as_secret_output(lookup: Callable[_P, _T], as_plain: Callable[[_T], _T]) -> OutputLookup[_T]:
    """Make the ``…_output`` form of a lookup whose results hold personal data: a secret.

    ``as_plain`` takes the guard off the personal data, because the whole output is guarded.
    """
    plain = as_output(lookup)

    @functools.wraps(plain)
    def output(*args: Any, **kwargs: Any) -> pulumi.Output[_T]:
        return pulumi.Output.secret(cast("Any", plain(*args, **kwargs))).apply(as_plain)

    output.__doc__ = f"{output.__doc__}  The output is a secret."
    return output


def _with_context(call: Callable[[], _T]) -> Callable[[], _T]:
    """Let a call in another thread see the program's configuration, which is a context variable."""
    context = contextvars.copy_context()
    return lambda: context.run(call)


def _configuration(provider: Provider | Mapping[str, str] | None) -> Callable[[str], str | None]:
    if provider is None:
        return stack_configuration
    given: Mapping[str, Any] = getattr(provider, "configuration", None) or cast("Any", provider)
    unknown = [key for key, value in given.items() if not isinstance(value, str)]
    hidden = [key for key in unknown if isinstance(given[key], pulumi.Output)]
    if hidden:
        raise ConfigurationError(
            f"{', '.join(hidden)} of the provider is an output, which a plain lookup cannot read: "
            f"use the …_output form of it."
        )
    return given.get


def _without_credentials(configuration: Mapping[str, str] | None) -> bool:
    """Tell whether a preview has no credentials, and warn once if so."""
    if not pulumi.runtime.is_dry_run():
        return False
    if configured_account(_configuration(configuration), os.environ) is not None:
        return False
    # Remembered on the stack, for one process may run several programs; the plugin, which builds a
    # component for another process's stack, has none.
    program = pulumi.runtime.get_root_resource() or native_form()
    if not hasattr(program, _WARNED):
        setattr(program, _WARNED, True)
        pulumi.log.warn(
            "No Twilio credentials are configured, so what Trust Hub lookups would find is unknown "
            "in this preview."
        )
    return True
