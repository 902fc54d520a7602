"""Is every difference between two reports told, and nothing else?"""

from __future__ import annotations

import dataclasses

import pytest
from reports import bundle, bundle_sid, e164, finding, number, number_sid, report, whole_account

from pulumi_trusthub._core.account.changes import compare
from pulumi_trusthub._core.account.report import BundleChange, NumberChange
from pulumi_trusthub._core.model.errors import LookupFailedError
from pulumi_trusthub.cli.report.groups import change_groups


def test_equal_reports_have_no_changes() -> None:
    """Only the time of the earlier one is told."""
    changes = compare(whole_account(3), whole_account(3))

    assert not changes
    assert "2026-01-02T03:04:05+00:00" == changes.since


def test_another_account_is_refused() -> None:
    """A comparison of two accounts says nothing of either."""
    with pytest.raises(LookupFailedError, match=r"of account AC2{32}, not of AC1{32}"):
        compare(report(account_sid="AC" + "2" * 32), report())


def test_bundles_come_go_and_change() -> None:
    """With what changed in words, and the numbers that each gained and lost by name."""
    numbers = [number(1), number(2)]
    earlier = report(
        bundle(0, "Acme", status="in-review", phone_number_sids=[number_sid(1)]),
        bundle(1, "Gone", customer_profile_sids=[bundle_sid(0)]),
        bundle(3, "Same"),
        numbers=numbers,
    )
    later = report(
        bundle(
            0,
            "Acme calls",
            reasons=["its approval ended on 2026-01-01"],
            valid_until="2026-01-01T00:00:00Z",
            customer_profile_sids=[bundle_sid(3)],
            phone_number_sids=[number_sid(2)],
        ),
        bundle(2, "Fresh", phone_number_sids=[number_sid(2)]),
        bundle(3, "Same"),
        numbers=numbers,
    )

    changed, gone, fresh = compare(earlier, later).bundles

    assert (
        BundleChange(
            sid=bundle_sid(0),
            kind="trust product",
            friendly_name="Acme calls",
            change="changed",
            details=[
                'renamed from "Acme"',
                "in-review → twilio-approved",
                "its approval ended on 2026-01-01",
                "approved until 2026-01-01",
                f"linked to {bundle_sid(3)}",
            ],
            gained=[e164(2)],
            lost=[e164(1)],
        )
        == changed
    )
    assert [("removed", "Gone", []), ("new", "Fresh", [e164(2)])] == [
        (it.change, it.friendly_name, it.gained) for it in (gone, fresh)
    ]


def test_a_link_that_went_is_told() -> None:
    """The product cannot sign with A any more."""
    earlier = report(bundle(1, customer_profile_sids=[bundle_sid(0)]))

    [change] = compare(earlier, report(bundle(1))).bundles

    assert [f"no longer linked to {bundle_sid(0)}"] == change.details


def test_numbers_come_go_and_sign_with_something_else() -> None:
    """A released number keeps its name from the earlier report."""
    earlier = report(numbers=[number(0), number(1), number(2, attestation="B"), number(3)])
    later = report(
        numbers=[
            number(0),
            number(2),
            number(3, attestation=None, phone_number=None),
            number(4, attestation="B"),
        ]
    )

    found = compare(earlier, later).numbers

    assert [
        NumberChange(sid=number_sid(1), phone_number=e164(1), before="A", after=None),
        NumberChange(sid=number_sid(2), phone_number=e164(2), before="B", after="A"),
        NumberChange(sid=number_sid(3), phone_number=e164(3), before="A", after="released"),
        NumberChange(sid=number_sid(4), phone_number=e164(4), before=None, after="B"),
    ] == sorted(found, key=lambda it: it.phone_number or "")


def test_a_finding_with_fewer_subjects_is_the_same_finding() -> None:
    """One number less on no profile resolves nothing; another check's finding is another one."""
    ending, rejected = "ending-approvals", "rejected-bundles"
    earlier = report(
        findings=[
            finding(ending, "It ends on Monday.", bundle_sid(0)),
            finding("numbers-without-profile", "Two numbers.", e164(0), e164(1)),
            finding(rejected, "It was rejected.", bundle_sid(1)),
        ]
    )
    later = report(
        findings=[
            finding(ending, "It ended on Monday.", bundle_sid(0)),
            finding("numbers-without-profile", "One number.", e164(1)),
            finding(rejected, "It was rejected, too.", bundle_sid(0)),
        ]
    )

    changes = compare(earlier, later)

    assert [later.findings[2]] == changes.new_findings
    assert [earlier.findings[2]] == changes.resolved_findings


def test_a_check_that_one_report_has_not_made_is_not_compared() -> None:
    """What was not looked for is neither resolved nor new."""
    earlier = report(findings=[finding("rejected-bundles", "It was rejected.", bundle_sid(1))])
    checks = [
        dataclasses.replace(it, outcome="skipped") if it.check == "rejected-bundles" else it
        for it in report().checks
    ]

    for one, other in (
        (earlier, report(checks=checks)),
        (report(checks=checks), earlier),
    ):
        changes = compare(one, other)

        assert [] == changes.new_findings == changes.resolved_findings
        assert ["rejected-bundles"] == changes.not_compared


def test_another_product_on_the_same_profile_is_another_finding() -> None:
    """The profile in both is not what the findings are about."""
    of_first, of_second = (
        finding("unapproved-profiles", f"Product {it} …", bundle_sid(it), bundle_sid(0))
        for it in (1, 2)
    )

    changes = compare(report(findings=[of_first]), report(findings=[of_first, of_second]))

    assert [of_second] == changes.new_findings


def test_an_approval_that_was_lost_is_no_approval_until_a_day() -> None:
    """The status says it."""
    approved = report(bundle(1, valid_until="2027-01-10T00:00:00Z"))
    rejected = report(bundle(1, status="twilio-rejected"))

    [change] = compare(approved, rejected).bundles

    assert ["twilio-approved → twilio-rejected"] == change.details


def test_a_subaccounts_number_off_its_bundles_is_not_said_to_be_gone() -> None:
    """A report has it only as long as it is on a bundle."""
    theirs = number(1, account_sid="AC" + "2" * 32)

    changes = compare(report(numbers=[theirs]), report())

    assert ["a subaccount's, on no bundle any more, before: A"] == [
        group.words for group in change_groups(changes)
    ]
