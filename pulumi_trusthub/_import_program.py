"""The program that declares just what an import file holds; personal data is not in it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ._attributed import SECRET
from ._bundle_status import DRAFT, status_of
from ._ids import CUSTOMER_PROFILES, TRUST_PRODUCTS
from ._import_file import personal_data, refers_to_addresses
from ._importing import ADDRESS_SIDS, BUNDLES, address_sids
from .address import CORRECTED, WHERE, Address
from .policies import Policy

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ._importing import Described, Existing, Found


def program(found: Found, *, key: str, personal: str) -> str:
    """Write the program that declares just what the file imports.

    Args:
        found: What there is.
        key: Under which key of the stack's configuration the personal data is.
        personal: The file that it can be set from.
    """
    variables = {bundle.record["sid"]: f"{bundle.variable}.sid" for bundle in found.bundles}
    variables |= {thing.sid: f"{thing.variable}.sid" for thing in found.described}
    lines = [
        '"""Imported from Trust Hub."""',
        "",
        "import pulumi",
        "",
        "import pulumi_trusthub as trusthub",
    ]
    if personal_data(found):
        lines += [
            "",
            f"# Personal data, from: pulumi config set --secret {key} < {personal}",
            f"personal = pulumi.Config().require_secret_object({_text(key)})",
        ]
    for thing in found.described:
        lines += ["", *_described(thing, variables)]
    profiles = [bundle for bundle in found.bundles if bundle.collection == CUSTOMER_PROFILES]
    for bundle in found.bundles:
        lines += ["", *_bundle(bundle), *_links(bundle, variables)]
        lines += _numbers(bundle, profiles if bundle.collection == TRUST_PRODUCTS else [])
        if status_of(bundle.record) != DRAFT:
            lines += _submission(bundle)
    return "\n".join(lines) + "\n"


def _described(thing: Described, variables: Mapping[str, str]) -> list[str]:
    fields: dict[str, str] = {}
    for name, value in thing.inputs.items():
        if thing.resource is Address and name in WHERE:
            fields[name] = f"personal[{_text(thing.name)}][{_text(name)}]"
        elif name != SECRET and value is not False:
            fields[name] = _text(value) if isinstance(value, str) else repr(value)
        elif refers_to_addresses(thing):
            fields[name] = f"{{{_text(ADDRESS_SIDS)}: {_addresses(value, variables)}}}"
        elif name == SECRET and value:
            fields[name] = f"personal[{_text(thing.name)}]"
    if thing.resource is Address:
        hidden = f"additional_secret_outputs=[{_text(CORRECTED)}]"
        fields["opts"] = f"pulumi.ResourceOptions({hidden})"
    return _declared(thing.variable, thing.resource.__name__, thing.name, fields)


def _addresses(attributes: dict[str, object], variables: Mapping[str, str]) -> str:
    """Write the SIDs as Twilio has them: one string, or a list."""
    sids = [variables.get(sid, _text(sid)) for sid in address_sids(attributes)]
    if isinstance(attributes[ADDRESS_SIDS], list):
        return f"[{', '.join(sids)}]"
    joined = ', ",", '.join(sids)
    return f"pulumi.Output.concat({joined})"


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
    return _declared(bundle.variable, BUNDLES[bundle.collection].__name__, bundle.name, fields)


def _declared(variable: str, resource: str, name: str, fields: Mapping[str, str]) -> list[str]:
    return [
        f"{variable} = trusthub.{resource}(",
        f"    {_text(name)},",
        *(f"    {key}={value}," for key, value in fields.items()),
        ")",
    ]


def _links(bundle: Existing, variables: Mapping[str, str]) -> list[str]:
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


def _text(value: object) -> str:
    """Write a string as Python source, in the quotes that formatters like."""
    return json.dumps(str(value or ""), ensure_ascii=False)
