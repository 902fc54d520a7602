"""What both kinds of assignment resources have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import pulumi

from ._assignments import assign
from ._ids import BUNDLE_INPUTS, CUSTOMER_PROFILES, TRUST_PRODUCTS, last_sid, require_assignment
from ._inputs import Flag, OfOneBundle
from ._provider import Properties, TrustHubProvider
from ._resource import TrustHubResource
from ._status import warn

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ._client import TrustHubClient
    from ._ids import Kind


class AssignmentInputs(OfOneBundle):
    """The inputs that both kinds of assignment have."""

    local: ClassVar[frozenset[str]] = frozenset({"keep_existing"})

    keep_existing: Flag | None = None


class AssignmentProvider(TrustHubProvider):
    """Makes, reads and deletes assignments; Trust Hub cannot change one."""

    delete_before_replace = True
    kind: ClassVar[Kind]
    fields: ClassVar[dict[str, str]]
    """The inputs that a POST carries, and their names there."""

    def make(self, client: TrustHubClient, props: Properties) -> tuple[str, Properties]:
        """Take the one that joins the same two, or make it."""
        bundle = bundle_path(props)
        fields = {parameter: props[name] for name, parameter in self.fields.items()}
        joined_sid = props[self.kind.joins]
        made = assign(client, self.kind, bundle, fields)
        of_this_run, _ = client.joined.get((bundle, joined_sid), ("", 0.0))
        id_ = f"{bundle}/{self.kind.collection}/{made.record['sid']}"
        if made.existed and (id_ == of_this_run or id_ in client.taken):
            warn(
                f"the {self.noun} {made.record['sid']} on {bundle} is declared by two resources of "
                f"this program. Keep one; take the other out of the program and, with `pulumi "
                f"state delete`, out of the state: to destroy it would take {joined_sid} off for "
                f"both."
            )
        elif made.existed and not props.get("keep_existing"):
            warn(
                f"the {self.noun} {made.record['sid']} on {bundle} was there before this stack; it "
                f"is owned by the stack now, and destroy will remove it (keep_existing=True would "
                f"leave it in place)."
            )
        if made.existed:
            client.taken.add(id_)
        # What another resource of the same run has made was not there before this stack.
        existed = made.existed and id_ != of_this_run
        return id_, {**_without_parents(made.record), **bundle_input(bundle), "existed": existed}

    def look(self, client: TrustHubClient, id_: str, props: Properties) -> Properties | None:
        """Read it; without its bundle it is gone too."""
        bundle, _ = require_assignment(id_, self.kind)
        record = client.find(id_)
        existed = bool(props.get("existed"))
        return record and {
            **_without_parents(record),
            **bundle_input(bundle),
            "existed": existed,
        }

    def change(
        self, client: TrustHubClient, id_: str, olds: Properties, news: Properties
    ) -> Properties:
        """Record what is said to this package alone: Trust Hub cannot change an assignment."""
        del client, id_, news
        return olds

    def remove(self, client: TrustHubClient, id_: str, props: Properties) -> bool:
        """Delete it, unless it was there before and is to be kept."""
        bundle, _ = require_assignment(id_, self.kind)
        if props.get("existed") and props.get("keep_existing"):
            warn(
                f"the {self.noun} {last_sid(id_)} was there before this stack, so it is left in "
                f"place (keep_existing)."
            )
            return True
        with client.alone(bundle, str(props.get(self.kind.joins))):
            return self.is_taken(client, id_) or client.delete(id_)


class AssignmentResource(TrustHubResource, module="trusthub", name="AssignmentResource"):
    """What both kinds of assignment give a program."""

    trust_product_sid: pulumi.Output[str | None]
    """The trust product it is on."""

    customer_profile_sid: pulumi.Output[str | None]
    """The customer profile it is on."""

    date_created: pulumi.Output[str]
    """When it was made, ISO 8601."""

    url: pulumi.Output[str]
    """Its address in the API."""

    existed: pulumi.Output[bool]
    """Whether it was there before this stack declared it."""

    _outputs = ("date_created", "url", "existed")
    _options = pulumi.ResourceOptions(delete_before_replace=True)


def bundle_path(props: Mapping[str, Any]) -> str:
    """Give the path of the bundle that the inputs name."""
    if props.get("trust_product_sid"):
        return f"{TRUST_PRODUCTS}/{props['trust_product_sid']}"
    return f"{CUSTOMER_PROFILES}/{props['customer_profile_sid']}"


def _without_parents(record: Properties) -> Properties:
    """Leave out what an answer says of the bundles: the path is where it is, and says one."""
    return {name: value for name, value in record.items() if name not in BUNDLE_INPUTS}


def bundle_input(path: str) -> dict[str, str]:
    """Give the input that names the bundle of a path."""
    collection, _, sid = path.partition("/")
    return {"trust_product_sid" if collection == TRUST_PRODUCTS else "customer_profile_sid": sid}
