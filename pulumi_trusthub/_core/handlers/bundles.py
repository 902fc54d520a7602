"""Trust products and customer profiles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pulumi_trusthub._core.model import errors, fields, policies
from pulumi_trusthub._core.model.refs import BundleKind, BundleRef
from pulumi_trusthub._core.model.sids import require_sid
from pulumi_trusthub._core.rules import bundles
from pulumi_trusthub._core.rules.corrections import CORRECTED, as_answered
from pulumi_trusthub._core.rules.linked_products import (
    find_linked_product,
    require_no_linked_product,
)
from pulumi_trusthub._core.rules.removal import delete_bundle

from .adoption import adopt_or_create, adoption_outputs, delete_unless_adopted
from .base import Checked, Handler, Problem, Properties

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pulumi_trusthub._core.api.client import Record, TrustHubClient
    from pulumi_trusthub._core.api.run import Run


class BundleInputs(fields.Inputs):
    """The inputs of a bundle."""

    requires_replace: ClassVar[frozenset[str]] = frozenset({"policy_sid"})
    not_sent: ClassVar[frozenset[str]] = frozenset({"adopt", "allow_replace"})
    create_only: ClassVar[frozenset[str]] = frozenset({"adopt"})

    friendly_name: fields.Text
    email: fields.Email
    policy_sid: fields.PolicySid
    status_callback: fields.Url | None = None
    adopt: Annotated[Any, fields.adoptable("BU"), fields.Known] = None
    allow_replace: fields.Flag | None = None


class BundleHandler(Handler):
    """Handler of bundles of one kind."""

    kind: ClassVar[BundleKind]
    inputs: ClassVar[type[BundleInputs]] = BundleInputs
    computed = (
        "status",
        "valid_until",
        "errors",
        "date_created",
        "date_updated",
        "url",
        "links",
        "adopted",
        CORRECTED,
    )
    stable = Handler.stable | {"links", "adopted"}
    never_missing = frozenset({"valid_until"})

    def _check(self, olds: Properties, news: Properties) -> Checked:
        """Add the problems of an unannounced change of the policy, and of a wrong policy."""
        checked = super()._check(olds, news)
        checked.problems.extend(_unannounced_replacement(olds, news))
        checked.problems.extend(_wrong_policy(self.kind, olds, news))
        return checked

    def explain_missing(self, client: TrustHubClient, id_: str) -> str:
        """Add an explanation if the id belongs to a bundle of another kind."""
        return bundles.explain_missing_bundle(client, BundleRef(self.kind, id_))

    def _create(self, run: Run, inputs: Properties) -> tuple[str, Properties]:
        """Create a draft, unless ``adopt`` names an existing bundle."""

        def update(record: Record) -> Properties:
            differing = bundles.differences(record, inputs)
            try:
                return self._change(run, record, record, inputs, differing)
            except errors.ApiError as error:
                raise bundles.with_adoption_hint(error, record) from error

        return adopt_or_create(
            run,
            self.noun,
            inputs.get("adopt"),
            find=lambda sid: self._find(run, inputs, sid),
            create=lambda: self._create_new(run, inputs),
            update=update,
        )

    def _find(self, run: Run, inputs: Properties, sid: str | None) -> Record | None:
        """Find the bundle to adopt, by SID or else by policy and name."""
        return bundles.find_adoptable_bundle(run.client, self.kind, inputs, sid)

    def _create_new(self, run: Run, inputs: Properties) -> Properties:
        """Create a draft."""
        return bundles.create_bundle(run.client, self.kind, inputs)

    def _read(self, run: Run, id_: str, state: Properties) -> Properties | None:
        """Read the bundle."""
        record = run.client.get_or_none(self._ref(id_).path)
        return record and {**record, **adoption_outputs(state)}

    def _update(self, run: Run, id_: str, olds: Properties, news: Properties) -> Properties:
        """Send the changed fields; inputs that Twilio never sees are only stored."""
        changed = [name for name in self.changed_inputs(olds, news) if name in bundles.FIELDS]
        before = as_answered(olds, olds.get(CORRECTED))
        record = self._change(run, {**olds, "sid": id_}, before, news, changed)
        return {**record, **adoption_outputs(olds)}

    def _delete(self, run: Run, id_: str, state: Properties) -> bool:
        """Delete the bundle, unless it was adopted."""
        name = f"{id_} ({state.get('friendly_name')})"

        def delete() -> bool:
            return delete_bundle(run.client, self._ref(id_))

        return delete_unless_adopted(run, self.noun, id_, state, delete, display_name=name)

    def _ref(self, id_: str) -> BundleRef:
        return BundleRef(self.kind, require_sid(id_, "BU", self.noun))

    def _change(
        self,
        run: Run,
        record: Properties,
        before: Properties,
        wanted: Properties,
        changed: list[str],
    ) -> Properties:
        if not changed:
            return record
        bundle = BundleRef(self.kind, record["sid"])
        return bundles.update_bundle(run.client, bundle, before, wanted, changed)


def _unannounced_replacement(olds: Properties, news: Properties) -> Iterator[Problem]:
    old, new = olds.get("policy_sid"), news.get("policy_sid")
    if old is None or new is None or fields.contains_unknown(new) or old == new:
        return
    if news.get("allow_replace") is not True:
        reason = (
            f"cannot be changed in place: another policy ({old} before) is another bundle, "
            f"whose review takes days; set allow_replace=True if that is meant"
        )
        yield Problem("policy_sid", reason)


def _wrong_policy(kind: BundleKind, olds: Properties, news: Properties) -> Iterator[Problem]:
    """Refuse a known policy of the other kind, and in a create the primary profile's."""
    policy_sid, adopt = news.get("policy_sid"), news.get("adopt")
    if not isinstance(policy_sid, str):
        return
    if kind is BundleKind.TRUST_PRODUCT and policy_sid in policies.OF_PROFILES:
        grade = policies.NOT_PRIMARY.get(policy_sid, "primary")
        reason = (
            f"is the policy of a {grade} customer profile, not of a trust product: give a "
            f"product's, such as Policy.SHAKEN_STIR, or declare a CustomerProfile"
        )
        yield Problem("policy_sid", reason)
    if kind is BundleKind.CUSTOMER_PROFILE and policy_sid in policies.OF_PRODUCTS:
        reason = (
            f"is the policy of a trust product (Policy.{policies.Policy(policy_sid).name}), not "
            f"of a customer profile: give a profile's, such as Policy.SECONDARY_CUSTOMER_PROFILE, "
            f"or declare a TrustProduct"
        )
        yield Problem("policy_sid", reason)
    creates = not olds and (adopt is None or adopt is False)
    if kind is BundleKind.CUSTOMER_PROFILE and policy_sid in policies.PRIMARY and creates:
        reason = (
            "is the policy of the primary customer profile, which is made in Twilio's Console "
            "alone: get_primary_customer_profile finds the account's, and a customer's profile has "
            "Policy.SECONDARY_CUSTOMER_PROFILE"
        )
        yield Problem("policy_sid", reason)


