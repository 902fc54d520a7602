"""The two verbs that decide everything and may never touch the network."""

from __future__ import annotations

import copy
import types
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pulumi.output import Unknown

from pulumi_trusthub._core.model.config import Credentials, Settings
from pulumi_trusthub._core.model.errors import WrongAccountError
from pulumi_trusthub._core.model.fields import contains_unknown
from pulumi_trusthub._core.rules.idempotency import recently_created
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


def sets(inputs: dict[str, Any]) -> dict[str, Any]:
    """The inputs that are sets, whose order and repetitions a check may change."""
    return {k: v for k, v in inputs.items() if k == "channel_endpoint_sids"}


def failed(provider: DynamicProvider, news: dict[str, Any]) -> dict[str, str]:
    """Check inputs and give reason by property."""
    result = provider.check({}, {**news, "__provider": "x"})
    return {failure.property: failure.reason for failure in result.failures}


@pytest.mark.parametrize("provider", PROVIDERS, ids=lambda p: type(p).__name__)
@settings(suppress_health_check=[HealthCheck.too_slow])  # on a machine that is busy elsewhere
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
def test_what_is_not_known_yet_passes(provider: DynamicProvider, data: st.DataObject) -> None:
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


@given(values)
def test_an_unknown_is_found_at_any_depth(value: Any) -> None:
    """A value in a list in a mapping is found, and nothing is seen where there is none."""
    assert contains_unknown({"a": [{"b": value}, Unknown()]})
    assert contains_unknown([value]) == contains_unknown(value)


@pytest.mark.parametrize("provider", PROVIDERS, ids=lambda p: type(p).__name__)
def test_valid_inputs_have_no_failures(provider: DynamicProvider) -> None:
    """Each resource's own example passes, and passes again."""
    assert failed(provider, VALID[provider]) == {}
    result = provider.diff("id", VALID[provider], VALID[provider])
    assert (False, []) == (result.changes, result.replaces)


def test_every_problem_is_reported_at_once() -> None:
    """One preview shows all there is to mend."""
    news = {
        "email": "nobody",
        "policy_sid": "RNxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "status_callback": "example.com",
        "frendly_name": "Acme",
    }

    assert failed(PROVIDERS[0], news) == {
        "friendly_name": "is required",
        "frendly_name": "is not an input of this resource",
        "email": "is not an e-mail address such as compliance@example.com",
        "policy_sid": "still has the placeholder of an example; put the policy SID there "
        "(RN and 32 hexadecimal digits), or an output that has it",
        "status_callback": "is not a URL such as https://example.com/trusthub-status",
    }


@pytest.mark.parametrize(
    ("change", "property_", "reason"),
    [
        ({"customer_profile_sid": BU}, "trust_product_sid", "not both"),
        ({"trust_product_sid": None}, "trust_product_sid", "give one of"),
        ({"trust_product_sid": PN}, "trust_product_sid", "is the SID of a phone number"),
        (
            {"channel_endpoint_sid": BU},
            "channel_endpoint_sid",
            "SID of a phone number (PN…) is needed",
        ),
        ({"channel_endpoint_sid": "+14155550100"}, "channel_endpoint_sid", "get_phone_numbers"),
        ({"channel_endpoint_type": ""}, "channel_endpoint_type", "must not be empty"),
        ({"channel_endpoint_type": 1.0}, "channel_endpoint_type", "must be a string"),
        ({"keep_existing": "yes"}, "keep_existing", "must be true or false"),
    ],
)
def test_a_wrong_assignment_is_named(change: dict[str, Any], property_: str, reason: str) -> None:
    """Each slip leads to one failure at the property it is in."""
    news = {k: v for k, v in {**NUMBER, **change}.items() if v is not None}
    failures = failed(PROVIDERS[2], news)

    assert list(failures) == [property_]
    assert reason in failures[property_]


@pytest.mark.parametrize(("adopt", "fails"), [(True, False), (BU, False), ("x", True), (1.0, True)])
def test_adopt_is_true_or_a_sid(adopt: object, fails: bool) -> None:  # noqa: FBT001
    """Anything else is a slip."""
    assert fails == bool(failed(PROVIDERS[0], {**PRODUCT, "adopt": adopt}))


@pytest.mark.parametrize(
    ("prefix", "passes"), [("BU", True), ("IT", True), ("RD", True), ("QQ", True), ("PN", False)]
)
def test_what_can_be_attached(prefix: str, passes: bool) -> None:  # noqa: FBT001
    """A number is no entity; kinds that nobody here knows pass."""
    news = {"trust_product_sid": BU, "object_sid": prefix + "4" * 32}

    assert passes == (failed(PROVIDERS[1], news) == {})


