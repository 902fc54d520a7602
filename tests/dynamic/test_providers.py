"""What is in every user's state: it may never change."""

from __future__ import annotations

import base64
import pickle
import pickletools

import dill  # type: ignore[import-untyped]
import pytest
from pulumi.dynamic import ResourceProvider
from pulumi.dynamic.dynamic import serialize_provider

import pulumi_trusthub
from pulumi_trusthub.dynamic.providers import (
    AddressProvider,
    ChannelEndpointAssignmentProvider,
    ChannelEndpointAssignmentsProvider,
    CustomerProfileProvider,
    EndUserProvider,
    EntityAssignmentProvider,
    EvaluationProvider,
    SubmissionProvider,
    SupportingDocumentProvider,
    TrustProductProvider,
)

# Written by pickle protocol 4 (Python up to 3.13).
PINNED: dict[type[ResourceProvider], tuple[str, str]] = {
    TrustProductProvider: (
        "TrustProduct",
        (
            "gASVQQAAAAAAAACMIXB1bHVtaV90cnVzdGh1Yi5keW5hbWljLnByb3ZpZGVyc5SMFFRydXN0UHJvZHVj"
            "dFByb3ZpZGVylJOUKVKULg=="
        ),
    ),
    EntityAssignmentProvider: (
        "EntityAssignment",
        (
            "gASVRQAAAAAAAACMIXB1bHVtaV90cnVzdGh1Yi5keW5hbWljLnByb3ZpZGVyc5SMGEVudGl0eUFzc2ln"
            "bm1lbnRQcm92aWRlcpSTlClSlC4="
        ),
    ),
    ChannelEndpointAssignmentProvider: (
        "ChannelEndpointAssignment",
        (
            "gASVTgAAAAAAAACMIXB1bHVtaV90cnVzdGh1Yi5keW5hbWljLnByb3ZpZGVyc5SMIUNoYW5uZWxFbmRw"
            "b2ludEFzc2lnbm1lbnRQcm92aWRlcpSTlClSlC4="
        ),
    ),
    SubmissionProvider: (
        "Submission",
        (
            "gASVPwAAAAAAAACMIXB1bHVtaV90cnVzdGh1Yi5keW5hbWljLnByb3ZpZGVyc5SMElN1Ym1pc3Npb25Q"
            "cm92aWRlcpSTlClSlC4="
        ),
    ),
    CustomerProfileProvider: (
        "CustomerProfile",
        (
            "gASVRAAAAAAAAACMIXB1bHVtaV90cnVzdGh1Yi5keW5hbWljLnByb3ZpZGVyc5SMF0N1c3RvbWVyUHJv"
            "ZmlsZVByb3ZpZGVylJOUKVKULg=="
        ),
    ),
    EvaluationProvider: (
        "Evaluation",
        (
            "gASVPwAAAAAAAACMIXB1bHVtaV90cnVzdGh1Yi5keW5hbWljLnByb3ZpZGVyc5SMEkV2YWx1YXRpb25Q"
            "cm92aWRlcpSTlClSlC4="
        ),
    ),
    EndUserProvider: (
        "EndUser",
        (
            "gASVPAAAAAAAAACMIXB1bHVtaV90cnVzdGh1Yi5keW5hbWljLnByb3ZpZGVyc5SMD0VuZFVzZXJQcm92"
            "aWRlcpSTlClSlC4="
        ),
    ),
    SupportingDocumentProvider: (
        "SupportingDocument",
        (
            "gASVRwAAAAAAAACMIXB1bHVtaV90cnVzdGh1Yi5keW5hbWljLnByb3ZpZGVyc5SMGlN1cHBvcnRpbmdE"
            "b2N1bWVudFByb3ZpZGVylJOUKVKULg=="
        ),
    ),
    ChannelEndpointAssignmentsProvider: (
        "ChannelEndpointAssignments",
        (
            "gASVTwAAAAAAAACMIXB1bHVtaV90cnVzdGh1Yi5keW5hbWljLnByb3ZpZGVyc5SMIkNoYW5uZWxFbmRw"
            "b2ludEFzc2lnbm1lbnRzUHJvdmlkZXKUk5QpUpQu"
        ),
    ),
    AddressProvider: (
        "Address",
        (
            "gASVPAAAAAAAAACMIXB1bHVtaV90cnVzdGh1Yi5keW5hbWljLnByb3ZpZGVyc5SMD0FkZHJlc3NQcm92"
            "aWRlcpSTlClSlC4="
        ),
    ),
}
BY_REFERENCE = {"PROTO", "FRAME", "SHORT_BINUNICODE", "MEMOIZE", "STACK_GLOBAL", "EMPTY_TUPLE"}
BY_REFERENCE |= {"REDUCE", "STOP"}


@pytest.mark.parametrize("provider", PINNED, ids=lambda p: p.__name__)
def test_the_pickled_provider_stays_the_same(provider: type[ResourceProvider]) -> None:
    """A string of an old state still loads, and a new one is the same."""
    pinned = PINNED[provider][1]

    assert type(dill.loads(base64.b64decode(pinned))) is provider  # noqa: S301 - our own
    assert _at_protocol_4(provider()) == pinned


@pytest.mark.parametrize(("protocol", "beginning"), [(4, "gASV"), (5, "gAWV")])
@pytest.mark.parametrize("provider", PINNED, ids=lambda p: p.__name__)
def test_either_protocol_is_pinned(
    provider: type[ResourceProvider],
    protocol: int,
    beginning: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Python 3.14 pickles with protocol 5: one character differs, and each loads the other's."""
    monkeypatch.setattr(pickle, "DEFAULT_PROTOCOL", protocol)

    written = serialize_provider(provider())

    assert beginning + PINNED[provider][1].removeprefix("gASV") == written
    assert type(dill.loads(base64.b64decode(written))) is provider  # noqa: S301 - our own


@pytest.mark.parametrize("provider", PINNED, ids=lambda p: p.__name__)
def test_a_provider_is_pickled_by_reference(provider: type[ResourceProvider]) -> None:
    """The string holds a module and a name, and no code or value."""
    opcodes = pickletools.genops(base64.b64decode(serialize_provider(provider())))

    assert {opcode.name for opcode, _, _ in opcodes} <= BY_REFERENCE
    assert provider.serialize_as_secret_always is False


@pytest.mark.parametrize("provider", PINNED, ids=lambda p: p.__name__)
def test_the_type_token_stays_the_same(provider: type[ResourceProvider]) -> None:
    """The token is part of every URN."""
    name = PINNED[provider][0]
    resource = getattr(pulumi_trusthub, name)

    assert resource._resource_type_name == f"dynamic/trusthub:{name}"
    assert "pulumi_trusthub.dynamic.providers" == provider.__module__
    assert provider.__name__ == f"{name}Provider"


def test_nothing_of_a_configured_provider_is_pickled() -> None:
    """Configuration, with its credentials, stays in the process."""
    provider = TrustProductProvider()
    provider._config = object()  # type: ignore[assignment]

    assert _at_protocol_4(provider) == PINNED[TrustProductProvider][1]


def test_a_thousand_providers_can_be_serialised() -> None:
    """The SDK's serialiser dies at the 320th or 488th that holds a dictionary."""
    strings = {serialize_provider(TrustProductProvider()) for _ in range(1_000)}

    assert 1 == len(strings)


def _at_protocol_4(provider: ResourceProvider) -> str:
    return base64.b64encode(dill.dumps(provider, protocol=4, recurse=True)).decode()
