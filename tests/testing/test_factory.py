"""What does a stack of the fixture run, and with which configuration?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pulumi_trusthub.testing import Secret, StackFactory

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def stacks(tmp_path: Path) -> StackFactory:
    """What the fixture gives, with a server that nobody asks."""
    config: dict[str, str | Secret] = {
        "trusthub:accountSid": "AC1",
        "trusthub:authToken": Secret("token"),
        "trusthub:baseUrl": "http://127.0.0.1:9",
    }
    return StackFactory(tmp_path, config=config)


def program() -> None:
    """Declare nothing."""


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ({"key": "text"}, {"project:key": "text"}),
        ({"other:key": "text"}, {"other:key": "text"}),
        ({"list": ["a", 1]}, {"project:list": '["a", 1]'}),
        ({"flag": True}, {"project:flag": "true"}),
        ({"number": 5}, {"project:number": "5"}),
        ({"secret": Secret("x")}, {"project:secret": Secret("x")}),
    ],
)
def test_a_program_reads_the_given_configuration(
    stacks: StackFactory, config: dict[str, object], expected: dict[str, object]
) -> None:
    """Keys get the project's namespace, and values are written as JSON unless they are texts."""
    assert {
        "trusthub:accountSid": "AC1",
        "trusthub:authToken": Secret("token"),
        "trusthub:baseUrl": "http://127.0.0.1:9",
        **expected,
    } == stacks(program, config=config).config


def test_a_test_can_bring_its_own_credentials(stacks: StackFactory) -> None:
    """They are never mixed with the default account's, and the server stays the same."""
    stack = stacks(program, config={"trusthub:accountSid": "AC2", "trusthub:apiKey": "SK2"})

    assert {
        "trusthub:accountSid": "AC2",
        "trusthub:apiKey": "SK2",
        "trusthub:baseUrl": "http://127.0.0.1:9",
    } == stack.config


@pytest.mark.parametrize(
    ("name", "expected"),
    [("name: plain", "plain"), ('name: "in-quotes"  # so', "in-quotes"), ("runtime: x", "project")],
)
def test_the_project_has_the_name_in_its_file_or_the_given_name(
    stacks: StackFactory, tmp_path: Path, name: str, expected: str
) -> None:
    """The one in `Pulumi.yaml`, or what a test says."""
    (tmp_path / "Pulumi.yaml").write_text(f"{name}\nruntime: python\n", encoding="utf-8")
    (tmp_path / "__main__.py").touch()

    assert expected == stacks(".").project
    assert "another" == stacks(".", project="another").project
    assert ("project", "test") == (stacks(program).project, stacks(program).stack)


def test_a_missing_program_is_explained(stacks: StackFactory, tmp_path: Path) -> None:
    """Where it was looked for, and what a path means."""
    with pytest.raises(FileNotFoundError, match="from the test's own folder") as raised:
        stacks("nowhere")

    assert str(tmp_path / "nowhere") in str(raised.value)
