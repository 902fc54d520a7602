"""The problems of an account, and the next step for each."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from pulumi_trusthub._core.model.errors import (
    AuthenticationError,
    ConfigurationError,
    NotFoundError,
    PermissionDeniedError,
    WrongAccountError,
)
from pulumi_trusthub._core.model.refs import BundleKind

from .caching_client import CachingClient
from .check_names import ABOUT, ACCOUNT, CREDENTIALS
from .checks import CHECKS, Finding
from .snapshot import AccountSnapshot, read_account

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pulumi_trusthub._core.api.client import TrustHubClient

_UNREADABLE = "the account cannot be read"


@dataclass(frozen=True, kw_only=True)
class CheckOutcome:
    """The outcome of one check.

    Attributes:
        about: The condition of a pass.
        outcome: ``passed``, ``found`` or ``skipped``.
        why: Why the check was skipped.
    """

    check: str
    about: str
    outcome: Literal["passed", "found", "skipped"]
    why: str | None = None


@dataclass
class DoctorReport:
    """The checks that were made, and their findings.

    Attributes:
        account_sid: The account, where one is configured.
        omissions: Which bundles could not be looked at, in sentences.
    """

    account_sid: str | None = None
    checks: list[CheckOutcome] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    omissions: list[str] = field(default_factory=list)

    def add(self, check: str, findings: list[Finding]) -> None:
        """Record the findings of a check."""
        self.findings += findings
        outcome: Literal["found", "passed"] = "found" if findings else "passed"
        self.checks.append(CheckOutcome(check=check, about=ABOUT[check], outcome=outcome))

    def replace(self, check: str, findings: list[Finding]) -> None:
        """Record the findings of a check in the place of its outcome so far."""
        self.checks = [it for it in self.checks if it.check != check]
        self.add(check, findings)

    def skip(self, check: str, why: str) -> None:
        """Record a check that could not be made."""
        self.checks.append(
            CheckOutcome(check=check, about=ABOUT[check], outcome="skipped", why=why)
        )

    def look_at(self, survey: AccountSnapshot, checks: Iterable[str]) -> None:
        """Make checks of a snapshot, which send no request."""
        self.omissions = survey.omissions()
        for check in checks:
            why = _not_applicable(check, survey)
            if why is None:
                self.add(check, list(CHECKS[check](survey)))
            else:
                self.skip(check, why)


def examine(
    connect: Callable[[], TrustHubClient],
    *,
    without: frozenset[str],
    on_progress: Callable[[int, int], None],
) -> DoctorReport:
    """Run every check.

    ``connect`` gives the client of the account, or raises the problem with the settings.

    Raises:
        TrustHubError: Twilio did not answer, or not in a documented form.
    """
    checkup = DoctorReport()
    rest = [check for check in ABOUT if check not in without | {CREDENTIALS, ACCOUNT}]
    client = _credentials(checkup, connect)
    if client is None or not _account(checkup, client):
        for check in rest:
            checkup.skip(check, _UNREADABLE)
        return checkup
    try:
        survey = read_account(client, on_progress)
    except (AuthenticationError, PermissionDeniedError, ConfigurationError) as error:
        checkup.replace(ACCOUNT, [_unreadable(client, error)])
        for check in rest:
            checkup.skip(check, _UNREADABLE)
        return checkup
    checkup.look_at(survey, rest)
    return checkup


def _credentials(
    checkup: DoctorReport, connect: Callable[[], TrustHubClient]
) -> TrustHubClient | None:
    try:
        client = CachingClient(connect())
        checkup.account_sid = client.account_sid
        with suppress(WrongAccountError):  # the credentials are good; the next check tells it
            next(client.records(BundleKind.CUSTOMER_PROFILE.collection), None)
    except ConfigurationError as error:
        finding = Finding(
            check=CREDENTIALS,
            message=str(error),
            next_step="Set the environment as it says; Twilio's Console shows SID and token.",
        )
    except (AuthenticationError, PermissionDeniedError) as error:
        finding = Finding(
            check=CREDENTIALS,
            message=str(error),
            next_step="Copy the account SID and its token from Twilio's Console once more, or make "
            "a standard API key.",
        )
    else:
        checkup.add(CREDENTIALS, [])
        return client
    checkup.add(CREDENTIALS, [finding])
    checkup.skip(ACCOUNT, _UNREADABLE)
    return None


def _account(checkup: DoctorReport, client: TrustHubClient) -> bool:
    try:
        client.verify_credentials()
        record = client.get(f"Accounts/{client.account_sid}.json")
    except WrongAccountError as error:
        finding = Finding(
            check=ACCOUNT,
            message=str(error),
            next_step="Set TWILIO_ACCOUNT_SID to the account that the API key belongs to.",
        )
        checkup.add(ACCOUNT, [finding])
        return False
    except (AuthenticationError, PermissionDeniedError, NotFoundError):
        checkup.skip(ACCOUNT, "an API key may not read its account")
        return True
    status = record.get("status")
    if status in {None, "active"}:
        checkup.add(ACCOUNT, [])
        return True
    finding = Finding(
        check=ACCOUNT,
        message=f"Account {client.account_sid} is {status}: its numbers take and make no calls.",
        next_step="Ask Twilio's support, or pay what is due, to have it active again.",
    )
    checkup.add(ACCOUNT, [finding])
    return True


def _unreadable(client: TrustHubClient, error: Exception) -> Finding:
    """Make the finding of good credentials that do not open the configured account."""
    return Finding(
        check=ACCOUNT,
        message=f"The credentials are good, but do not open account {client.account_sid}: {error}",
        next_step="Set TWILIO_ACCOUNT_SID to the account that the API key belongs to, or use that "
        "account's own token: a subaccount's key does not open its parent.",
    )


def _not_applicable(check: str, survey: AccountSnapshot) -> str | None:
    """Say why a check does not apply to this account."""
    return str(survey.unread) if check == "released-numbers" and survey.unread else None
