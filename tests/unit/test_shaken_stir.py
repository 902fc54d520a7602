"""The component as a program meets it, under Pulumi's own mocks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pulumi
import pytest
from recorded_parts import NUMBERS, PRODUCT, PROFILE, inputs, names, parts, run

from pulumi_trusthub._onboarding import attestations, coverage, missing_links
from pulumi_trusthub.policies import Policy
from pulumi_trusthub.shaken_stir import ShakenStir

if TYPE_CHECKING:
    from recorded_parts import Recorded

ACME: dict[str, Any] = {
    "friendly_name": "Acme",
    "email": "a@example.com",
    "customer_profile_sid": PROFILE,
}
# The SDK's mock monitor makes an event loop in each of its threads and closes none.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


def test_the_six_steps_under_stable_names(mocks: Recorded) -> None:
    """Each part is named after the component and, of a number, after its SID."""
    run(lambda: ShakenStir("acme", **ACME, phone_number_sids=NUMBERS))

    on_both = {
        f"acme-{sid}-on-{where}": "ChannelEndpointAssignment"
        for sid in NUMBERS
        for where in ("profile", "product")
    }
    assert mocks.resources["acme"].typ == "trusthub:index:ShakenStir"
    assert {
        "acme-product": "TrustProduct",
        "acme-profile-link": "EntityAssignment",
        **on_both,
        "acme-submission": "Submission",
    } == parts(mocks)
    assert {
        "friendly_name": "Acme",
        "email": "a@example.com",
        "policy_sid": Policy.SHAKEN_STIR.value,
        "for_customer_profile_sid": PROFILE,
    } == inputs(mocks, "acme-product")
    assert {
        "customer_profile_sid": PROFILE,
        "channel_endpoint_sid": NUMBERS[0],
        "channel_endpoint_type": "phone-number",
    } == inputs(mocks, f"acme-{NUMBERS[0]}-on-profile")


def test_a_mapping_names_the_numbers_by_its_keys(mocks: Recorded) -> None:
    """So SIDs that are known later can be given, and a key in E.164 reads well in a preview."""
    later = pulumi.Output.from_input(NUMBERS[0])
    run(lambda: ShakenStir("acme", **ACME, phone_number_sids={"+12025550100": later}))

    assert {"acme-+12025550100-on-profile", "acme-+12025550100-on-product"} < parts(mocks).keys()
    assert inputs(mocks, "acme-+12025550100-on-product")["channel_endpoint_sid"] == NUMBERS[0]


def test_a_number_that_is_listed_twice_is_one(mocks: Recorded) -> None:
    """A list is a set."""
    run(lambda: ShakenStir("acme", **ACME, phone_number_sids=[NUMBERS[0], NUMBERS[0]]))

    assert 5 == len(parts(mocks))


def test_order_and_what_is_replaced_together(mocks: Recorded) -> None:
    """Profile before product, a new link before both, and the submission after everything."""
    options = pulumi.ResourceOptions(transformations=[mocks.note])
    run(lambda: ShakenStir("acme", **ACME, phone_number_sids=NUMBERS[:1], opts=options))

    on_profile, on_product = (f"acme-{NUMBERS[0]}-on-{where}" for where in ("profile", "product"))
    noted = {name: given for name, given in mocks.options.items() if name != "acme"}
    assert {"acme"} == set().union(*(names([given.parent]) for given in noted.values()))
    assert noted["acme-profile-link"].delete_before_replace is False
    assert {"acme-profile-link"} == names(noted[on_profile].depends_on)
    assert noted[on_profile].delete_before_replace is True
    assert {on_profile} == names(noted[on_product].depends_on)
    assert {on_profile} == names(noted[on_product].replace_with)
    assert {"acme-profile-link", on_profile, on_product} == names(
        noted["acme-submission"].depends_on
    )


def test_what_is_asked_of_product_and_submission(mocks: Recorded) -> None:
    """Callback, adoption, triggers and force reach the parts that they are about."""
    run(
        lambda: ShakenStir(
            "acme",
            **ACME,
            phone_number_sids=NUMBERS[:1],
            status_callback="https://example.com/status",
            adopt=PRODUCT,
            triggers={"attempt": 2},
            force_destroy=True,
        )
    )

    product, submission = inputs(mocks, "acme-product"), inputs(mocks, "acme-submission")
    assert ("https://example.com/status", PRODUCT) == (product["status_callback"], product["adopt"])
    assert {"attempt": 2} == submission["triggers"]
    assert submission["force_destroy"] is True
    kept = {name for name in parts(mocks) if inputs(mocks, name).get("keep_existing")}
    assert {
        "acme-profile-link",
        *(f"acme-{NUMBERS[0]}-on-{w}" for w in ("profile", "product")),
    } == (kept)


def test_without_submitting(mocks: Recorded) -> None:
    """There is no gate, and the status is the product's."""
    run(lambda: ShakenStir("acme", **ACME, phone_number_sids=[], submit=False))

    assert {"acme-product", "acme-profile-link"} == parts(mocks).keys()


