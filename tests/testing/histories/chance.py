"""Programs and histories that hypothesis makes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from declared import Declared, settled
from hypothesis import strategies as st
from twins import Command

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hypothesis.strategies import DrawFn, SearchStrategy

_Value = TypeVar("_Value")

SLOTS = ("a", "b", "c", "d", "e", "f")
OURS = ("person", "product", "link")
ALL_OURS = (*OURS, "backing", "numbers")
_FAULTS = {
    "up": (
        ("POST", "/EndUsers$"),
        ("POST", "/EndUsers/IT[^/]+$"),
        ("POST", "/TrustProducts$"),
        ("POST", "/TrustProducts/BU[^/]+$"),
        ("POST", "/EntityAssignments$"),
        ("POST", "/TrustProducts/.*/ChannelEndpointAssignments$"),
    ),
    "refresh": (("GET", "/EndUsers/IT[^/]+$"),),
    "destroy": (("DELETE", "/EndUsers/IT[^/]+$"),),
}
"""Requests that Trust Hub may refuse; each is sent by one resource, so that chance has no say."""
_WHAT = ("thing",) * 6 + ("box", "box", "owner", "look")
_FEEDABLE = ("note", "kind", "unique", "unique", "value")
_VERBS = (*("up",) * 12, *("preview",) * 3, *("refresh",) * 3, "destroy")
_LENGTHS = (2, 3, 4)
"""Commands after the first up."""


_SELDOM = st.sampled_from((False, False, False, True))


def _rarely(usual: _Value, *others: _Value) -> SearchStrategy[_Value]:
    return st.sampled_from((usual,) * (3 * len(others)) + others)


def _some(choices: Sequence[_Value], most: int = 2) -> SearchStrategy[tuple[_Value, ...]]:
    if not choices:
        return st.just(())
    return st.lists(st.sampled_from(choices), max_size=most, unique=True).map(tuple)


def _field(name: str, slot: str) -> SearchStrategy[Any]:
    """What one field of a declaration may be."""
    place = SLOTS.index(slot) if slot in SLOTS else 0
    # Mostly those before it: only they can be referred to, unless the program is turned around.
    others = (*SLOTS[:place] * 3, *SLOTS[place + 1 :])
    feeds = st.lists(
        st.tuples(st.sampled_from(_FEEDABLE), st.sampled_from(others)),
        min_size=place % 2,
        max_size=2,
        unique_by=lambda feed: feed[0],
    )
    choices: dict[str, Callable[[], SearchStrategy[Any]]] = {
        "value": lambda: st.sampled_from(("1", "2", "3")),
        "note": lambda: st.sampled_from(("", "n", "m")),
        "kind": lambda: st.sampled_from(("", "k", "l")),
        "unique": lambda: st.sampled_from(("", "u", "v")),
        "secret": st.booleans,
        "feeds": lambda: feeds.map(tuple),
        "after": lambda: _some(others),
        "parent": lambda: st.sampled_from(("", "", *others)),
        "owner": lambda: st.sampled_from(("", "", *others)),
        "protect": lambda: st.sampled_from((*(None,) * 6, True, False)),
        "retain": lambda: st.sampled_from((None, None, None, True)),
        "ignore": lambda: _some(("value", "note", "kind", "unique")),
        "early": lambda: st.sampled_from((None, True, False)),
        "replace_on": lambda: _some(("value", "note", "*"), 1),
        "name": lambda: st.sampled_from(("", f"{slot}2")),
        "aliases": lambda: _some((slot, f"{slot}2")),
        "came_from": lambda: st.sampled_from(("", "root", *others)),
        "goes_with": lambda: _rarely("", *others),
        "replaced_with": lambda: _some(others, 1),
        "hidden": st.booleans,
        "trigger": lambda: st.sampled_from(("", "t", "s")),
    }
    return choices[name]()


_ALWAYS = ("value", "kind", "unique", "feeds", "after", "parent", "owner")
_SOMETIMES = (
    "note",
    "secret",
    "protect",
    "retain",
    "ignore",
    "early",
    "replace_on",
    "aliases",
    "goes_with",
    "replaced_with",
    "hidden",
    "trigger",
)
_EDITED = (*_ALWAYS, *_SOMETIMES, "name", "name", "came_from")
_EDITS = (
    *("unique",) * 6,
    *("kind",) * 4,
    *("value",) * 3,
    *("field",) * 8,
    *("drop",) * 3,
    "add",
    "move",
)
_OF_OURS = (
    *(*("value", "note", "kind") * 2, "protect", "retain", "early", "after"),
    *("ignore", "name", "replace_on"),
)


def _fields_of(each: Declared) -> tuple[str, ...]:
    return _OF_OURS if each.what in ALL_OURS else _EDITED


@st.composite
def _declared(draw: DrawFn, slot: str) -> Declared:
    what = draw(st.sampled_from(_WHAT))
    given = {name: draw(_field(name, slot)) for name in _ALWAYS}
    for name in draw(_some(_SOMETIMES, 3)):
        given[name] = draw(_field(name, slot))
    return Declared(slot, what, **given)


@st.composite
def _programs(draw: DrawFn) -> tuple[Declared, ...]:
    slots = SLOTS[: draw(st.integers(2, len(SLOTS)))]
    program = [draw(_declared(slot)) for slot in slots]
    if draw(_rarely(0, 1)):
        program += [Declared(slot, slot) for slot in OURS]
    return tuple(program)


@st.composite
def _native_programs(draw: DrawFn) -> tuple[Declared, ...]:
    things = draw(st.lists(st.sampled_from(SLOTS[:2]), max_size=1).map(tuple))
    ours = tuple(Declared(slot, slot) for slot in ALL_OURS)
    return (*[draw(_declared(slot)) for slot in things], *ours)


@st.composite
def _edited(draw: DrawFn, program: tuple[Declared, ...]) -> tuple[Declared, ...]:
    """A program as somebody changes it: one or a few things at once."""
    found = list(program)
    for _ in range(draw(st.sampled_from((1, 2, 3, 4, 0)))):
        index = draw(st.integers(0, len(found) - 1)) if found else 0
        edit = draw(st.sampled_from(_EDITS))
        if edit == "add" or not found:
            slot = draw(st.sampled_from(SLOTS))
            if all(each.slot != slot for each in found):
                found.insert(index, draw(_declared(slot)))
        elif edit == "drop":
            del found[index]
        elif edit == "move":
            found.insert(draw(st.integers(0, len(found) - 1)), found.pop(index))
        else:
            fields = _fields_of(found[index])
            named = edit != "field" and found[index].what not in ALL_OURS
            name = edit if named else draw(st.sampled_from(fields))
            found[index] = draw(_with(found[index], name))
    return tuple(found)


@st.composite
def _with(draw: DrawFn, each: Declared, name: str) -> Declared:
    given = {name: draw(_field(name, each.slot))}
    if name == "name":
        # Most who rename a resource say what its name was.
        given["aliases"] = (each.called,) if draw(_rarely(1, 0)) else ()
    if name == "parent" and draw(_rarely(1, 0)):
        given["came_from"] = each.parent or "root"
    return replace(each, **given)


@st.composite
def histories(draw: DrawFn) -> tuple[Command, ...]:
    """A first up and what comes after; the simplest of all, with which it begins, is nothing."""
    if not draw(st.sampled_from((False, *(True,) * 40))):
        return ()
    program = draw(_programs())
    commands = [draw(_command(program, "up", odds=7))]
    for _ in range(draw(st.sampled_from(_LENGTHS))):
        verb = draw(st.sampled_from(_VERBS))
        before = program
        if verb in {"preview", "up"}:
            program = draw(_edited(program))
        touched = [
            each for each in (*before, *program) if each not in before or each not in program
        ]
        commands.append(draw(_command(program, verb, touched=touched)))
        if verb == "preview":
            # What was foreseen is done, too.
            commands.append(replace(commands[-1], verb="up"))
    return tuple(commands)


@st.composite
def native_histories(draw: DrawFn) -> tuple[Command, ...]:
    """A history of Trust Hub's resources, which are the plugin's from some command on."""
    if not draw(st.sampled_from((False, *(True,) * 40))):
        return ()
    program = draw(_native_programs())
    commands = [Command("up", program)]
    for _ in range(draw(st.sampled_from(_LENGTHS))):
        verb = draw(st.sampled_from(_VERBS))
        if verb in {"preview", "up"}:
            program = draw(_edited(program))
        by_hand = draw(_some(("person", "product", "link", "numbers"), 1))
        if by_hand and verb != "destroy":
            commands.append(Command("refresh", by_hand=by_hand))
        said = settled(program) if verb in {"preview", "up"} else ()
        faults = draw(_some(_FAULTS.get(verb, ()), 2)) if draw(_SELDOM) else ()
        commands.append(Command(verb, said, faults=faults))
        if verb == "preview" or faults:
            commands.append(Command("up", settled(program)))
    moved = draw(st.sampled_from((0, 0, 0, *range(1, len(commands)))))
    return tuple(replace(command, native=place >= moved) for place, command in enumerate(commands))


@st.composite
def _command(
    draw: DrawFn,
    program: tuple[Declared, ...],
    verb: str,
    *,
    odds: int = 1,
    touched: Sequence[Declared] = (),
) -> Command:
    said = settled(program)
    names = sorted({each.called for each in said if each.what == "thing"})
    known = sorted({*names, *SLOTS[:2]}) + [each.called for each in touched] * 3
    trouble: tuple[tuple[str, str, str], ...] = ()
    if draw(st.sampled_from((False, *(False,) * odds, True))):
        verbs = {
            "up": ("create", "create", "create", "delete", "delete", "update", "check", "diff"),
            "preview": ("check", "diff"),
            "refresh": ("read",),
            "destroy": ("delete",),
        }[verb]
        trouble = draw(
            st.lists(
                st.tuples(
                    st.sampled_from(verbs),
                    st.sampled_from(known),
                    st.sampled_from(("clean", "plain", "half")),
                ),
                min_size=1,
                max_size=3,
                unique_by=lambda told: told[:2],
            ).map(tuple)
        )
    drift: tuple[tuple[str, str], ...] = ()
    if verb == "refresh" or (verb != "preview" and draw(_SELDOM)):
        told = st.tuples(st.sampled_from([*known, "outside"]), st.sampled_from(("other", "gone")))
        drift = draw(st.lists(told, max_size=2, unique_by=lambda each: each[0]).map(tuple))
        drift = tuple(each for each in drift if each != ("outside", "gone"))
    replaced: tuple[str, ...] = ()
    if odds == 1 and verb in {"up", "preview"} and draw(_SELDOM):
        replaced = draw(_some(names, 1))
    owner = draw(_rarely("me", "you"))
    return Command(
        verb,
        said if verb in {"up", "preview"} else (),
        replace=replaced,
        trouble=trouble,
        drift=drift,
        owner=owner,
    )
