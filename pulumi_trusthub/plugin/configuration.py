"""The configuration of a provider instance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pulumi_trusthub._core.model.config import ACCOUNT_SID, same_setting
from pulumi_trusthub._core.model.fields import Unknown

from .catalogue import PACKAGE, SETTINGS
from .protocol import provider_pb2
from .wire import read, write

if TYPE_CHECKING:
    from google.protobuf import struct_pb2

_SECRETS = frozenset(name for name, setting in SETTINGS.items() if setting.secret)


def check(request: provider_pb2.CheckRequest) -> provider_pb2.CheckResponse:
    """Mark the secrets; whether the credentials are right shows when they are used."""
    given, secrets = read(request.news)
    return provider_pb2.CheckResponse(inputs=write(given, _SECRETS | secrets))


def diff(request: provider_pb2.DiffRequest) -> provider_pb2.DiffResponse:
    """Compare two configurations: another account has other objects, so all are replaced.

    An account that was in the environment before is the same as far as anybody knows.
    """
    olds, news = read(request.old_inputs).values, read(request.news).values
    olds = olds or read(request.olds).values
    kind = provider_pb2.DiffResponse
    changed = [
        name
        for name in SETTINGS
        if not same_setting(name, olds.get(name), news.get(name))
        or isinstance(news.get(name), Unknown)
    ]
    before, now = olds.get(ACCOUNT_SID), news.get(ACCOUNT_SID)
    is_other = ACCOUNT_SID in changed and isinstance(before, str) and isinstance(now, str)
    return kind(
        changes=kind.DIFF_SOME if changed else kind.DIFF_NONE,
        diffs=changed,
        replaces=[ACCOUNT_SID] if is_other else [],
    )


def configuration(arguments: struct_pb2.Struct) -> dict[str, str]:
    """Give the known values of a configuration, by keys such as ``trusthub:accountSid``.

    In a preview a value may be unknown, such as the token of a subaccount that is yet to be made.
    """
    return {
        f"{PACKAGE}:{name}": str(value)
        for name, value in read(arguments).values.items()
        if name in SETTINGS and not isinstance(value, Unknown)
    }