def test_outputs_are_unknown_as_long_as_they_are(mocks: Recorded) -> None:
    """A preview of something new claims nothing."""
    seen: list[Any] = []

    def program() -> ShakenStir:
        made = ShakenStir("acme", **ACME, phone_number_sids=NUMBERS[:1])
        for output in (made.trust_product_sid, made.attestations):
            output.apply(seen.append)
        return made

    run(program)

    signed = {NUMBERS[0]: {"attestation": "A", "missing": None}}
    assert ([] if mocks.preview else [PRODUCT, signed]) == seen


@pytest.mark.usefixtures("mocks")
@pytest.mark.parametrize("wrong", [NUMBERS[0], [pulumi.Output], [12025550100], {1: NUMBERS[0]}, 5])
def test_what_cannot_name_a_number_is_refused(wrong: Any) -> None:
    """One string is a list of letters, and an output has no value yet."""
    with pytest.raises(TypeError, match="or a mapping from names to SIDs"):
        ShakenStir("acme", **ACME, phone_number_sids=wrong)


@pytest.mark.usefixtures("mocks")
def test_a_lookup_needs_a_provider_of_this_package() -> None:
    """Another one tells no lookup its account, and the stack's own may be another."""

    def program() -> ShakenStir:
        plain = pulumi.ProviderResource("pulumi-python", "plain", {})
        options = pulumi.ResourceOptions(provider=plain)
        looked_up = {**ACME, "customer_profile_sid": None}
        with pytest.raises(TypeError, match="give customer_profile_sid"):
            ShakenStir("other", **looked_up, phone_number_sids=[], opts=options)
        return ShakenStir("acme", **ACME, phone_number_sids=[], opts=options)

    run(program)


WHOLE: dict[str, Any] = {
    "profile_sid": PROFILE,
    "product_sid": PRODUCT,
    "status": "twilio-approved",
    "link": [PROFILE, PRODUCT],
    "numbers": {"one": [PROFILE, PRODUCT]},
}


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({}, None),
        ({"profile_status": "twilio-approved"}, None),
        (
            {"profile_status": "in-review", "status": "draft"},
            f"customer profile {PROFILE} is in-review, not twilio-approved",
        ),
        ({"status": "in-review"}, f"trust product {PRODUCT} is in-review, not twilio-approved"),
        (
            {"link": ["BU", PRODUCT]},
            f"trust product {PRODUCT} is not linked to customer profile {PROFILE}",
        ),
        ({"numbers": {"one": ["BU", PRODUCT]}}, f"it is not on customer profile {PROFILE}"),
        ({"numbers": {"one": [PROFILE, "BU"]}}, f"it is not on trust product {PRODUCT}"),
    ],
)
def test_the_missing_link_is_named(change: dict[str, Any], missing: str | None) -> None:
    """A asks for the whole chain."""
    found = missing_links({**WHOLE, **change})

    assert {"one": missing} == found
    assert {
        "one": {"attestation": "A" if missing is None else "B", "missing": missing}
    } == attestations(found)
    assert {"one": {"covered": missing is None, "missing": missing}} == coverage(found)