def test_an_answer_that_leaves_out_what_cannot_change_is_no_change() -> None:
    """Every field of an answer may be null; what was declared stays."""
    record = {"sid": BU, "policy_sid": None, "friendly_name": None, "email": None}
    client: Any = types.SimpleNamespace(
        account_sid="AC" + "1" * 32,
        settings=Settings(Credentials("AC" + "1" * 32, "AC" + "1" * 32, "token")),
    )

    outputs = PROVIDERS[0].handler._outputs(client, {**record, "allow_replace": True}, PRODUCT)

    assert PROVIDERS[0].diff(BU, outputs, PRODUCT).changes is False
    assert "allow_replace" not in outputs
    assert "sid" not in outputs
    assert client.account_sid == outputs["account_sid"]


@pytest.mark.parametrize(
    ("born", "young"),
    [
        (timedelta(0), True),
        (timedelta(seconds=50), True),
        (timedelta(seconds=70), False),
        (timedelta(days=9), False),
    ],
)
@pytest.mark.parametrize("zone", ["Z", ".%fZ", ""])
def test_what_is_young(born: timedelta, young: bool, zone: str) -> None:  # noqa: FBT001
    """Less than a minute old, by a time of any of the forms that occur."""
    then = datetime.now(timezone.utc) - born
    assert young == recently_created(then.strftime(f"%Y-%m-%dT%H:%M:%S{zone}"))
    assert young == recently_created(format_datetime(then))  # the 2010 API's form
    assert not recently_created(None)
    assert not recently_created("yesterday")


def test_another_policy_must_be_allowed() -> None:
    """A new policy is a new product and a new review, so it is not done in passing."""
    provider, olds, news = PROVIDERS[0], PRODUCT, {**PRODUCT, "policy_sid": "RN" + "9" * 32}

    def refused(olds: dict[str, Any], news: dict[str, Any]) -> list[str]:
        return [failure.property for failure in provider.check(olds, news).failures]

    assert refused(olds, news) == ["policy_sid"]
    assert refused(olds, {**news, "allow_replace": True}) == []
    assert refused(olds, {**news, "policy_sid": Unknown()}) == []
    assert refused({}, news) == []  # the second check of a replacement
    assert provider.diff(BU, olds, news).replaces == ["policy_sid"]


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
def test_what_a_change_does(
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


@pytest.mark.parametrize(
    ("olds", "news"),
    [
        ({**PRODUCT, "status": "draft", "__provider": "a"}, {**PRODUCT, "__provider": "b"}),
        ({**PRODUCT, "status_callback": ""}, PRODUCT),
        ({**PRODUCT, "allow_replace": False}, PRODUCT),
        (PRODUCT, {**PRODUCT, "adopt": True}),
        (PRODUCT, {**PRODUCT, "for_customer_profile_sid": BU}),
        (PRODUCT, {**PRODUCT, "for_customer_profile_sid": Unknown()}),
    ],
)
def test_what_is_no_change(olds: dict[str, Any], news: dict[str, Any]) -> None:
    """Outputs, the pickled provider, empty values and what only a create asks for are none."""
    assert PROVIDERS[0].diff(BU, olds, news).changes is False


@pytest.mark.parametrize(
    ("deferred", "awaits", "changes"),
    [
        (True, {"CustomerProfiles/BU": "pending-review"}, False),
        (True, {"CustomerProfiles/BU": "twilio-rejected"}, False),
        (True, {"CustomerProfiles/BU": "in-review"}, True),
        (True, {"CustomerProfiles/BU": "twilio-approved"}, True),
        (True, {"CustomerProfiles/BU": Unknown()}, True),
        (True, {"CustomerProfiles/BU": "in-review", "CustomerProfiles/BV": "draft"}, False),
        (True, None, True),
        (False, {"CustomerProfiles/BU": "twilio-approved"}, False),
    ],
)
def test_what_is_awaited_counts_once_it_lets_go(
    deferred: bool,  # noqa: FBT001
    awaits: dict[str, Any] | None,
    changes: bool,  # noqa: FBT001
) -> None:
    """A submission that waits is done when the review it rests on has come so far."""
    news = {"trust_product_sid": BU, "awaits": awaits}
    olds = {
        "trust_product_sid": BU,
        "awaits": {"CustomerProfiles/BU": "pending-review"},
        "deferred": deferred,
    }

    assert changes == PROVIDERS[3].diff(f"TrustProducts/{BU}", olds, news).changes


def test_diff_refuses_another_account(monkeypatch: pytest.MonkeyPatch) -> None:
    """A preview with the wrong credentials says so instead of planning."""
    monkeypatch.setenv("TWILIO_ACCOUNT_SID", "AC" + "1" * 32)
    olds = {**PRODUCT, "account_sid": "AC" + "2" * 32}

    with pytest.raises(WrongAccountError, match="nothing was read or changed"):
        PROVIDERS[0].diff(BU, olds, PRODUCT)