class CustomerProfileHandler(BundleHandler):
    """Handler of customer profiles."""

    type_name = "CustomerProfile"
    noun = "customer profile"
    kind = BundleKind.CUSTOMER_PROFILE


class TrustProductInputs(BundleInputs):
    """The inputs of a trust product."""

    not_sent: ClassVar[frozenset[str]] = BundleInputs.not_sent | {"for_customer_profile_sid"}
    create_only: ClassVar[frozenset[str]] = BundleInputs.create_only | {"for_customer_profile_sid"}

    for_customer_profile_sid: fields.BundleSid | None = None


class TrustProductHandler(BundleHandler):
    """Handler of trust products."""

    type_name = "TrustProduct"
    noun = "trust product"
    kind = BundleKind.TRUST_PRODUCT
    inputs = TrustProductInputs

    def _find(self, run: Run, inputs: Properties, sid: str | None) -> Record | None:
        """Find the product by SID or name, else a product that is linked to the profile."""
        found = super()._find(run, inputs, sid)
        profile_sid = inputs.get("for_customer_profile_sid")
        if found is not None or sid is not None or not profile_sid:
            return found
        return find_linked_product(run.client, inputs["policy_sid"], profile_sid)

    def _create_new(self, run: Run, inputs: Properties) -> Properties:
        """Create a draft; refuse a second product of a profile where ``adopt`` is missing."""
        profile_sid = inputs.get("for_customer_profile_sid")
        if profile_sid and inputs.get("adopt") is None:
            policy_sid, name = inputs["policy_sid"], inputs["friendly_name"]
            require_no_linked_product(run.client, policy_sid, profile_sid, name)
        return super()._create_new(run, inputs)
