"""A report of an account: bundles, numbers, findings, and the changes since an earlier report."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime, timezone
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pulumi_trusthub._core.model.errors import LookupFailedError

from . import attestations
from .checks import CHECKS, Finding
from .doctor import CheckOutcome, DoctorReport
from .snapshot import read_account

if TYPE_CHECKING:
    from collections.abc import Callable

    from pulumi_trusthub._core.api.client import TrustHubClient

Change = Literal["new", "changed", "removed"]


@dataclass(frozen=True, kw_only=True)
class BundleChange:
    """A bundle that is new, has changed, or is gone.

    Attributes:
        kind: ``customer profile`` or ``trust product``.
        change: ``new``, ``changed`` or ``removed``.
        details: What has changed, in words; empty for a new or removed bundle.
        gained: The numbers that were put on the bundle, in E.164 or by SID.
        lost: The numbers that were taken off it.
    """

    sid: str
    kind: str
    friendly_name: str
    change: Change
    details: list[str]
    gained: list[str]
    lost: list[str]


@dataclass(frozen=True, kw_only=True)
class NumberChange:
    """A number that is new, signs with something else, or is gone.

    Attributes:
        phone_number: In E.164, where an account that was read has owned it.
        before: ``A``, ``B``, ``released`` or ``undecided``; None for a new number.
        after: The same now; None for a number that is gone.
        is_subaccounts: Whether a subaccount has owned the number, so that a report has it only as
            long as the number is on a bundle.
    """

    sid: str
    phone_number: str | None
    before: str | None
    after: str | None
    is_subaccounts: bool = False


@dataclass(frozen=True, kw_only=True)
class ReportChanges:
    """The differences between a report and an earlier one.

    Attributes:
        since: When the earlier report was read.
        new_findings: The findings that the earlier report did not have.
        resolved_findings: The earlier findings that are no more.
        not_compared: The checks that only one of the two reports has made.
    """

    since: str
    bundles: list[BundleChange]
    numbers: list[NumberChange]
    new_findings: list[Finding]
    resolved_findings: list[Finding]
    not_compared: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        """Whether there is any difference."""
        return bool(self.bundles or self.numbers or self.new_findings or self.resolved_findings)


class AccountReport(BaseModel):
    """An account as it was at a time, without e-mail addresses and attributes.

    Attributes:
        read_at: When it was read, ISO 8601 in UTC.
        version: The version of this package that read it.
        bundles: The customer profiles, then the trust products.
        phone_numbers: Every number of the account, and those of subaccounts on its bundles.
        summary: How many numbers sign with ``A`` and ``B``, are ``released`` and ``undecided``.
        omissions: What is missing from the report, in sentences.
        changes: What changed since an earlier report, if the report was compared with any.
    """

    model_config = ConfigDict(frozen=True)

    account_sid: str
    read_at: str
    version: str
    bundles: list[attestations.BundleStatus]
    phone_numbers: list[attestations.NumberStatus]
    summary: dict[attestations.Standing, int] = Field(min_length=4)  # each of the four
    checks: list[CheckOutcome]
    findings: list[Finding]
    omissions: list[str]
    changes: ReportChanges | None = None

    @cached_property
    def names(self) -> dict[str, str]:
        """The numbers in E.164 by SID; a number without an owner has its SID for a name."""
        return {it.sid: it.phone_number or it.sid for it in self.phone_numbers}

    def standing(self, number: attestations.NumberStatus) -> attestations.Standing:
        """Give the attestation of a number, or whether the number is released or undecided."""
        return number.attestation or ("undecided" if self.summary["undecided"] else "released")


def read_report(
    client: TrustHubClient,
    *,
    version: str,
    without: frozenset[str],
    on_progress: Callable[[int, int], None],
) -> AccountReport:
    """Read an account once, and check it."""
    survey = read_account(client, on_progress)
    checkup = DoctorReport(survey.account_sid)
    checkup.look_at(survey, [check for check in CHECKS if check not in without])
    numbers = attestations.number_standings(survey)
    summary = attestations.count_standings(survey, numbers)
    count = summary["undecided"]
    return AccountReport(
        account_sid=survey.account_sid,
        read_at=datetime.now(timezone.utc).isoformat(timespec="seconds"),
        version=version,
        bundles=attestations.bundle_standings(survey),
        phone_numbers=numbers,
        summary=summary,
        checks=checkup.checks,
        findings=checkup.findings,
        omissions=checkup.omissions
        + ([attestations.undecided_numbers(survey, count)] if count else []),
    )


def load_report(text: bytes, name: str) -> AccountReport:
    """Read a report that was written as JSON.

    Raises:
        LookupFailedError: The text is no report.
    """
    try:
        whole = as_loaded(json.dumps(json.loads(text), ensure_ascii=False))
        return AccountReport.model_validate_json(whole)
    except ValidationError as error:
        first = error.errors()[0]
        why = f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
    except RecursionError:
        why = "it is nested too deeply"
    except ValueError as error:
        why = str(error)
    raise LookupFailedError(
        f"{name} is no report that `pulumi-trusthub report --format json` has written: {why}."
    )


def as_loaded(text: str) -> str:
    """Replace each half of a surrogate pair: a name of Twilio's may hold it, pydantic cannot."""
    return text.encode(errors="replace").decode()
