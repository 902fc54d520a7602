"""References to objects in Trust Hub: a bundle, and an assignment on a bundle.

A BU SID alone does not tell a trust product from a customer profile (Twilio's OpenAPI file, ``sid``
patterns), so a bundle is referred to by its kind and its SID together.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from .errors import InvalidIdError
from .sids import (
    CHANNEL_ENDPOINT_ASSIGNMENTS,
    ENTITY_ASSIGNMENTS,
    EVALUATIONS,
    SID_KINDS,
    in_one_case,
    sid_problem,
    with_article,
)

if TYPE_CHECKING:
    from collections.abc import Mapping


class BundleKind(Enum):
    """The kinds of bundle; the value is the collection's name in the API's paths."""

    CUSTOMER_PROFILE = "CustomerProfiles"
    TRUST_PRODUCT = "TrustProducts"

    @property
    def collection(self) -> str:
        """The collection's name in the API's paths."""
        return self.value

    @property
    def type_name(self) -> str:
        """The resource type: ``TrustProduct``."""
        return self.value.removesuffix("s")

    @property
    def noun(self) -> str:
        """The name for people: ``trust product``."""
        return self.name.lower().replace("_", " ")

    @property
    def input_name(self) -> str:
        """The input that names a bundle of this kind: ``trust_product_sid``."""
        return f"{self.name.lower()}_sid"


PARENT_INPUTS = tuple(sorted((kind.input_name for kind in BundleKind), reverse=True))
"""The inputs that name the bundle of an assignment, the trust product's first."""


@dataclass(frozen=True)
class BundleRef:
    """A bundle, by kind and SID; as a string, its noun and SID for people."""

    kind: BundleKind
    sid: str

    @classmethod
    def parse(cls, path: str) -> BundleRef | None:
        """Read a path such as ``TrustProducts/BU…``; None for a path of another form."""
        collection, _, sid = path.partition("/")
        if collection not in _COLLECTIONS or sid_problem(sid, "BU"):
            return None
        return cls(BundleKind(collection), in_one_case(sid))

    @classmethod
    def require(cls, id_: str, noun: str) -> BundleRef:
        """Read a resource's id, its bundle's path, or raise an :class:`InvalidIdError`."""
        ref = cls.parse(id_)
        if ref is None:
            raise InvalidIdError(
                f"{id_!r} is not the id of {with_article(noun)}, which is its bundle's path: "
                f"TrustProducts/BU… or CustomerProfiles/BU…."
            )
        return ref

    @classmethod
    def parse_loosely(cls, id_: str) -> tuple[BundleKind | None, str]:
        """Read a bundle's path, or its SID alone, which does not show the kind.

        Raises:
            InvalidIdError: The text is neither a path nor a SID.
        """
        collection, slash, sid = id_.rpartition("/")
        if sid_problem(sid, "BU") or (slash and collection not in _COLLECTIONS):
            raise InvalidIdError(
                f"{id_!r} is neither a bundle's SID, BU and 32 hexadecimal digits, nor its path: "
                f"TrustProducts/BU… or CustomerProfiles/BU…."
            )
        return BundleKind(collection) if slash else None, in_one_case(sid)

    @classmethod
    def of_inputs(cls, inputs: Mapping[str, Any]) -> BundleRef:
        """Read the bundle that the checked inputs name."""
        [ref] = (
            cls(kind, inputs[kind.input_name]) for kind in BundleKind if inputs.get(kind.input_name)
        )
        return ref

    @property
    def path(self) -> str:
        """The path in the API below ``/v1/``."""
        return f"{self.kind.collection}/{self.sid}"

    @property
    def evaluations(self) -> str:
        """The path of the bundle's evaluations."""
        return f"{self.path}/{EVALUATIONS}"

    @property
    def other_kinds(self) -> list[BundleRef]:
        """The bundles of the other kinds with the same SID, which may be the intended bundle."""
        return [BundleRef(kind, self.sid) for kind in BundleKind if kind is not self.kind]

    def as_input(self) -> dict[str, str]:
        """The input that names this bundle."""
        return {self.kind.input_name: self.sid}

    def __str__(self) -> str:
        return f"{self.kind.noun} {self.sid}"


_COLLECTIONS = {kind.collection for kind in BundleKind}


@dataclass(frozen=True)
class AssignmentKind:
    """A kind of assignment.

    Attributes:
        collection: Its name in the API's paths.
        prefix: How its SIDs begin.
        target_field: The field with the SID of the assigned object.
        wire_name: The name of that field in a POST.
    """

    collection: str
    prefix: str
    target_field: str
    wire_name: str

    def on(self, bundle: BundleRef) -> str:
        """Give the path of a bundle's assignments of this kind."""
        return f"{bundle.path}/{self.collection}"

    def require(self, path: str) -> BundleRef:
        """Read the path of a bundle's assignments, or raise an :class:`InvalidIdError`."""
        parent, _, collection = path.rpartition("/")
        bundle = BundleRef.parse(parent)
        if bundle is None or collection != self.collection:
            raise InvalidIdError(
                f"{path!r} is not the id of a bundle's {SID_KINDS[self.prefix]}s, which is their "
                f"path: {_paths(self.collection)}."
            )
        return bundle


ENTITY = AssignmentKind(ENTITY_ASSIGNMENTS, "BV", "object_sid", "ObjectSid")
CHANNEL_ENDPOINT = AssignmentKind(
    CHANNEL_ENDPOINT_ASSIGNMENTS, "RA", "channel_endpoint_sid", "ChannelEndpointSid"
)


@dataclass(frozen=True)
class AssignmentRef:
    """An assignment on a bundle."""

    kind: AssignmentKind
    bundle: BundleRef
    sid: str

    @classmethod
    def require(cls, id_: str, kind: AssignmentKind) -> AssignmentRef:
        """Read an assignment's id, which is its path, or raise an :class:`InvalidIdError`."""
        parent, _, rest = id_.partition(f"/{kind.collection}/")
        bundle = BundleRef.parse(parent)
        if bundle is None or sid_problem(rest, kind.prefix):
            noun = with_article(SID_KINDS[kind.prefix])
            paths = _paths(f"{kind.collection}/{kind.prefix}…")
            raise InvalidIdError(f"{id_!r} is not the id of {noun}, which is its path: {paths}.")
        return cls(kind, bundle, in_one_case(rest))

    @property
    def path(self) -> str:
        """The path in the API below ``/v1/``."""
        return f"{self.kind.on(self.bundle)}/{self.sid}"


def evaluated_bundle(id_: str) -> BundleRef:
    """Read the bundle in an evaluation's id, or raise an :class:`InvalidIdError`."""
    parent, _, sid = id_.partition(f"/{EVALUATIONS}/")
    bundle = BundleRef.parse(parent)
    if bundle is None or sid_problem(sid, "EL"):
        paths = _paths(f"{EVALUATIONS}/EL…")
        raise InvalidIdError(f"{id_!r} is not the id of an evaluation, which is its path: {paths}.")
    return bundle


def _paths(tail: str) -> str:
    """Give the form of a path on a bundle of either kind."""
    return f"TrustProducts/BU…/{tail} or CustomerProfiles/BU…/{tail}"
