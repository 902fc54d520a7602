"""The handler of each resource type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .addresses import AddressHandler
from .assignments import ChannelEndpointAssignmentHandler, EntityAssignmentHandler
from .bulk_assignments import ChannelEndpointAssignmentsHandler
from .bundles import CustomerProfileHandler, TrustProductHandler
from .entities import EndUserHandler, SupportingDocumentHandler
from .evaluations import EvaluationHandler
from .submissions import SubmissionHandler

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .base import Handler

HANDLERS: Mapping[str, Handler] = {
    handler.type_name: handler
    for handler in (
        AddressHandler(),
        ChannelEndpointAssignmentHandler(),
        ChannelEndpointAssignmentsHandler(),
        CustomerProfileHandler(),
        EndUserHandler(),
        EntityAssignmentHandler(),
        EvaluationHandler(),
        SubmissionHandler(),
        SupportingDocumentHandler(),
        TrustProductHandler(),
    )
}
"""The handlers by type name, such as ``TrustProduct``."""
