"""A submission as a program meets it."""

from __future__ import annotations

from typing import Any

import pulumi
import pytest
from recorded_parts import PRODUCT, Recorded, run

import pulumi_trusthub as trusthub


def test_a_submission_comes_after_the_resources_that_it_requires(mocks: Recorded) -> None:
    """``requires`` orders, and ``depends_on`` of the options is kept."""
    order: list[str] = []
    first = Recorded.new_resource

    def ordered(args: pulumi.runtime.MockResourceArgs) -> tuple[str | None, dict[Any, Any]]:
        order.append(args.name)
        return first(mocks, args)

    mocks.new_resource = ordered  # type: ignore[method-assign]

    def program() -> pulumi.Output[Any]:
        one = trusthub.EntityAssignment("one", trust_product_sid=PRODUCT, object_sid=PRODUCT)
        two = trusthub.EntityAssignment("two", trust_product_sid=PRODUCT, object_sid=PRODUCT)
        return trusthub.Submission(
            "last",
            trust_product_sid=PRODUCT,
            requires=[one],
            opts=pulumi.ResourceOptions(depends_on=[two]),
        ).id

    run(program)

    assert order[-1] == "last"
    assert {"one", "two", "last"} == set(order)


@pytest.mark.parametrize("name", ["requires", "awaits"])
@pytest.mark.usefixtures("mocks")
def test_a_single_resource_in_place_of_a_list_is_named(name: str) -> None:
    """Python alone would say that a submission cannot be iterated."""

    def program() -> pulumi.Output[Any]:
        one: Any = trusthub.Submission("one", trust_product_sid=PRODUCT)
        return trusthub.Submission("last", trust_product_sid=PRODUCT, **{name: one}).id

    with pytest.raises(TypeError, match=rf"^{name} is a list of resources, such as {name}=\["):
        run(program)
