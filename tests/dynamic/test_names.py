"""Are names of both spellings each other's, and are texts free of Python's?"""

from __future__ import annotations

import pytest

from pulumi_trusthub.dynamic.names import camel, camel_path, reword, snake, to_snake
from pulumi_trusthub.plugin.catalogue import NAMES


@pytest.mark.parametrize("name", sorted(NAMES))
def test_a_name_comes_back(name: str) -> None:
    """From camelCase; and a name in snake_case stays as it is."""
    assert name == snake(camel(name)) == snake(name)
    assert "_" not in camel(name)


def test_inside_a_property_nothing_is_renamed() -> None:
    """Keys are data; Pulumi's own names are dropped."""
    given = {"friendlyName": {"businessName": 1}, "__provider": "x"}

    assert {"friendly_name": {"businessName": 1}} == to_snake(given)


def test_a_path_is_renamed_at_its_beginning() -> None:
    """A failure names the property that the program has."""
    assert "channelEndpointSids[3]" == camel_path("channel_endpoint_sids[3]")
    assert "policySid" == camel_path("policy_sid")
    assert "" == camel_path("")


def test_texts_are_free_of_python() -> None:
    """Settings, names of properties and functions; but Twilio's names stay."""
    text = "set allow_replace=True; get_phone_numbers finds it; attributes.last_name, my_name"

    assert (
        "set allowReplace: true; getPhoneNumbers finds it; attributes.last_name, my_name"
    ) == reword(text, NAMES)
