"""Valid inputs of each resource, and whatever else a program may pass."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st
from pulumi.output import Unknown

from pulumi_trusthub.dynamic.providers import (
    ChannelEndpointAssignmentProvider,
    ChannelEndpointAssignmentsProvider,
    CustomerProfileProvider,
    EntityAssignmentProvider,
    EvaluationProvider,
    SubmissionProvider,
    TrustProductProvider,
)

if TYPE_CHECKING:
    from pulumi_trusthub.dynamic.adapter import DynamicProvider

PROVIDERS = [
    TrustProductProvider(),
    EntityAssignmentProvider(),
    ChannelEndpointAssignmentProvider(),
    SubmissionProvider(),
    CustomerProfileProvider(),
    EvaluationProvider(),
    ChannelEndpointAssignmentsProvider(),
]
BU = "BU" + "1" * 32
PN = "PN" + "2" * 32
RN = "RN" + "3" * 32
PRODUCT = {"friendly_name": "Acme", "email": "a@example.com", "policy_sid": RN}
NUMBER = {
    "trust_product_sid": BU,
    "channel_endpoint_sid": PN,
    "channel_endpoint_type": "phone-number",
}
VALID: dict[DynamicProvider, dict[str, Any]] = {
    PROVIDERS[0]: {**PRODUCT, "status_callback": "https://example.com/x"},
    PROVIDERS[1]: {"customer_profile_sid": BU, "object_sid": "IT" + "4" * 32},
    PROVIDERS[2]: NUMBER,
    PROVIDERS[3]: {"trust_product_sid": BU, "triggers": {"a": [1.0, None]}},
    PROVIDERS[4]: PRODUCT,
    PROVIDERS[5]: {"customer_profile_sid": BU, "triggers": {"a": "b"}},
    PROVIDERS[6]: {
        "trust_product_sid": BU,
        "customer_profile_sid": "BU" + "5" * 32,
        "channel_endpoint_sids": [PN],
        "channel_endpoint_type": "phone-number",
    },
}
scalars = st.one_of(
    st.none(), st.booleans(), st.floats(allow_nan=False), st.text(max_size=40), st.builds(Unknown)
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)
names = st.sampled_from(
    sorted({name for provider in PROVIDERS for name in provider.handler.inputs.model_fields})
) | st.text(max_size=12)
properties = st.dictionaries(names, values, max_size=6)


def failed(provider: DynamicProvider, news: dict[str, Any]) -> dict[str, str]:
    """Check inputs and give reason by property."""
    result = provider.check({}, {**news, "__provider": "x"})
    return {failure.property: failure.reason for failure in result.failures}
