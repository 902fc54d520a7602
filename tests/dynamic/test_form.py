"""Do resources register in the form that the program asks for?"""

from __future__ import annotations

import contextvars
from typing import TYPE_CHECKING, Any

import pulumi
import pytest
from pulumi.runtime import set_all_config

from pulumi_trusthub.dynamic.form import NativeForm, native_form, native_options, set_form

if TYPE_CHECKING:
    from collections.abc import Callable


def in_a_program(look: Callable[[], Any], configuration: dict[str, str] | None = None) -> Any:
    """Run in a context of its own, as every program does."""

    def program() -> Any:
        set_all_config(configuration or {})
        return look()

    return contextvars.copy_context().run(program)


def test_a_program_is_dynamic_unless_it_asks() -> None:
    """So it needs no plugin."""
    assert in_a_program(native_form) is None


@pytest.mark.parametrize(("value", "expected"), [("true", True), ("false", False)])
def test_the_configuration_chooses_the_form(value: str, *, expected: bool) -> None:
    """For the whole program."""
    found = in_a_program(native_form, {"trusthub:native": value})

    assert expected is (found is not None)


def test_a_wrong_value_is_named() -> None:
    """Rather than being taken for one of the two."""
    with pytest.raises(pulumi.ConfigTypeError, match="trusthub:native"):
        in_a_program(native_form, {"trusthub:native": "perhaps"})


def test_a_form_is_chosen_for_one_program_alone() -> None:
    """Two programs may run in one process, and two components be built in the plugin."""
    form = NativeForm({"trusthub:accountSid": "AC"})

    def program() -> bool:
        set_form(form)
        return native_form() is form

    assert in_a_program(program)
    assert in_a_program(native_form) is None


def test_options_name_properties_as_the_wire_does() -> None:
    """At the beginning of a path, and nowhere else; what is not given stays so."""
    given = pulumi.ResourceOptions(
        ignore_changes=["friendly_name", "attributes.last_name"],
        replace_on_changes=["status_callback"],
        additional_secret_outputs=["date_created"],
    )

    found = native_options(given, "old:type:Token")

    assert ["friendlyName", "attributes.last_name"] == found.ignore_changes
    assert ["statusCallback"] == found.replace_on_changes
    assert ["dateCreated"] == found.additional_secret_outputs
    assert found.hide_diffs is None
    [alias] = found.aliases or []
    assert "old:type:Token" == getattr(alias, "type_", None)
    assert ["friendly_name", "attributes.last_name"] == given.ignore_changes
