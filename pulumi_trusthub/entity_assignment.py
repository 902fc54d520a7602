"""EntityAssignment: attaches a customer profile, an end user or a document to a bundle."""

from __future__ import annotations

from typing import Annotated, ClassVar, overload

import pulumi
from pydantic import AfterValidator

from ._assigning import AssignmentInputs, AssignmentProvider, AssignmentResource
from ._ids import ENTITY, sid_problem, wrong_kind_of_sid
from ._inputs import Known

ENTITIES = "a customer profile (BU…), an end user (IT…) or a supporting document (RD…)"


def _entity_sid(value: str) -> str:
    problem = wrong_kind_of_sid(value, {"BU", "IT", "RD"}, ENTITIES) or sid_problem(value, None)
    if problem:
        raise ValueError(problem)
    return value


class EntityAssignmentInputs(AssignmentInputs):
    """The inputs of an entity assignment."""

    replaces: ClassVar[frozenset[str]] = AssignmentInputs.replaces | {"object_sid"}

    object_sid: Annotated[str, AfterValidator(_entity_sid), Known]


class EntityAssignmentProvider(AssignmentProvider):
    """Makes, reads and deletes entity assignments; Trust Hub cannot change one."""

    noun = "entity assignment"
    inputs = EntityAssignmentInputs
    kind = ENTITY
    fields: ClassVar[dict[str, str]] = {"object_sid": ENTITY.parameter}


class EntityAssignment(AssignmentResource, module="trusthub", name="EntityAssignment"):
    """Attaches a customer profile, an end user or a supporting document to a bundle.

    For SHAKEN/STIR it links the trust product to the business profile.  Its id is its path:
    ``TrustProducts/BU…/EntityAssignments/BV…``.
    """

    object_sid: pulumi.Output[str]
    """What is attached."""

    _verbs = EntityAssignmentProvider()

    @overload
    def __init__(
        self,
        resource_name: str,
        *,
        object_sid: pulumi.Input[str],
        trust_product_sid: pulumi.Input[str],
        keep_existing: bool = False,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None: ...

    @overload
    def __init__(
        self,
        resource_name: str,
        *,
        object_sid: pulumi.Input[str],
        customer_profile_sid: pulumi.Input[str],
        keep_existing: bool = False,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None: ...

    def __init__(
        self,
        resource_name: str,
        *,
        object_sid: pulumi.Input[str],
        trust_product_sid: pulumi.Input[str] | None = None,
        customer_profile_sid: pulumi.Input[str] | None = None,
        keep_existing: bool = False,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Declare an entity assignment; every change of it is a replacement.

        Args:
            resource_name: What the stack calls it.
            object_sid: What is attached: ``BU…`` (a customer profile), ``IT…`` or ``RD…``.
            trust_product_sid: The trust product it is attached to, or
            customer_profile_sid: the customer profile it is attached to.
            keep_existing: Leave it in place on destroy if it was there before this stack.
            opts: A bag of options.
        """
        inputs = {
            "object_sid": object_sid,
            "trust_product_sid": trust_product_sid,
            "customer_profile_sid": customer_profile_sid,
            "keep_existing": keep_existing or None,
        }
        self._declare(resource_name, inputs, opts)
