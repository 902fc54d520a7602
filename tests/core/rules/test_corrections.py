"""Does a value that Twilio writes in another way show a difference only when something changes?"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pulumi_trusthub._core.rules.corrections import (
    Known,
    alike,
    as_answered,
    as_given,
    has_arrived,
    is_still,
    moved,
    name_filter,
    paths,
    same,
    same_name,
)

if TYPE_CHECKING:
    from collections.abc import Callable

texts = st.text(max_size=12)
leaves = st.one_of(texts, st.booleans(), st.integers(-9, 9), st.none())
values = st.recursive(
    leaves,
    lambda deeper: (
        st.lists(deeper, max_size=3) | st.dictionaries(st.sampled_from("abc"), deeper, max_size=3)
    ),
    max_leaves=6,
)
attributes = st.dictionaries(st.sampled_from("abcd"), values, max_size=4)
normalizers = st.sampled_from(
    [
        str.lower,
        str.strip,
        lambda text: " ".join(text.split()),
        lambda text: unicodedata.normalize("NFC", text),
        lambda text: "".join(c for c in text if c.isalnum()),
        quote,
        lambda text: text[:3],
        lambda _: "another value",
        lambda _: None,
    ]
)


def everywhere(change: Callable[[str], Any], value: Any) -> Any:
    """Change every text of a value."""
    if isinstance(value, dict):
        return {name: everywhere(change, item) for name, item in value.items()}
    if isinstance(value, list):
        return [everywhere(change, item) for item in value]
    return change(value) if isinstance(value, str) else value


@given(attributes, normalizers)
def test_a_value_in_another_spelling_is_no_difference(
    declared: dict[str, Any], normalize: Callable[[str], Any]
) -> None:
    """Whatever a server makes of the texts: not after the POST, and not after any read."""
    live = everywhere(normalize, declared)

    shown, kept = as_given(declared, live, Known.SENT)
    later, still = as_given(shown, live, {} if kept is Known.NOTHING else kept)

    assert same(declared, shown)
    assert same(declared, later)
    assert kept == still


@given(attributes, normalizers, st.sampled_from("abcd"), texts)
def test_a_value_changed_by_somebody_is_a_difference(
    declared: dict[str, Any], normalize: Callable[[str], Any], name: str, other: str
) -> None:
    """In one attribute, which then shows as it is; the others stay as given."""
    live = everywhere(normalize, declared)
    shown, kept = as_given(declared, live, Known.SENT)
    assume(not same(other, live.get(name)) and not same(other, declared.get(name)))

    found, _ = as_given(shown, {**live, name: other}, {} if kept is Known.NOTHING else kept)

    assert not same(declared, found)
    assert other == found[name]
    assert same({**shown, name: None}, {**found, name: None})


@given(attributes, normalizers)
def test_only_what_differs_is_kept(
    declared: dict[str, Any], normalize: Callable[[str], Any]
) -> None:
    """What comes back as it was given takes no room; the rest is Twilio's."""
    live = everywhere(normalize, declared)

    _, kept = as_given(declared, live, Known.SENT)

    assert (kept is Known.NOTHING) == same(declared, live)
    assert as_given(declared, declared, Known.SENT)[1] is Known.NOTHING
    assert same(as_answered(declared, None if kept is Known.NOTHING else kept), live)


@pytest.mark.parametrize(
    ("given", "live", "known", "shown", "kept"),
    [
        ("A@b.c", "a@b.c", Known.NOTHING, "a@b.c", Known.NOTHING),
        ("A@b.c", "a@b.c", Known.SENT, "A@b.c", "a@b.c"),
        ("A@b.c", "a@b.c", "a@b.c", "A@b.c", "a@b.c"),
        ("A@b.c", "z@b.c", "a@b.c", "z@b.c", Known.NOTHING),
        ("A@b.c", "A@b.c", "a@b.c", "A@b.c", Known.NOTHING),
        ("https://a.b", None, Known.SENT, "https://a.b", ""),
        ("https://a.b", None, "", "https://a.b", ""),
        ("https://a.b", None, Known.NOTHING, None, Known.NOTHING),
        (None, "its default", Known.SENT, None, "its default"),
        (None, "its default", Known.NOTHING, "its default", Known.NOTHING),
        ({"a": "X", "b": "Y"}, {"a": "x", "b": "z"}, {"a": "x"}, {"a": "X", "b": "z"}, {"a": "x"}),
        ({"a": ["X"]}, {"a": ["x"]}, Known.SENT, {"a": ["X"]}, {"a": ["x"]}),
    ],
)
def test_the_given_value_is_shown_beside_its_correction(
    given: Any, live: Any, known: Any, shown: Any, kept: Any
) -> None:
    """The given value as long as Twilio's is the one that belongs to it."""
    assert (shown, kept) == as_given(given, live, known)


