"""The configuration of a new project: looked up where Twilio knows it, else to be filled in."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from functools import partial

from pulumi_trusthub._core.api.concurrency import within
from pulumi_trusthub._core.model.config import configured_account
from pulumi_trusthub._core.model.errors import TrustHubError, counted
from pulumi_trusthub._core.model.refs import BundleKind
from pulumi_trusthub._core.model.results import CustomerProfileResult, read_as
from pulumi_trusthub._core.model.statuses import is_approved
from pulumi_trusthub._core.rules.primary_profile import primary_profiles
from pulumi_trusthub.cli.console import connected, note

TODO = "CHANGE-ME"
"""The mark of a value to fill in; no check of a program takes the mark."""

MOST_NUMBERS = 100
_SECONDS = 30.0
"""Seconds after which an account is not waited for: the project is of use without it, too."""

_HEAD = """\
# What the program reads, for the stack dev. Where CHANGE-ME stands, only you know the value; this
# file and `pulumi config set` change it alike.
config:
"""
_SECRETS = {
    "isv-customer": {
        "businessInformation": "business_name",
        "authorizedRepresentative": "first_name",
        "address": "street",
    },
    "voice-integrity": {"voiceIntegrityInformation": "use_case"},
}
"""Keys of business and personal data, each with the first of its attributes."""


@dataclass(frozen=True)
class _Known:
    """Facts about an account.

    Attributes:
        account: The account's SID, None without an account.
        email: The e-mail address of the approved business profile.
        profile: The SID of that profile.
        numbers: The numbers in E.164.
    """

    account: str | None = None
    email: str | None = None
    profile: str | None = None
    numbers: tuple[str, ...] = ()


def configuration(onboarding: str, project: str) -> str:
    """Write the configuration of an onboarding, with the facts that the account shows."""
    known = _known()
    lines = [
        # First: `pulumi config set` would take comments behind a list into the list.
        *_numbers(onboarding, project, known),
        "# Where Twilio writes when the status changes.",
        f"{project}:email: {json.dumps(known.email or TODO)}",
    ]
    if onboarding == "cnam":
        lines += [
            "# The name that called parties see: 1 to 15 letters, digits, periods, commas, spaces.",
            f"{project}:displayName: {TODO}",
        ]
    whose = "Your own" if onboarding == "isv-customer" else "The"
    lines += [
        f"# {whose} approved business profile; without it, the account's only one is looked up.",
        f"{'' if known.profile else '# '}{project}:customerProfileSid: {known.profile or TODO}",
        "# Without a submission a stack can be taken down at any time; a review takes days.",
        f'# {project}:submit: "false"',
    ]
    secrets = _SECRETS.get(onboarding, {})
    if secrets:
        lines += [
            "# Data of a business and of people does not belong into this file in plain: set it as",
            "# a secret, once the stack is made. test_program.py shows all attributes.",
            *(
                f'#   pulumi config set --secret {key} \'{{"{first}": "…", …}}\''
                for key, first in secrets.items()
            ),
        ]
    return _HEAD + "".join(f"  {line}\n" for line in lines)


def _numbers(onboarding: str, project: str, known: _Known) -> list[str]:
    count = len(known.numbers)
    some = f" The first {MOST_NUMBERS} of {count:,}." if count > MOST_NUMBERS else ""
    listed = [f'- "{number}"' for number in known.numbers[:MOST_NUMBERS] or [TODO]]
    key = f"{project}:phoneNumbers:"
    if onboarding == "direct-customer":
        about = (
            "# Numbers in E.164, by the SID of the account that owns them: add subaccounts here."
        )
        return [about + some, key, f"  {known.account or TODO}:", *(f"    {it}" for it in listed)]
    about = "# Numbers of the account in E.164."
    if onboarding == "isv-customer":
        about = "# The customer's numbers in E.164: take out those of your other customers."
    return [about + some, key, *(f"  {it}" for it in listed)]


def _known() -> _Known:
    """Look at the account whose credentials are in the environment, if any are."""
    account = configured_account(lambda _: None, os.environ)
    if account is None:
        note(f"No credentials in the environment: the configuration has {TODO} in it.")
        return _Known()
    try:
        return within(_SECONDS, partial(_looked_up, account))
    except (TrustHubError, TimeoutError) as error:
        why = str(error) or f"Twilio took longer than {_SECONDS:.0f} seconds."
        note(f"Nothing was looked up, so the configuration has {TODO} in it: {why}")
        return _Known()


def _looked_up(account: str) -> _Known:
    client = connected()
    records = list(client.records(BundleKind.CUSTOMER_PROFILE.collection))
    approved = {record["sid"]: record for record in records if is_approved(record)}
    profiles = [read_as(CustomerProfileResult, record) for record in records]
    found = [it.sid for it in primary_profiles(profiles) if it.sid in approved]
    [profile] = found if len(found) == 1 else [None]
    read = (it.get("phone_number") for it in client.phone_numbers(account))
    numbers = tuple(str(number) for number in read if number)
    told = "no approved business profile" if not found else counted(len(found), "business profile")
    note(f"Looked up: {told}, {counted(len(numbers), 'number')}.")
    email = approved[profile].get("email") if profile else None
    return _Known(account, email, profile, numbers)
