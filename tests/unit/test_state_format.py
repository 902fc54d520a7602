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
from pulumi_trusthub.address import AddressProvider
from pulumi_trusthub.channel_endpoint_assignment import ChannelEndpointAssignmentProvider
from pulumi_trusthub.channel_endpoint_assignments import ChannelEndpointAssignmentsProvider
from pulumi_trusthub.customer_profile import CustomerProfileProvider
from pulumi_trusthub.end_user import EndUserProvider
from pulumi_trusthub.entity_assignment import EntityAssignmentProvider
from pulumi_trusthub.evaluation import EvaluationProvider
from pulumi_trusthub.submission import SubmissionProvider
from pulumi_trusthub.supporting_document import SupportingDocumentProvider
from pulumi_trusthub.trust_product import TrustProductProvider

# Written by pickle protocol 4 (Python up to 3.13).
PINNED: dict[type[ResourceProvider], tuple[str, str]] = {
    TrustProductProvider: (
        "TrustProduct",
        (
            "gASVPQAAAAAAAACMHXB1bHVtaV90cnVzdGh1Yi50cnVzdF9wcm9kdWN0lIwUVHJ1c3RQcm9kdWN0UHJvdmlkZXKUk5Qp"
            "UpQu"
        ),
    ),
    EntityAssignmentProvider: (
        "EntityAssignment",
        (
            "gASVRQAAAAAAAACMIXB1bHVtaV90cnVzdGh1Yi5lbnRpdHlfYXNzaWdubWVudJSMGEVudGl0eUFzc2lnbm1lbnRQcm92"
            "aWRlcpSTlClSlC4="
        ),
    ),
    ChannelEndpointAssignmentProvider: (
        "ChannelEndpointAssignment",
        (
            "gASVWAAAAAAAAACMK3B1bHVtaV90cnVzdGh1Yi5jaGFubmVsX2VuZHBvaW50X2Fzc2lnbm1lbnSUjCFDaGFubmVsRW5k"
            "cG9pbnRBc3NpZ25tZW50UHJvdmlkZXKUk5QpUpQu"
        ),
    ),
    SubmissionProvider: (
        "Submission",
        "gASVOAAAAAAAAACMGnB1bHVtaV90cnVzdGh1Yi5zdWJtaXNzaW9ulIwSU3VibWlzc2lvblByb3ZpZGVylJOUKVKULg==",
    ),
    CustomerProfileProvider: (
        "CustomerProfile",
        (
            "gASVQwAAAAAAAACMIHB1bHVtaV90cnVzdGh1Yi5jdXN0b21lcl9wcm9maWxllIwXQ3VzdG9tZXJQcm9m"
            "aWxlUHJvdmlkZXKUk5QpUpQu"
        ),
    ),
    EvaluationProvider: (
        "Evaluation",
        (
            "gASVOAAAAAAAAACMGnB1bHVtaV90cnVzdGh1Yi5ldmFsdWF0aW9ulIwSRXZhbHVhdGlvblByb3ZpZGVy"
            "lJOUKVKULg=="
        ),
    ),
    EndUserProvider: (
        "EndUser",
        "gASVMwAAAAAAAACMGHB1bHVtaV90cnVzdGh1Yi5lbmRfdXNlcpSMD0VuZFVzZXJQcm92aWRlcpSTlClSlC4=",
    ),
    SupportingDocumentProvider: (
        "SupportingDocument",
        (
            "gASVSQAAAAAAAACMI3B1bHVtaV90cnVzdGh1Yi5zdXBwb3J0aW5nX2RvY3VtZW50lIwaU3VwcG9ydGluZ0RvY3Vt"
            "ZW50UHJvdmlkZXKUk5QpUpQu"
        ),
    ),
    ChannelEndpointAssignmentsProvider: (
        "ChannelEndpointAssignments",
        (
            "gASVWgAAAAAAAACMLHB1bHVtaV90cnVzdGh1Yi5jaGFubmVsX2VuZHBvaW50X2Fzc2lnbm1lbnRzlIwiQ2hhbm5l"
            "bEVuZHBvaW50QXNzaWdubWVudHNQcm92aWRlcpSTlClSlC4="
        ),
    ),
    AddressProvider: (
        "Address",
        "gASVMgAAAAAAAACMF3B1bHVtaV90cnVzdGh1Yi5hZGRyZXNzlIwPQWRkcmVzc1Byb3ZpZGVylJOUKVKULg==",
    ),
}
BY_REFERENCE = {"PROTO", "FRAME", "SHORT_BINUNICODE", "MEMOIZE", "STACK_GLOBAL", "EMPTY_TUPLE"}
BY_REFERENCE |= {"REDUCE", "STOP"}


@pytest.mark.parametrize("provider", PINNED, ids=lambda p: p.__name__)
def test_the_pickled_provider_is_what_it_always_was(provider: type[ResourceProvider]) -> None:
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
def test_the_type_token_is_what_it_always_was(provider: type[ResourceProvider]) -> None:
    """The token is part of every URN."""
    name = PINNED[provider][0]
    resource = getattr(pulumi_trusthub, name)

    assert resource._resource_type_name == f"dynamic/trusthub:{name}"
    assert provider.__module__ == resource.__module__
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
