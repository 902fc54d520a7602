"""A submission as a program meets it."""

from __future__ import annotations

from typing import Any

import pulumi
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
