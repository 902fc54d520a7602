"""The account's primary customer profile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

from pulumi_trusthub._core.model.errors import LookupFailedError, TrustHubError
from pulumi_trusthub._core.model.policies import NOT_PRIMARY, PRIMARY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pulumi_trusthub._core.api.client import TrustHubClient
    from pulumi_trusthub._core.model.results import CustomerProfileResult

NEEDS_NONE = (
    "needs none where its parent has one: give the SID of the parent's to an IsvCustomer as "
    "primary_customer_profile_sid=, or a profile of the subaccount itself to another component as "
    "customer_profile_sid=; the numbers of the parent's own business go onto the parent's profile, "
    "with the parent's credentials"
)
"""What a subaccount does without a primary profile; the sentence's subject comes before."""

_CONSOLE = (
    "make and submit it in Twilio's Console (Trust Hub), the only place where that can be done, "
    "and run this again once its review, of a day or so, is over"
)


class Profile(Protocol):
    """A customer profile of any class."""

    @property
    def policy_sid(self) -> str | None:
        """The profile's policy."""
        ...


_P = TypeVar("_P", bound=Profile)


def primary_policies(policy_sids: Iterable[str | None]) -> frozenset[str | None]:
    """Choose the policies of primary profiles among the policies of an account's profiles.

    Policies may change.  So where no profile has a policy that is known to be a primary profile's,
    any policy may be one, unless it surely belongs to another kind of profile.
    """
    found = frozenset(policy_sids)
    return (found & PRIMARY) or (found - NOT_PRIMARY.keys())


def primary_profiles(profiles: Iterable[_P]) -> list[_P]:
    """Choose the primary profiles among all profiles of an account, whatever their status."""
    found = list(profiles)
    policies = primary_policies(it.policy_sid for it in found)
    return [it for it in found if it.policy_sid in policies]


def no_primary_profile(
    client: TrustHubClient,
    profiles: Iterable[CustomerProfileResult],
    friendly_name: str | None = None,
) -> LookupFailedError:
    """Make the error for an account without an approved primary profile.

    The account is asked here whether it is a subaccount; an API key may not read the answer.
    """
    account_sid, owner = client.account_sid, _owner(client)
    named = f" named {friendly_name!r}" if friendly_name else ""
    text = f"There is no approved primary customer profile{named}"
    if owner not in {None, account_sid}:
        text += f" in account {account_sid}, a subaccount of {owner}: it {NEEDS_NONE}."
    else:
        text += f": {_CONSOLE}."
        if owner is None:
            text += f" If account {account_sid} is a subaccount, it {NEEDS_NONE}."
    return LookupFailedError(f"{text} {_listed(profiles)}")


def several_primary_profiles(profiles: Iterable[CustomerProfileResult]) -> LookupFailedError:
    """Make the error for an account with several approved primary profiles."""
    return LookupFailedError(
        f"There are several approved primary customer profiles; say which one with "
        f"friendly_name, or give its SID. {_listed(profiles)}"
    )


def _owner(client: TrustHubClient) -> str | None:
    """Read which account owns the account: a subaccount's parent, a main account itself."""
    try:
        owner = client.get(f"Accounts/{client.account_sid}.json").get("owner_account_sid")
    except TrustHubError:
        return None
    return owner if isinstance(owner, str) else None


def _listed(profiles: Iterable[CustomerProfileResult]) -> str:
    return f"The account has: {', '.join(map(_brief, profiles)) or 'none'}."


def _brief(profile: CustomerProfileResult) -> str:
    """Name a profile with its status, and its kind where that is surely not primary."""
    kind = NOT_PRIMARY.get(profile.policy_sid or "")
    status = f"{profile.status}, a {kind} profile" if kind else profile.status
    return f"{profile.sid} ({profile.friendly_name}, {status})"
