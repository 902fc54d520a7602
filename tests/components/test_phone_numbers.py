"""Numbers as a program gives them to a component."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pulumi
import pytest
from recorded_parts import NUMBERS, ON_PROFILE, inputs, run_onboarding

from pulumi_trusthub._core.model.fields import contains_unknown
from pulumi_trusthub.components.base import Attestation
from pulumi_trusthub.components.shaken_stir import ShakenStir

if TYPE_CHECKING:
    from collections.abc import Callable

    from recorded_parts import Recorded

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
def test_numbers_are_named_by_their_keys_or_their_sids(form: str, mocks: Recorded) -> None:
    """Keys of a mapping name them in outputs; those of a list are named by their SIDs."""
    given, names_of_both = FORMS[form]
    seen: list[dict[str, Attestation]] = []

    def program() -> ShakenStir:
        made = ShakenStir("acme", **ON_PROFILE, phone_number_sids=given())
        made.attestations.apply(seen.append)
        return made

    run_onboarding(program)

    assert NUMBERS == inputs(mocks, "acme-numbers")["channel_endpoint_sids"]
    signed = dict.fromkeys(names_of_both, Attestation(attestation="A", missing=None))
    assert ([] if mocks.preview else [signed]) == seen


def test_a_number_that_is_not_known_yet_hides_no_other(mocks: Recorded) -> None:
    """One that the same program buys is unknown in a preview, and those beside it are not."""
    sid: Any = pulumi.UNKNOWN if mocks.preview else NUMBERS[1]
    bought = pulumi.Output.from_input(sid)
    run_onboarding(lambda: ShakenStir("acme", **ON_PROFILE, phone_number_sids=[NUMBERS[0], bought]))

    first, second = inputs(mocks, "acme-numbers")["channel_endpoint_sids"]
    assert (NUMBERS[0], mocks.preview) == (first, contains_unknown(second))


@pytest.mark.parametrize("mocks", [False], indirect=True, ids=["up"])
@pytest.mark.parametrize("wrong", ["PN", {"one": 5}, [None], 5])
def test_an_output_that_is_no_list_of_numbers_ends_the_program(wrong: Any, mocks: Recorded) -> None:
    """With a line that says what is right."""
    del mocks

    with pytest.raises(pulumi.RunError, match="is a list of SIDs, or a mapping"):
        run_onboarding(lambda: ShakenStir("acme", **ON_PROFILE, phone_number_sids=later(wrong)))


def test_ten_thousand_numbers_are_no_burden(mocks: Recorded) -> None:
    """Neither to what is declared nor to what is told of them; quadratic work would be."""
    many = {f"+1202{index:07d}": f"PN{index:032x}" for index in range(10_000)}
    told: list[int] = []

    def program() -> ShakenStir:
        made = ShakenStir("acme", **ON_PROFILE, phone_number_sids=later(0).apply(lambda _: many))
        made.attestations.apply(lambda attestations: told.append(len(attestations)))
        return made

    before = time.process_time()
    run_onboarding(program)
    spent = time.process_time() - before

    assert 10_000 == len(inputs(mocks, "acme-numbers")["channel_endpoint_sids"])
    assert ([] if mocks.preview else [10_000]) == told
    assert spent < 20


@pytest.mark.usefixtures("mocks")
@pytest.mark.parametrize(
    "wrong", [NUMBERS[0], [pulumi.Output], [12025550100], {1: NUMBERS[0]}, {"one": None}, 5]
)
def test_a_value_that_is_no_number_is_refused_at_once(wrong: Any) -> None:
    """One string is a list of letters."""
    with pytest.raises(TypeError, match="or a mapping from names to SIDs"):
        ShakenStir("acme", **ON_PROFILE, phone_number_sids=wrong)
