"""Are faults matched, used up and counted?"""

from __future__ import annotations

import re
from typing import Any

import pytest

from pulumi_trusthub.simulator.control.faults import Faults, UnknownFaultError, fault_from


def test_faults_are_used_up_in_order() -> None:
    """Skips first, then hits, then the next order; and all are counted."""
    faults = Faults()
    faults.ordered = [
        fault_from({"method": "POST", "path": "/x$", "skip": 1, "effect": {"status": 503}}),
        fault_from({"path": "x", "times": 2, "effect": {"drop_before": True}}),
    ]

    seen = [
        effect and effect.name
        for effect in (faults.take(method, "/x", "") for method in ("POST", "POST", "GET", "GET"))
    ]

    assert ["drop_before", "status 503", "drop_before", None] == seen
    assert [(1, 1, 0), (2, 0, 0)] == [(it.hits, it.skipped, it.left) for it in faults.ordered]


def test_a_fault_matches_by_method_path_and_query() -> None:
    """Method, path and query, the last two by regular expression."""
    fault = fault_from(
        {"method": "GET", "path": "^/v1/Trust", "query": "Sid=PN", "effect": {"status": 500}}
    )

    assert fault.matches("GET", "/v1/TrustProducts", "ChannelEndpointSid=PN1")
    assert not fault.matches("POST", "/v1/TrustProducts", "ChannelEndpointSid=PN1")
    assert not fault.matches("GET", "/v1/EndUsers", "ChannelEndpointSid=PN1")
    assert not fault.matches("GET", "/v1/TrustProducts", "")


@pytest.mark.parametrize(
    "document_",
    [
        None,
        {},
        {"effect": {}},
        {"effect": {"status": 500, "drop_after": True}},
        {"effect": {"explode": True}},
        {"effect": {"not_json": True, "work": "never"}},
        {"effect": {"status": 500}, "times": 0},
        {"effect": {"status": 500}, "skip": -1},
        {"effect": {"status": 500}, "path": "("},
        {"effect": {"status": 500}, "when": "now"},
    ],
)
def test_a_senseless_fault_is_refused(document_: Any) -> None:
    """Orders without exactly one effect, or with unknown names."""
    with pytest.raises(UnknownFaultError):
        fault_from(document_)


@pytest.mark.parametrize(
    ("document_", "said"),
    [
        ({"effect": {"explode": True}}, "explode is unknown"),
        ({"effect": {"status": "500"}}, "status is a whole number, not '500'"),
        ({"effect": {"drop_after": 1}}, "drop_after is true or false, not 1"),
        ({"effect": {"not_json": True, "work": "never"}}, "work is one of before, after, not"),
        ({"effect": {"status": 500}, "times": 0}, "times is 1 or more, not 0"),
        ({"effect": {"status": 500}, "path": "("}, "Not a regular expression: "),
    ],
)
def test_a_wrong_fault_is_explained(document_: Any, said: str) -> None:
    """The sentence names the key, and the right kind of value."""
    with pytest.raises(UnknownFaultError, match=re.escape(said)):
        fault_from(document_)
