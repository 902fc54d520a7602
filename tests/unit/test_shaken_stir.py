"""The component as a program meets it, under Pulumi's own mocks."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pulumi
import pytest
from recorded_parts import NUMBERS, PRODUCT, PROFILE, inputs, names, parts, run

from pulumi_trusthub._core.model.fields import contains_unknown
from pulumi_trusthub._core.model.policies import Policy
from pulumi_trusthub.components.base import Attestation, attestations, coverage, missing_links
from pulumi_trusthub.components.shaken_stir import ShakenStir

if TYPE_CHECKING:
    from collections.abc import Callable

    from recorded_parts import Recorded

ACME: dict[str, Any] = {
    "friendly_name": "Acme",
    "email": "a@example.com",
    "customer_profile_sid": PROFILE,
}
# The SDK's mock monitor makes an event loop in each of its threads and closes none.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


def test_the_six_steps_under_stable_names(mocks: Recorded) -> None:
    """Each part is named after the component; all numbers are one of them."""
    run(lambda: ShakenStir("acme", **ACME, phone_number_sids=NUMBERS))

    assert mocks.resources["acme"].typ == "trusthub:index:ShakenStir"
    assert {
        "acme-product": "TrustProduct",
        "acme-profile-link": "EntityAssignment",
        "acme-numbers": "ChannelEndpointAssignments",
        "acme-submission": "Submission",
    } == parts(mocks)
    assert {
        "friendly_name": "Acme",
        "email": "a@example.com",
        "policy_sid": Policy.SHAKEN_STIR.value,
        "for_customer_profile_sid": PROFILE,
    } == inputs(mocks, "acme-product")
    numbers = inputs(mocks, "acme-numbers")
    assert mocks.preview == contains_unknown(numbers.pop("trust_product_sid", pulumi.UNKNOWN))
    assert {
        "customer_profile_sid": PROFILE,
        "channel_endpoint_sids": NUMBERS,
        "channel_endpoint_type": "phone-number",
    } == numbers


ONE, TWO = "+12025550100", "+12025550101"
FORMS: dict[str, tuple[Callable[[], Any], tuple[str, str]]] = {
    "a list": (lambda: NUMBERS, (NUMBERS[0], NUMBERS[1])),
    "a tuple": (lambda: tuple(NUMBERS), (NUMBERS[0], NUMBERS[1])),
    "a list of outputs": (
        lambda: [later(NUMBERS[0]), NUMBERS[1]],
        (NUMBERS[0], NUMBERS[1]),
    ),
    "an output of a list": (lambda: later(NUMBERS), (NUMBERS[0], NUMBERS[1])),
    "an output of outputs": (
        lambda: later(0).apply(lambda _: {ONE: later(NUMBERS[0]), TWO: NUMBERS[1]}),
        (ONE, TWO),
    ),
    "a mapping": (lambda: {ONE: NUMBERS[0], TWO: NUMBERS[1]}, (ONE, TWO)),
    "a mapping to outputs": (lambda: {ONE: later(NUMBERS[0]), TWO: NUMBERS[1]}, (ONE, TWO)),
    "an output of a mapping": (lambda: later({ONE: NUMBERS[0], TWO: NUMBERS[1]}), (ONE, TWO)),
}


def later(value: Any) -> pulumi.Output[Any]:
    """Give what a program has as an output."""
    return pulumi.Output.from_input(value)


@pytest.mark.parametrize("form", FORMS)
def test_what_numbers_are_given_as(form: str, mocks: Recorded) -> None:
    """Keys of a mapping name them in outputs; those of a list are named by their SIDs."""
    given, names_of_both = FORMS[form]
    seen: list[dict[str, Attestation]] = []

    def program() -> ShakenStir:
        made = ShakenStir("acme", **ACME, phone_number_sids=given())
        made.attestations.apply(seen.append)
        return made

    run(program)

    assert NUMBERS == inputs(mocks, "acme-numbers")["channel_endpoint_sids"]
    signed = dict.fromkeys(names_of_both, Attestation(attestation="A", missing=None))
    assert ([] if mocks.preview else [signed]) == seen


def test_a_number_that_is_not_known_yet_hides_no_other(mocks: Recorded) -> None:
    """One that the same program buys is unknown in a preview, and those beside it are not."""
    sid: Any = pulumi.UNKNOWN if mocks.preview else NUMBERS[1]
    bought = pulumi.Output.from_input(sid)
    run(lambda: ShakenStir("acme", **ACME, phone_number_sids=[NUMBERS[0], bought]))

    first, second = inputs(mocks, "acme-numbers")["channel_endpoint_sids"]
    assert (NUMBERS[0], mocks.preview) == (first, contains_unknown(second))


@pytest.mark.parametrize("mocks", [False], indirect=True, ids=["up"])
@pytest.mark.parametrize("wrong", ["PN", {"one": 5}, [None], 5])
def test_an_output_of_something_else_ends_the_program(wrong: Any, mocks: Recorded) -> None:
    """With a line that says what is right."""
    del mocks

    with pytest.raises(pulumi.RunError, match="is a list of SIDs, or a mapping"):
        run(lambda: ShakenStir("acme", **ACME, phone_number_sids=later(wrong)))


def test_ten_thousand_numbers_are_no_burden(mocks: Recorded) -> None:
    """Neither to what is declared nor to what is told of them; quadratic work would be."""
    many = {f"+1202{index:07d}": f"PN{index:032x}" for index in range(10_000)}
    told: list[int] = []

    def program() -> ShakenStir:
        made = ShakenStir("acme", **ACME, phone_number_sids=later(0).apply(lambda _: many))
        made.attestations.apply(lambda attestations: told.append(len(attestations)))
        return made

    before = time.process_time()
    run(program)
    spent = time.process_time() - before

    assert 10_000 == len(inputs(mocks, "acme-numbers")["channel_endpoint_sids"])
    assert ([] if mocks.preview else [10_000]) == told
    assert spent < 20


def test_the_order_of_the_parts(mocks: Recorded) -> None:
    """A new link before the numbers, and the submission after everything."""
    options = pulumi.ResourceOptions(transformations=[mocks.note])
    run(lambda: ShakenStir("acme", **ACME, phone_number_sids=NUMBERS[:1], opts=options))

    noted = {name: given for name, given in mocks.options.items() if name != "acme"}
    assert {"acme"} == set().union(*(names([given.parent]) for given in noted.values()))
    assert noted["acme-profile-link"].delete_before_replace is False
    assert {"acme-profile-link"} == names(noted["acme-numbers"].depends_on)
    assert noted["acme-numbers"].delete_before_replace is True
    assert {"acme-profile-link", "acme-numbers"} == names(noted["acme-submission"].depends_on)


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
    assert {"acme-profile-link", "acme-numbers"} == kept


def test_without_submitting(mocks: Recorded) -> None:
    """There is no gate, and the status is the product's."""
    run(lambda: ShakenStir("acme", **ACME, phone_number_sids=[], submit=False))

    assert {"acme-product", "acme-profile-link", "acme-numbers"} == parts(mocks).keys()


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
@pytest.mark.parametrize(
    "wrong", [NUMBERS[0], [pulumi.Output], [12025550100], {1: NUMBERS[0]}, {"one": None}, 5]
)
def test_what_is_no_number_is_refused_at_once(wrong: Any) -> None:
    """One string is a list of letters."""
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
    "numbers": {"one": NUMBERS[0]},
    "assigned": frozenset(NUMBERS),
    "bundles": [PROFILE, PRODUCT],
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
        ({"bundles": ["BU", PRODUCT]}, f"it is not on customer profile {PROFILE}"),
        ({"bundles": [PROFILE, "BU"]}, f"it is not on trust product {PRODUCT}"),
        ({"assigned": frozenset({""})}, f"it is not on customer profile {PROFILE}"),
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
