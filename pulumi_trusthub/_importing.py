"""What exists in an account, as a file for ``pulumi import --file`` and the program that matches.

A dynamic provider cannot be asked by ``pulumi import``, which sends it nothing but an id.  From CLI
3.254 on a file may carry inputs and outputs whole, and then the provider is not asked.
"""

from __future__ import annotations

import json
import keyword
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pulumi.dynamic.dynamic import serialize_provider

from ._assigning import bundle_input
from ._bundles import DRAFT, status_of
from ._ids import CHANNEL_ENDPOINT, CUSTOMER_PROFILES, ENTITY, TRUST_PRODUCTS
from ._status import PROVIDER_KEY
from ._waiting import locate_bundle
from .channel_endpoint_assignment import ChannelEndpointAssignment
from .customer_profile import CustomerProfile
from .entity_assignment import EntityAssignment
from .policies import Policy
from .submission import Submission
from .trust_product import TrustProduct

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ._client import Record, TrustHubClient
    from ._resource import TrustHubResource

_BUNDLES: dict[str, type[TrustHubResource]] = {
    CUSTOMER_PROFILES: CustomerProfile,
    TRUST_PRODUCTS: TrustProduct,
}


@dataclass
class Existing:
    """A bundle with everything on it, and the names it gets in a program.

    Attributes:
        path: The bundle's path.
        record: As Twilio wrote it.
        name: What the stack calls it.
        links: SID of what is attached, and the assignment's id.
        numbers: Number, its SID, and the assignment's id.
    """

    path: str
    record: Record
    name: str
    links: list[tuple[str, str]] = field(default_factory=list)
    numbers: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def collection(self) -> str:
        """Which of the two kinds it is."""
        return self.path.partition("/")[0]

    @property
    def parent_input(self) -> str:
        """The input by which what is on it names it."""
        return next(iter(bundle_input(self.path)))

    @property
    def variable(self) -> str:
        """What a program calls it."""
        name = re.sub(r"\W+", "_", self.name).strip("_")
        return f"bundle_{name}" if keyword.iskeyword(name) or not name[:1].isalpha() else name


def existing(client: TrustHubClient, wanted: Sequence[str]) -> list[Existing]:
    """Read bundles, profiles first.

    Args:
        client: Whose they are.
        wanted: SIDs or paths; none for all but primary profiles, which are made in Twilio's
            Console and shared by all that the account does.

    Raises:
        TrustHubError: One of them does not exist.
    """
    if wanted:
        paths = [locate_bundle(client, id_) for id_ in wanted]
        records = {path: client.fetch(path) for path in paths}
    else:
        records = {
            f"{collection}/{record['sid']}": record
            for collection in _BUNDLES
            for record in client.records(collection)
            if record.get("policy_sid") != Policy.PRIMARY_CUSTOMER_PROFILE.value
        }
    e164 = {n["sid"]: n.get("phone_number") for n in client.phone_numbers(client.account_sid)}
    unused = _unused()
    found = []
    for path, record in sorted(records.items(), key=lambda item: item[0].partition("/")[0]):
        bundle = Existing(path, record, unused(_slug(record.get("friendly_name"))))
        for link in client.records(f"{path}/{ENTITY.collection}"):
            id_ = f"{path}/{ENTITY.collection}/{link['sid']}"
            bundle.links.append((link[ENTITY.joins], id_))
        for number in client.records(f"{path}/{CHANNEL_ENDPOINT.collection}"):
            sid = number[CHANNEL_ENDPOINT.joins]
            id_ = f"{path}/{CHANNEL_ENDPOINT.collection}/{number['sid']}"
            bundle.numbers.append((e164.get(sid) or sid, sid, id_))
        found.append(bundle)
    return found


def import_file(bundles: Sequence[Existing]) -> str:
    """Write the file for ``pulumi import --file``."""
    entries = []
    for bundle in bundles:
        entries.append(_entry(_BUNDLES[bundle.collection], bundle.name, bundle.record["sid"]))
        entries += [
            _entry(EntityAssignment, f"{bundle.name}-{sid}", id_) for sid, id_ in bundle.links
        ]
        entries += [
            _entry(ChannelEndpointAssignment, f"{bundle.name}-{number}", id_)
            for number, _, id_ in bundle.numbers
        ]
        if status_of(bundle.record) != DRAFT:
            entries.append(_entry(Submission, f"{bundle.name}-submission", bundle.path))
    return json.dumps({"resources": entries}, indent=2) + "\n"


