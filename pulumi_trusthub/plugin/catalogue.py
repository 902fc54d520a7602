"""The settings, defaults and functions of the plugin, beside the properties of the handlers.

The verbs and the generator of the schema read the same list, so that neither promises what the
other does not do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pulumi_trusthub._core.handlers.assignments import PHONE_NUMBER
from pulumi_trusthub._core.handlers.registry import HANDLERS
from pulumi_trusthub._core.model.errors import LookupFailedError
from pulumi_trusthub.dynamic.names import snake

if TYPE_CHECKING:
    from pulumi_trusthub._core.handlers.base import Handler

PACKAGE = "trusthub"
DEFAULTS = {"channel_endpoint_type": PHONE_NUMBER}
"""The default of each input that has any, which Check fills in."""

WITHOUT_SID = frozenset({"ChannelEndpointAssignments"})
"""The resources that stand for several objects, and so have no SID."""


class Setting(NamedTuple):
    """A setting of the provider.

    Attributes:
        kind: The type of its value in the schema.
        variables: The environment variables of its default.
    """

    kind: str
    variables: tuple[str, ...]
    description: str
    secret: bool = False


SETTINGS = {
    "accountSid": Setting(
        "string", ("TWILIO_ACCOUNT_SID",), "The account, `AC…`; needed with an API key too."
    ),
    "authToken": Setting(
        "string",
        ("TWILIO_AUTH_TOKEN",),
        "The account's token, unless there is an API key.",
        secret=True,
    ),
    "apiKey": Setting("string", ("TWILIO_API_KEY",), "An API key, `SK…`, instead of the token."),
    "apiSecret": Setting("string", ("TWILIO_API_SECRET",), "The API key's secret.", secret=True),
    "baseUrl": Setting(
        "string",
        ("TRUSTHUB_BASE_URL",),
        "One origin for both of Twilio's APIs, such as a simulator's.",
    ),
    "timeout": Setting("number", ("TRUSTHUB_TIMEOUT",), "Seconds for one request; 30 if left out."),
    "readLag": Setting(
        "number",
        ("TRUSTHUB_READ_LAG",),
        "Seconds for which Twilio's lists and evaluations may lag behind; 60 if left out.",
    ),
    "maxConcurrency": Setting(
        "integer",
        ("TRUSTHUB_MAX_CONCURRENCY",),
        "Requests under way at once, at the most; 16 if left out.",
    ),
    "expiryWarningDays": Setting(
        "number",
        ("TRUSTHUB_EXPIRY_WARNING_DAYS",),
        "Days before the end of an approval from which on a warning says so; 30 if left out.",
    ),
}
"""The settings of a provider, by the names of its configuration."""

FUNCTIONS = {
    "getChannelEndpointAssignments": "channelEndpointAssignments",
    "getCustomerProfiles": "customerProfiles",
    "getEndUserTypes": "endUserTypes",
    "getEndUsers": "endUsers",
    "getEntityAssignments": "entityAssignments",
    "getEvaluations": "evaluations",
    "getPhoneNumbers": "phoneNumbers",
    "getPolicies": "policies",
    "getPrimaryCustomerProfile": "",
    "getSupportingDocumentTypes": "supportingDocumentTypes",
    "getSupportingDocuments": "supportingDocuments",
    "getTrustProducts": "trustProducts",
}
"""The functions, and the name of the list that a function returns; empty for a single object."""

COMPONENTS = ("Cnam", "DirectCustomer", "IsvCustomer", "ShakenStir", "VoiceIntegrity")
"""The components, which :mod:`.construct` builds."""

SIDS = "sids"
"""The second result of a function that returns a list: the SIDs of the objects in the list."""


def handler_of(type_token: str) -> Handler:
    """Give the handler of a type such as ``trusthub:index:TrustProduct``.

    Raises:
        LookupFailedError: There is no such resource.
    """
    handler = HANDLERS.get(type_token.rpartition(":")[2])
    if handler is None:
        raise LookupFailedError(
            f"There is no resource {type_token}: the program wants another version of the plugin."
        )
    return handler


def outputs_of(handler: Handler) -> tuple[str, ...]:
    """Name the properties of a resource's state: inputs are outputs too."""
    sid = () if handler.type_name in WITHOUT_SID else ("sid",)
    return (*handler.inputs.model_fields, *handler.computed, "account_sid", *sid)


def defaults_of(handler: Handler) -> dict[str, str]:
    """Give the defaults of a resource's inputs."""
    return {k: v for k, v in DEFAULTS.items() if k in handler.inputs.model_fields}


NAMES = frozenset(
    {name for handler in HANDLERS.values() for name in outputs_of(handler)}
    | {snake(name) for name in FUNCTIONS}
    | {"phone_numbers", "object_type", "machine_name"}
)
"""The names in messages that other languages write in camelCase."""
