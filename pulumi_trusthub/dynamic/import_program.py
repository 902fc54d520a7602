"""The program for an import file; personal data stays out of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pulumi_trusthub._core.account.inventory import ADDRESS_SIDS, address_sids
from pulumi_trusthub._core.handlers.addresses import PERSONAL
from pulumi_trusthub._core.handlers.entities import SECRET
from pulumi_trusthub._core.model.policies import Policy

from .import_file import personal_data, refers_to_addresses

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pulumi_trusthub._core.account import inventory

PROTECT = "PROTECT"


def program(found: inventory.Inventory, *, key: str, personal: str) -> str:
    """Write the program that declares exactly the resources of the import file."""
    variables = {
        bundle.record["sid"]: f"{bundle.variable}.sid"
        for bundle in found.bundles
        if bundle.is_declared
    }
    variables |= {thing.id: f"{thing.variable}.sid" for thing in found.described}
    lines = [
        '"""Imported from Trust Hub."""',
        "",
        "import pulumi",
        "",
        "import pulumi_trusthub as trusthub",
        "",
        "# As pulumi import leaves it: as long as this is True, nothing of it can be deleted.",
        f"{PROTECT} = True",
    ]
    if personal_data(found):
        lines += [
            "",
            f"# Personal data, from: pulumi config set --secret {key} < {personal}",
            f"personal = pulumi.Config().require_secret_object({_text(key)})",
        ]
    for thing in found.described:
        lines += ["", *_described(thing, variables)]
    above = {thing.id: thing.variable for thing in found.described}
    for bundle in found.bundles:
        own = [above[sid] for sid in bundle.links if sid in above]
        declared = [
            *(_bundle(bundle, own) if bundle.is_declared else ()),
            *_links(bundle, variables),
        ]
        lines += ["", *declared] if declared else []
        if bundle.is_declared:
            above[bundle.record["sid"]] = bundle.variable
    for one in found.sets:
        lines += ["", *_numbers(one, variables)]
    for bundle in found.bundles:
        if bundle.is_submitted:
            lines += ["", *_submission(bundle, found.sets)]
    return "\n".join(lines) + "\n"


def _described(thing: inventory.ImportEntry, variables: Mapping[str, str]) -> list[str]:
    fields: dict[str, str] = {}
    for name, value in thing.inputs.items():
        if thing.type_name == "Address" and name in PERSONAL:
            fields[name] = f"personal[{_text(thing.name)}][{_text(name)}]"
        elif name != SECRET and value is not False:
            fields[name] = _text(value) if isinstance(value, str) else repr(value)
        elif refers_to_addresses(thing):
            fields[name] = f"{{{_text(ADDRESS_SIDS)}: {_addresses(value, variables)}}}"
        elif name == SECRET and value:
            fields[name] = f"personal[{_text(thing.name)}]"
    return _declared(thing.variable, thing.type_name, thing.name, fields)


def _addresses(attributes: dict[str, object], variables: Mapping[str, str]) -> str:
    """Write address SIDs in Twilio's form: one string, or a list."""
    sids = [variables.get(sid, _text(sid)) for sid in address_sids(attributes)]
    if isinstance(attributes[ADDRESS_SIDS], list):
        return f"[{', '.join(sids)}]"
    joined = ', ",", '.join(sids)
    return f"pulumi.Output.concat({joined})"


def _bundle(bundle: inventory.ExistingBundle, own: Sequence[str]) -> list[str]:
    """Write a bundle, which a destroy deletes before the objects on it."""
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
    if own:
        fields["opts"] = _options(depends_on=f"[{', '.join(own)}]")
    return _declared(bundle.variable, bundle.ref.kind.type_name, bundle.name, fields)


def _declared(variable: str, resource: str, name: str, fields: dict[str, str]) -> list[str]:
    return [
        f"{variable} = trusthub.{resource}(",
        f"    {_text(name)},",
        *(
            f"    {key}={value},"
            for key, value in ({**fields, "opts": fields.get("opts", _options())}).items()
        ),
        ")",
    ]


def _options(**options: str) -> str:
    given = {"protect": PROTECT} | options
    return (
        f"pulumi.ResourceOptions({', '.join(f'{name}={value}' for name, value in given.items())})"
    )


def _links(bundle: inventory.ExistingBundle, variables: Mapping[str, str]) -> list[str]:
    if not bundle.links:
        return []
    lines = [f"{bundle.variable}_links: list[pulumi.Resource] = ["]
    for sid in bundle.links:
        lines += [
            "    trusthub.EntityAssignment(",
            f"        {_text(bundle.link_name(sid))},",
            f"        {_parent(bundle, variables)},",
            f"        object_sid={variables.get(sid, _text(sid))},",
            f"        opts={_options()},",
            "    ),",
        ]
    return [*lines, "]"]


def _parent(bundle: inventory.ExistingBundle, variables: Mapping[str, str]) -> str:
    """Write the input that names a bundle, whether or not the program declares the bundle."""
    sid = bundle.record["sid"]
    return f"{bundle.parent_input}={variables.get(sid, _text(sid))}"


def _numbers(one: inventory.BulkEntry, variables: Mapping[str, str]) -> list[str]:
    """Write a set of numbers, which depends on the links: unlinked products accept no number."""
    after = [f"*{bundle.variable}_links" for bundle in one.parents if bundle.links]
    options = {"depends_on": f"[{', '.join(after)}]"} if after else {}
    names = {sid: "" if name == sid else f"  # {name}" for sid, name in one.numbers.items()}
    return [
        f"{one.variable} = trusthub.ChannelEndpointAssignments(",
        f"    {_text(one.name)},",
        *(f"    {_parent(bundle, variables)}," for bundle in one.parents),
        "    channel_endpoint_sids=[",
        *(f"        {_text(sid)},{comment}" for sid, comment in names.items()),
        "    ],",
        f"    opts={_options(**options)},",
        ")",
    ]


def _submission(bundle: inventory.ExistingBundle, sets: Sequence[inventory.BulkEntry]) -> list[str]:
    required = [f"*{bundle.variable}_links"] if bundle.links else []
    required += [one.variable for one in sets if bundle in one.parents]
    return [
        "trusthub.Submission(",
        f"    {_text(f'{bundle.name}-submission')},",
        f"    {bundle.parent_input}={bundle.variable}.sid,",
        f"    requires=[{', '.join(required)}],",
        f"    opts={_options()},",
        ")",
    ]


def _text(value: object) -> str:
    """Write a string as Python source, in the quotes of the usual formatters."""
    return json.dumps(str(value or ""), ensure_ascii=False)