def _entry(resource: type[TrustHubResource], name: str, id_: str) -> dict[str, Any]:
    provider = resource._verbs  # noqa: SLF001 - the provider that the class itself uses
    read = provider.read(id_, {})
    pickled = {PROVIDER_KEY: serialize_provider(provider)}
    return {
        "type": f"pulumi-python:dynamic/trusthub:{resource.__name__}",
        "name": name,
        "id": id_,
        "inputs": {**(read.inputs or {}), **pickled},
        # The engine stores no nulls, and what it does not store it would show as a change.
        "outputs": {
            **{key: value for key, value in (read.outs or {}).items() if value is not None},
            **pickled,
        },
    }


def program(bundles: Sequence[Existing]) -> str:
    """Write the program that declares just what the file imports."""
    variables = {bundle.record["sid"]: f"{bundle.variable}.sid" for bundle in bundles}
    lines = [
        '"""Imported from Trust Hub."""',
        "",
        "import pulumi",
        "",
        "import pulumi_trusthub as trusthub",
    ]
    profiles = [bundle for bundle in bundles if bundle.collection == CUSTOMER_PROFILES]
    for bundle in bundles:
        lines += ["", *_bundle(bundle), *_links(bundle, variables)]
        lines += _numbers(bundle, profiles if bundle.collection == TRUST_PRODUCTS else [])
        if status_of(bundle.record) != DRAFT:
            lines += _submission(bundle)
    return "\n".join(lines) + "\n"


def _bundle(bundle: Existing) -> list[str]:
    record = bundle.record
    known = {policy.value: f"trusthub.Policy.{policy.name}" for policy in Policy}
    policy_sid = str(record.get("policy_sid"))
    fields = {
        "friendly_name": _text(record.get("friendly_name")),
        "email": _text(record.get("email")),
        "policy_sid": known.get(policy_sid, _text(policy_sid)),
    }
    if record.get("status_callback"):
        fields["status_callback"] = _text(record["status_callback"])
    return [
        f"{bundle.variable} = trusthub.{_BUNDLES[bundle.collection].__name__}(",
        f"    {_text(bundle.name)},",
        *(f"    {name}={value}," for name, value in fields.items()),
        ")",
    ]


def _links(bundle: Existing, variables: dict[str, str]) -> list[str]:
    parent = f"{bundle.parent_input}={bundle.variable}.sid"
    lines = [f"{bundle.variable}_links: list[pulumi.Resource] = ["]
    for sid, _ in bundle.links:
        joined = variables.get(sid, _text(sid))
        name = _text(f"{bundle.name}-{sid}")
        lines += [
            "    trusthub.EntityAssignment(",
            f"        {name}, {parent}, object_sid={joined}",
            "    ),",
        ]
    return [*lines, "]"]


def _numbers(bundle: Existing, profiles: Sequence[Existing]) -> list[str]:
    after = [f"*{bundle.variable}_links"]
    # A number goes onto the profile first, and comes off the product first.
    after += [f"*filter(None, [{p.variable}_numbers.get(number)])" for p in profiles]
    return [
        f"{bundle.variable}_numbers = {{",
        "    number: trusthub.ChannelEndpointAssignment(",
        f'        f"{bundle.name}-{{number}}",',
        f"        {bundle.parent_input}={bundle.variable}.sid,",
        "        channel_endpoint_sid=sid,",
        f"        opts=pulumi.ResourceOptions(depends_on=[{', '.join(after)}]),",
        "    )",
        "    for number, sid in {",
        *(f"        {_text(number)}: {_text(sid)}," for number, sid, _ in bundle.numbers),
        "    }.items()",
        "}",
    ]


def _submission(bundle: Existing) -> list[str]:
    return [
        "trusthub.Submission(",
        f"    {_text(f'{bundle.name}-submission')},",
        f"    {bundle.parent_input}={bundle.variable}.sid,",
        f"    requires=[*{bundle.variable}_links, *{bundle.variable}_numbers.values()],",
        ")",
    ]


def _slug(name: object) -> str:
    return re.sub(r"[^a-z0-9]+", "-", str(name or "").lower()).strip("-") or "bundle"


def _unused() -> Callable[[str], str]:
    """Give names that were not given before."""
    given: dict[str, int] = {}

    def unused(name: str) -> str:
        given[name] = given.get(name, 0) + 1
        return name if given[name] == 1 else unused(f"{name}-{given[name]}")

    return unused


def _text(value: object) -> str:
    """Write a string as Python source, in the quotes that formatters like."""
    return json.dumps(str(value or ""), ensure_ascii=False)
