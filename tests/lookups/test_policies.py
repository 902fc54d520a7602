"""The policies are Twilio's."""

from __future__ import annotations

import pytest

import pulumi_trusthub as trusthub


@pytest.mark.usefixtures("simulator")
def test_the_known_policies_are_among_twilios() -> None:
    """The known names are among them."""
    assert trusthub.Policy.SHAKEN_STIR.value in {rules.sid for rules in trusthub.get_policies()}
