"""What is personal reaches a program, and a state as a secret alone."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pulumi
import pytest

from pulumi_trusthub._core.model.results import EndUserResult
from pulumi_trusthub.lookups.personal import PersonalData, as_plain, guarded

ADA = {"first_name": "Ada", "address": {"city": "London"}}


def test_personal_data_is_a_mapping_for_the_program() -> None:
    """Equal to the dictionary of the same attributes, and changed with neither."""
    given = dict(ADA)
    data = PersonalData(given)
    given["first_name"] = "Augusta"

    assert ADA == data == dict(data)
    assert ("Ada", None, 2) == (data["first_name"], data.get("last_name"), len(data))
    with pytest.raises(TypeError):
        json.dumps(data)


def test_pulumi_makes_a_secret_of_personal_data() -> None:
    """However deep in an input, and whether Pulumi serializes or lifts the input."""

    async def asked() -> list[tuple[object, bool]]:
        inputs: tuple[Any, ...] = (PersonalData(ADA), [{"a": PersonalData(ADA)}])
        outputs = [pulumi.Output.from_input(value) for value in inputs]
        return [(await it.future(), await it.is_secret()) for it in outputs]

    alone, inside = asyncio.run(asked())

    assert (ADA, True) == alone
    assert ([{"a": ADA}], True) == inside


def test_only_the_attributes_are_guarded() -> None:
    """And the guard goes where the whole output is a secret."""
    record = guarded({"sid": "IT1", "type": "x", "attributes": ADA})
    result = EndUserResult(sid="IT1", type="x", attributes=record["attributes"])

    assert ("IT1", "x") == (record["sid"], record["type"])
    assert isinstance(result.attributes, PersonalData)
    [plain] = as_plain((result,))
    assert isinstance(plain.attributes, dict)
    assert result == plain
    assert (EndUserResult(sid="IT2"),) == as_plain((EndUserResult(sid="IT2"),))
