"""What both kinds of bundle resources have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar

import pulumi
from pulumi.dynamic import CheckFailure

from ._adopting import AdoptingProvider, adoptable, remembered
from ._bundles import (
    adopted_bundle,
    as_it_is,
    create_bundle,
    differences,
    missing_bundle,
    update_bundle,
)
from ._errors import ApiError
from ._ids import require_sid
from ._inputs import Email, Flag, Inputs, Known, PolicySid, Text, Url, holds_unknown
from ._resource import TrustHubResource
from ._status import warn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pulumi.dynamic import CheckResult

    from ._client import TrustHubClient
    from ._provider import Properties
    from .policies import Policy


class BundleInputs(Inputs):
    """The inputs of a bundle."""

    replaces: ClassVar[frozenset[str]] = frozenset({"policy_sid"})
    local: ClassVar[frozenset[str]] = frozenset({"adopt", "allow_replace"})
    for_create: ClassVar[frozenset[str]] = frozenset({"adopt"})

    friendly_name: Text
    email: Email
    policy_sid: PolicySid
    status_callback: Url | None = None
    adopt: Annotated[Any, adoptable("BU"), Known] = None
    allow_replace: Flag | None = None


class BundleProvider(AdoptingProvider):
    """Makes, reads, changes and deletes bundles of one kind.

    Attributes:
        collection: Which kind, as the API's paths have it.
    """

    inputs: ClassVar[type[BundleInputs]] = BundleInputs
    prefix = "BU"
    collection: ClassVar[str]

    def check(self, olds: Properties, news: Properties) -> CheckResult:
        """Refuse, beside what every check does, an unannounced change of the policy."""
        result = super().check(olds, news)
        result.failures.extend(CheckFailure(*problem) for problem in _replacing(olds, news))
        return result

    def existing(
        self, client: TrustHubClient, props: Properties, sid: str | None
    ) -> Properties | None:
        """Find the one of a SID, or of the same policy and name."""
        return adopted_bundle(client, self.collection, props, sid)

    def make_new(self, client: TrustHubClient, props: Properties) -> Properties:
        """Make a draft."""
        record = create_bundle(client, self.collection, props)
        client.made.add(record["sid"])
        return record

    def brought_to(
        self, client: TrustHubClient, record: Properties, props: Properties
    ) -> Properties:
        """Send the fields that differ."""
        try:
            return self._changed_to(client, record, props, differences(record, props))
        except ApiError as error:
            raise as_it_is(error, record) from error

    def explain_missing(self, client: TrustHubClient, id_: str) -> str:
        """Say so where it is a customer profile."""
        return missing_bundle(client, f"{self.collection}/{id_}")

    def look(self, client: TrustHubClient, id_: str, props: Properties) -> Properties | None:
        """Read it."""
        path = f"{self.collection}/{require_sid(id_, self.prefix, self.noun)}"
        record = client.find(path)
        return record and {**record, **remembered(props)}

    def change(
        self, client: TrustHubClient, id_: str, olds: Properties, news: Properties
    ) -> Properties:
        """Send the fields that differ; nothing is sent when only words to this package do."""
        record = self._changed_to(client, {**olds, "sid": id_}, news, differences(olds, news))
        return {**record, **remembered(olds)}

    def deleted(self, client: TrustHubClient, id_: str) -> bool:
        """Delete it; False when it was gone already."""
        return client.delete(f"{self.collection}/{require_sid(id_, self.prefix, self.noun)}")

    def called(self, id_: str, props: Properties) -> str:
        """Name one by SID and name."""
        return f"{id_} ({props.get('friendly_name')})"

    def _changed_to(
        self, client: TrustHubClient, record: Properties, wanted: Properties, changed: list[str]
    ) -> Properties:
        if not changed:
            return record
        path = f"{self.collection}/{record['sid']}"
        record = update_bundle(client, path, wanted, changed)
        if "status_callback" in changed and "status_callback" in differences(record, wanted):
            warn(
                f"the {self.noun} {record['sid']} ({record.get('friendly_name')}): Twilio kept "
                f"another status callback than the one it was given."
            )
        return record


def _replacing(olds: Properties, news: Properties) -> Iterator[tuple[str, str]]:
    old, new = olds.get("policy_sid"), news.get("policy_sid")
    if old is None or new is None or holds_unknown(new) or old == new:
        return
    if news.get("allow_replace") is not True:
        reason = (
            f"cannot be changed in place: another policy ({old} before) is another bundle, "
            f"whose review takes days; set allow_replace=True if that is meant"
        )
        yield "policy_sid", reason


class BundleResource(TrustHubResource, module="trusthub", name="BundleResource"):
    """What both kinds of bundle give a program."""

    friendly_name: pulumi.Output[str]
    """What people call it."""

    email: pulumi.Output[str]
    """Where Twilio writes when its status changes."""

    policy_sid: pulumi.Output[str]
    """The policy it has to comply with."""

    status_callback: pulumi.Output[str | None]
    """The URL that Twilio calls when its status changes."""

    status: pulumi.Output[str]
    """``draft``, ``pending-review``, ``in-review``, ``twilio-rejected`` or ``twilio-approved``."""

    valid_until: pulumi.Output[str | None]
    """When the approval ends, ISO 8601."""

    errors: pulumi.Output[list[dict[str, Any]] | None]
    """Why it was rejected, as Twilio's codes (18601 to 18610)."""

    date_created: pulumi.Output[str]
    """When it was made, ISO 8601."""

    date_updated: pulumi.Output[str]
    """When it was changed last, ISO 8601."""

    url: pulumi.Output[str]
    """Its address in the API."""

    links: pulumi.Output[dict[str, str]]
    """The addresses of what belongs to it."""

    adopted: pulumi.Output[bool]
    """Whether it existed before and is therefore left in place on destroy."""

    _outputs = (
        "status",
        "valid_until",
        "errors",
        "date_created",
        "date_updated",
        "url",
        "links",
        "adopted",
    )

    def __init__(
        self,
        resource_name: str,
        *,
        friendly_name: pulumi.Input[str],
        email: pulumi.Input[str],
        policy_sid: pulumi.Input[str | Policy],
        status_callback: pulumi.Input[str | None] = None,
        adopt: pulumi.Input[bool | str | None] = None,
        allow_replace: bool = False,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Declare a bundle.

        Args:
            resource_name: What the stack calls it.
            friendly_name: What people call it.
            email: Where Twilio writes when its status changes.
            policy_sid: What it has to comply with; cannot be changed later.  See
                :class:`~pulumi_trusthub.Policy`.
            status_callback: The URL that Twilio calls when its status changes.
            adopt: Take over an existing one instead of making one: its SID, or True for the
                one of the same policy and name if there is one.  It is left in place on destroy.
            allow_replace: Allow a change of policy, which makes another product and costs the
                approval of this one.
            opts: A bag of options.
        """
        inputs = {
            "friendly_name": friendly_name,
            "email": email,
            "policy_sid": policy_sid,
            "status_callback": status_callback,
            "adopt": adopt,
            "allow_replace": allow_replace or None,
        }
        self._declare(resource_name, inputs, opts)