def test_the_paths_of_corrections_hold_no_value() -> None:
    """Names alone, at any depth."""
    kept = {"email": "x", "attributes": {"a": "y", "deep": {"b": ""}}}

    assert ["email", "attributes.a", "attributes.deep.b"] == list(paths(kept))


@pytest.mark.parametrize(
    ("wanted", "given", "known", "expected"),
    [
        ("A@b.c", "A@b.c", "a@b.c", True),
        ("a@b.c", "A@b.c", "a@b.c", True),
        ("a@b.c", "A@b.c", None, False),
        ("b@b.c", "A@b.c", "a@b.c", False),
        (None, "A@b.c", "", True),
        (None, "A@b.c", None, False),
        ({"a": "x", "b": "Y"}, {"a": "X", "b": "Y"}, {"a": "x"}, True),
        ({"a": "x"}, {"a": "X", "b": "Y"}, {"a": "x"}, False),
        ({"a": "x", "b": "z"}, {"a": "X", "b": "Y"}, {"a": "x"}, False),
        ({"a": {"b": "x"}}, {"a": {"b": "X"}}, {"a": {"b": "x"}}, True),
        ({"a": "x"}, {}, {"a": "x"}, True),
        (None, {"a": "X"}, {"a": "x"}, False),
    ],
)
def test_a_value_may_be_declared_as_twilio_writes_it(
    wanted: Any, given: Any, known: Any, *, expected: bool
) -> None:
    """It is what was given before, in parts or whole; a part that is left out has changed."""
    assert expected == is_still(wanted, given, known)


@pytest.mark.parametrize(
    ("kept", "given", "kept_before", "given_before", "new"),
    [
        ("a@b.c", "A@b.c", None, None, "a@b.c"),
        ("a@b.c", "A@b.c", "a@b.c", "A@b.c", None),
        ("a@b.c", "A@b.c", "a@b.c", "B@b.c", "a@b.c"),
        ("a@b.c", "A@b.c", "b@b.c", "A@b.c", "a@b.c"),
        ("", "A@b.c", "", "A@b.c", None),
        ("", "A@b.c", None, "A@b.c", ""),
        ({"a": "x", "b": "y"}, {"a": "X", "b": "Y"}, {"a": "x"}, {"a": "X", "b": "y"}, {"b": "y"}),
        ({"a": {"b": "x"}}, {"a": {"b": "X"}}, {"a": {"b": "x"}}, {"a": {"b": "X"}}, None),
        ({"a": "x"}, "given", {"a": "x"}, "given", None),
    ],
)
def test_only_another_pair_of_values_is_news(
    kept: Any, given: Any, kept_before: Any, given_before: Any, new: Any
) -> None:
    """What was remembered of the same given value has been told already."""
    assert new == moved(kept, given, kept_before, given_before)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("A@Example.com", "a@example.com", True),
        ("12-3456789", "123456789", True),
        ("https://Example.com", "https://example.com/", True),
        ("(202) 555-0142", "+12025550142", True),
        ({"a": [" X "]}, {"a": ["x"]}, True),
        ("Acme", "Acme Two", False),
        ("12", "312", False),
        ({"a": "x"}, {"b": "x"}, False),
        (1, True, False),
    ],
)
def test_two_spellings_of_a_value_are_alike(one: Any, other: Any, *, expected: bool) -> None:
    """The same letters and digits; a phone number may lack its country."""
    assert expected == alike(one, other) == alike(other, one)


def test_a_sent_value_has_arrived_in_another_spelling() -> None:
    """Another spelling counts only when something else was there before."""
    assert has_arrived("Acme", "Acme", "Acme")
    assert has_arrived("New@a.b", "new@a.b", "old@a.b")
    assert not has_arrived("New@a.b", "new@a.b", "new@a.b")
    assert not has_arrived("New@a.b", "old@a.b", "old@a.b")


def test_white_space_at_the_ends_makes_no_other_name() -> None:
    """It makes no other name, and no filter that would miss a trimmed name."""
    assert same_name(" Acme\n", "Acme")
    assert not same_name("Ac me", "Acme")
    assert not same_name(None, "Acme")
    assert ("Acme", None, None) == (name_filter("Acme"), name_filter("Acme "), name_filter(None))
