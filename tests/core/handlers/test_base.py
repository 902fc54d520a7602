"""Check and diff, which decide everything and may never touch the network; and all updates."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest
from acme import ACME, ADDRESS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from people import PERSON, PERSON_TYPE
from pulumi.output import Unknown
from valid_inputs import BU, PRODUCT, PROVIDERS, VALID, failed, properties

from pulumi_trusthub._core.api.run import Run
from pulumi_trusthub._core.handlers.registry import HANDLERS
from pulumi_trusthub._core.model.errors import NotFoundError, WrongAccountError

if TYPE_CHECKING:
    from pulumi_trusthub._core.api.client import TrustHubClient
    from pulumi_trusthub.dynamic.adapter import DynamicProvider
    from pulumi_trusthub.simulator import Simulator

OLD = "2026-01-01T00:00:00Z"


def sets(inputs: dict[str, Any]) -> dict[str, Any]:
    """The inputs that are sets, whose order and repetitions a check may change."""
    return {k: v for k, v in inputs.items() if k == "channel_endpoint_sids"}


@pytest.mark.parametrize("provider", PROVIDERS, ids=lambda p: type(p).__name__)
@settings(
    max_examples=40,  # of each of ten resources
    suppress_health_check=[HealthCheck.too_slow],  # on a machine that is busy elsewhere
)
@given(olds=properties, news=properties)
def test_no_input_makes_check_or_diff_raise(
    provider: DynamicProvider, olds: dict[str, Any], news: dict[str, Any]
) -> None:
    """Whatever a program passes ends in failures or in a diff, never in a traceback."""
    first = provider.check(olds, copy.copy(news))
    second = provider.check(olds, copy.copy(news))

    assert first.inputs == second.inputs
    assert {**news, **sets(first.inputs)} == first.inputs
    assert [(f.property, f.reason) for f in first.failures] == [
        (f.property, f.reason) for f in second.failures
    ]
    assert provider.diff("id", olds, news).changes in {True, False}


@pytest.mark.parametrize("provider", PROVIDERS, ids=lambda p: type(p).__name__)
@given(data=st.data())
def test_an_unknown_input_passes(provider: DynamicProvider, data: st.DataObject) -> None:
    """Any valid inputs stay valid when some of them, at any depth, are unknown."""
    valid = VALID[provider]
    hidden = data.draw(st.sets(st.sampled_from(sorted(valid))))
    news = {k: Unknown() if k in hidden else v for k, v in valid.items()}
    if "triggers" in hidden:
        news["triggers"] = {"deep": [Unknown()]}

    result = provider.diff("id", valid, news)

    assert failed(provider, news) == {}
    assert bool(hidden) == result.changes
    assert sorted(hidden & provider.handler.inputs.requires_replace) == sorted(
        result.replaces or []
    )


@pytest.mark.parametrize("provider", PROVIDERS, ids=lambda p: type(p).__name__)
def test_valid_inputs_have_no_failures(provider: DynamicProvider) -> None:
    """Each resource's own example passes, and passes again."""
    assert failed(provider, VALID[provider]) == {}
    result = provider.diff("id", VALID[provider], VALID[provider])
    assert (False, []) == (result.changes, result.replaces)


@pytest.mark.parametrize(
    ("provider", "change", "replaces", "before"),
    [
        (PROVIDERS[0], {"friendly_name": "New"}, [], False),
        (PROVIDERS[0], {"status_callback": None}, [], False),
        (PROVIDERS[0], {"policy_sid": "RN" + "9" * 32}, ["policy_sid"], False),
        (PROVIDERS[1], {"object_sid": "IT" + "5" * 32}, ["object_sid"], True),
        (PROVIDERS[2], {"channel_endpoint_sid": "PN" + "5" * 32}, ["channel_endpoint_sid"], True),
        (PROVIDERS[2], {"keep_existing": True}, [], False),
        (PROVIDERS[3], {"triggers": {"a": "other"}}, [], False),
        (PROVIDERS[3], {"force_destroy": True}, [], False),
        (PROVIDERS[4], {"policy_sid": "RN" + "9" * 32}, ["policy_sid"], False),
        (PROVIDERS[5], {"triggers": {"a": "other"}}, ["triggers"], False),
        (PROVIDERS[3], {"trust_product_sid": "BU" + "5" * 32}, ["trust_product_sid"], False),
    ],
)
def test_a_change_is_an_update_or_a_replacement(
    provider: DynamicProvider,
    change: dict[str, Any],
    replaces: list[str],
    before: bool,  # noqa: FBT001
) -> None:
    """A change is made in place or replaces, and only assignments are deleted first."""
    result = provider.diff("id", VALID[provider], {**VALID[provider], **change})

    assert (True, replaces, before) == (
        result.changes,
        result.replaces,
        result.delete_before_replace,
    )


