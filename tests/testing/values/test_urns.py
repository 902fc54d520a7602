"""Are names of resources written and read as the engine does?"""

from __future__ import annotations

from pulumi_trusthub.testing.values import urns


def test_a_components_type_stands_in_front_of_its_childs() -> None:
    """The stack's is not."""
    stack = urns.make_urn(stack="dev", project="p", type_=urns.STACK_TYPE, name="p-dev")
    box = urns.make_urn(stack="dev", project="p", type_="toy:Box", name="box", parent=stack)
    child = urns.make_urn(stack="dev", project="p", type_="toy:Thing", name="a::b", parent=box)

    assert "urn:pulumi:dev::p::toy:Box::box" == box
    assert "urn:pulumi:dev::p::toy:Box$toy:Thing::a::b" == child
    assert ("toy:Box$toy:Thing", "toy:Thing", "a::b") == (
        urns.qualified_type(child),
        urns.type_of(child),
        urns.name_of(child),
    )


def test_a_default_provider_is_told_from_a_declared_one() -> None:
    """A reference to either leads back to it."""
    default, own = (
        urns.make_urn(stack="dev", project="p", type_=urns.provider_type(urns.DYNAMIC), name=name)
        for name in ("default_3_0_0", "own")
    )

    assert [True, False] == [urns.is_default_provider(urn) for urn in (default, own)]
    assert own == urns.provider_urn(urns.reference(own, "an-id"))
