"""The provider classes that every state refers to by a pickled name.

The engine stores such a reference with each resource; refresh and destroy load the class by it,
whatever version of the package is installed by then.  So neither this module nor a class in it is
ever renamed.
"""

from __future__ import annotations

from pulumi_trusthub._core.handlers.registry import HANDLERS

from .adapter import DynamicProvider


class AddressProvider(DynamicProvider):
    """The provider of ``Address``."""

    handler = HANDLERS["Address"]


class ChannelEndpointAssignmentProvider(DynamicProvider):
    """The provider of ``ChannelEndpointAssignment``."""

    handler = HANDLERS["ChannelEndpointAssignment"]


class ChannelEndpointAssignmentsProvider(DynamicProvider):
    """The provider of ``ChannelEndpointAssignments``."""

    handler = HANDLERS["ChannelEndpointAssignments"]


class CustomerProfileProvider(DynamicProvider):
    """The provider of ``CustomerProfile``."""

    handler = HANDLERS["CustomerProfile"]


class EndUserProvider(DynamicProvider):
    """The provider of ``EndUser``."""

    handler = HANDLERS["EndUser"]


class EntityAssignmentProvider(DynamicProvider):
    """The provider of ``EntityAssignment``."""

    handler = HANDLERS["EntityAssignment"]


class EvaluationProvider(DynamicProvider):
    """The provider of ``Evaluation``."""

    handler = HANDLERS["Evaluation"]


class SubmissionProvider(DynamicProvider):
    """The provider of ``Submission``."""

    handler = HANDLERS["Submission"]


class SupportingDocumentProvider(DynamicProvider):
    """The provider of ``SupportingDocument``."""

    handler = HANDLERS["SupportingDocument"]


class TrustProductProvider(DynamicProvider):
    """The provider of ``TrustProduct``."""

    handler = HANDLERS["TrustProduct"]


PROVIDERS: dict[str, DynamicProvider] = {
    provider.handler.type_name: provider()
    for provider in (
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
}
"""The provider of each resource type, by the type's name."""