def test_diff_refuses_another_account(monkeypatch: pytest.MonkeyPatch) -> None:
    """A preview with the wrong credentials says so instead of planning."""
    monkeypatch.setenv("TWILIO_ACCOUNT_SID", "AC" + "1" * 32)
    olds = {**PRODUCT, "account_sid": "AC" + "2" * 32}

    with pytest.raises(WrongAccountError, match="nothing was read or changed"):
        PROVIDERS[0].diff(BU, olds, PRODUCT)


def test_a_young_object_that_cannot_be_changed_yet_is_tried_again(
    client: TrustHubClient, simulator: Simulator
) -> None:
    """A minute long a 404 does not mean that somebody has deleted it."""
    told: list[str] = []
    run, handler = Run(client, told.append, told.append), HANDLERS["TrustProduct"]
    made = handler.create(run, ACME)
    renamed = {**ACME, "friendly_name": "Renamed"}
    gone: dict[str, Any] = {"method": "POST", "path": f"/{made.id}$", "status": 404, "code": 20404}

    simulator.control.fault(times=9, **gone)
    changed = handler.update(run, made.id, made.outputs, renamed)
    simulator.control.fault(times=9, **gone)
    with pytest.raises(NotFoundError, match="It was deleted outside this stack"):
        handler.update(run, made.id, {**made.outputs, "date_created": OLD}, renamed)

    assert "Renamed" == changed.outputs["friendly_name"]
    assert [f"the young trust product {made.id} cannot be changed"] == [
        it.partition(":")[0] for it in told
    ]


def test_a_correction_that_is_declined_later_is_told(
    client: TrustHubClient, simulator: Simulator
) -> None:
    """Once, where Twilio writes the line in another way all the same."""
    simulator.control.settings(normalize_fields=True)
    told: list[str] = []
    run, handler = Run(client, told.append, told.append), HANDLERS["Address"]
    spaced = {**ADDRESS, "city": "SAN FRANCISCO "}
    declined = {**spaced, "auto_correct_address": False}
    made = handler.create(run, spaced)
    silent = list(told)

    first = handler.update(run, made.id, made.outputs, declined)
    once = list(told)
    renamed = {**declined, "street": "9 Other Road"}
    handler.update(run, made.id, first.outputs, renamed)

    assert [] == silent
    assert 1 == len(once)
    assert "than declared for city. That" in once[0]
    assert once == told


def test_another_spelling_is_told_with_its_own_change_alone(
    client: TrustHubClient, simulator: Simulator
) -> None:
    """All attributes are sent where one has changed, and the others were told of already."""
    simulator.control.settings(normalize_fields=True)
    told: list[str] = []
    run, handler = Run(client, told.append, told.append), HANDLERS["EndUser"]

    def person(**attributes: str) -> dict[str, Any]:
        both = {**PERSON, "email": "Ada@Example.com", "second_email": "Other@Example.com"}
        of_both = {**both, **attributes}
        return {"friendly_name": "Ada", "type": PERSON_TYPE, "attributes": of_both}

    made = handler.create(run, person())
    told.clear()

    second = handler.update(run, made.id, made.outputs, person(last_name="King"))
    silent = list(told)
    moved = person(last_name="King", email="Ada@example.com")
    handler.update(run, made.id, second.outputs, moved)

    assert made.outputs["corrected"] == second.outputs["corrected"]
    assert [] == silent
    [only] = told
    assert "than declared for attributes.email. That" in only
