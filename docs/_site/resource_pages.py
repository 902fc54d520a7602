"""The page of a resource, a component, or another class that a program uses."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pulumi
import pulumi.dynamic
from program_tabs import tabs
from reading import (
    PACKAGE,
    attributes,
    bare,
    choices,
    code,
    entries,
    first_line,
    meaning,
    parameters,
    read,
    table,
    text_of,
)

import pulumi_trusthub
from pulumi_trusthub._core.account import inventory
from pulumi_trusthub._core.model.fields import BundleParentInputs

if TYPE_CHECKING:
    from enum import Enum

ROOT = Path(__file__).parent.parent.parent
COMPANIONS = {
    "EndUser": (
        "BusinessInformation",
        "AuthorizedRepresentative",
        "CnamInformation",
        "VoiceIntegrityInformation",
    ),
    "IsvCustomer": ("BusinessAddress",),
    "SupportingDocument": ("CustomerProfileAddress",),
}
"""The dictionaries that are explained on the page of a class."""

GET = {"resource_name", "id", "opts"}
ID = re.compile(r"Its id is (.*?``.*?``)", re.DOTALL)


def resource_page(of: Any) -> str:
    """Write what a resource is, takes, gives and does."""
    handler = of._dynamic_provider.handler
    inputs = handler.inputs
    first = " and is deleted before" if handler.delete_before_replace else ""
    rows = []
    for name, parameter in _constructor(of).items():
        change = ""
        if name in inputs.requires_replace:
            change = f"a change replaces{first}"
        elif name in inputs.model_fields:
            news: Any = {name: {"changed": True} if name == "attributes" else "changed"}
            updates = name in handler.changed_inputs({}, news)
            change = "a change updates" if updates else "a change does nothing"
        elif name == "requires":
            change = "a change does nothing"
        elif name == "resource_name":
            change = "a change is another resource"
        rows.append(_argument(of, name, parameter, change))
    verbs = [
        ("`pulumi up`, when it is new", handler._create),
        ("`pulumi up`, when an argument changed", handler._update),
        ("`pulumi refresh`", handler._read),
        ("`pulumi destroy`, or taken out of the program", handler._delete),
    ]
    return "\n".join(
        [
            _head(of, _program(of)),
            f"{_types(of)}\n",
            "## Arguments\n",
            entries(rows),
            _either(of),
            "## Outputs\n",
            entries([*_sid(of), *_outputs(of)]),
            "## What Pulumi's commands do\n",
            table(("command", "here"), [(what, first_line(verb)) for what, verb in verbs]),
            "## One that exists already\n",
            _existing(of),
            _examples(of),
            _companions(of),
        ]
    )


def component_page(of: type) -> str:
    """Write what a component is, takes and gives."""
    rows = [_argument(of, name, parameter) for name, parameter in _constructor(of).items()]
    parts = [_head(of, _program(of)), "## Arguments\n", entries(rows)]
    outputs = _outputs(of)
    if outputs:
        parts += ["## Outputs\n", entries(outputs)]
    return "\n".join([*parts, _examples(of), _companions(of)])


def choice_page(of: type[Enum]) -> str:
    """Write what an enumeration has."""
    members = read(of).members
    rows = [(code(it.name), [code(str(it))], text_of(members[it.name].docstring)) for it in of]
    return "\n".join([_head(of), entries(rows)])


def _head(of: type, program: str = "") -> str:
    """Write what something is in a sentence, the program, and then all else that is said of it."""
    first, others = meaning(of)
    parts = [f"# {of.__name__} {{ #{PACKAGE}.{of.__name__} }}", first, program, others]
    return "\n\n".join(filter(None, parts)) + "\n"


def _types(of: type) -> str:
    dynamic = code(f"pulumi-python:dynamic/trusthub:{of.__name__}")
    return f"Its type in a stack is {dynamic}; the plugin's is `trusthub:index:{of.__name__}`."


def _program(of: type) -> str:
    kind = "resources" if is_resource(of) else "components"
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", of.__name__).lower()
    return tabs(kind, name, root="../")


def _constructor(of: type) -> dict[str, inspect.Parameter]:
    found = dict(inspect.signature(of.__init__).parameters)  # type: ignore[misc]
    found.pop("self")
    return found


def _argument(
    of: type, name: str, parameter: inspect.Parameter, change: str = ""
) -> tuple[str, list[str], str]:
    needed = parameter.default is inspect.Parameter.empty
    required = "required" if needed else "one of two" if name in _two(of) else ""
    kind = code(bare(str(parameter.annotation)))
    return code(name), [kind, required, change], _meaning(of, name)


def _meaning(of: type, name: str) -> str:
    found = parameters(of).get(name)
    if not found:
        raise ValueError(f"the docstring of {of.__name__}.__init__ does not say what {name} is")
    return found


def _two(of: type) -> set[str]:
    return {"trust_product_sid", "customer_profile_sid"} & set(_given(of))


def _given(of: Any) -> list[str]:
    return list(of._dynamic_provider.handler.inputs.model_fields) if is_resource(of) else []


def _either(of: Any) -> str:
    lines = []
    if _two(of) and issubclass(of._dynamic_provider.handler.inputs, BundleParentInputs):
        lines.append("Give one of `trust_product_sid` and `customer_profile_sid`, not both.")
    elif _two(of):
        lines.append("Give `trust_product_sid`, `customer_profile_sid`, or both.")
    if "attributes" in _given(of):
        lines.append("`attributes` is a secret in the stack's state, whatever a program says.")
    return "\n".join([*lines, ""])


def _sid(of: type) -> list[tuple[str, list[str], str]]:
    if not hasattr(of, "sid"):
        return []
    return [("`sid`", ["`str`"], text_of(read(of).all_members["sid"].docstring))]


def _outputs(of: type) -> list[tuple[str, list[str], str]]:
    found = attributes(of, "pulumi.Output")
    return [(code(name), [code(kind)], text) for name, (kind, text) in found.items()]


def _existing(of: Any) -> str:
    found = ID.search(str(of.__doc__))
    if found is None:
        raise ValueError(f"the docstring of {of.__name__} does not say what its id is")
    form = " ".join(found[1].replace("``", "`").split())
    example = re.findall("``(.+?)``", found[1])[-1]
    more = [name for name in inspect.signature(of.get).parameters if name not in GET]
    given = "".join(f", {name}=…" for name in more)
    call = f'{of.__name__}.get("shared", "{example}"{given})'
    lines = [
        f"- **Read it:** `{call}`. The id is {form}. It is refreshed, but never changed or deleted."
    ]
    if "adopt" in _given(of):
        lines.append(
            "- **Take it over:** `adopt=`, by its SID, or with `True` as [Adopting]"
            "(../explanation/adopting.md) says. It is left in place on destroy."
        )
    if "keep_existing" in _given(of):
        lines.append(
            "- **Take it over:** declare it. One that is there already becomes the stack's own, "
            "with a warning, and destroy removes it; `keep_existing=True` leaves it in place."
        )
    native = f"for the plugin's `trusthub:index:{of.__name__}` only"
    if of.__name__ in inventory.WRITTEN:
        lines.append(
            "- **Import it:** [`pulumi-trusthub import-file`](commands/import-file.md) writes it "
            "into a file for `pulumi import --file`. `pulumi import` by type and id alone works "
            f"{native}: it cannot ask a dynamic provider."
        )
    else:
        lines.append(
            f"- **Import it:** by type and id, {native}; `pulumi import` cannot ask a dynamic "
            "provider, and `pulumi-trusthub import-file` does not write it."
        )
    return "\n".join([*lines, ""])


def _examples(of: type) -> str:
    used = re.compile(rf"\b{of.__name__}\(")
    found = [
        f"[{program.parent.name}](../examples/{program.parent.name}.md)"
        for program in sorted((ROOT / "examples").glob("*/__main__.py"))
        if used.search(program.read_text(encoding="utf-8"))
    ]
    return f"## Examples\n\n{' · '.join(found)}\n" if found else ""


def _companions(of: type) -> str:
    """Write the dictionaries that are explained on the page of a class."""
    names = COMPANIONS.get(of.__name__, ())
    return "\n".join(f"#{dictionary_page(getattr(pulumi_trusthub, name))}" for name in names)


def dictionary_page(of: Any) -> str:
    """Write what a typed dictionary holds."""
    members = {key: member for base in _bases(of) for key, member in base.members.items()}
    rows = []
    for key, member in members.items():
        kind = bare(str(member.annotation))
        values = choices(str(member.annotation), of)
        said = f"{text_of(member.docstring)} {', '.join(code(value) for value in values)}"
        needed = "required" if key in of.__required_keys__ else ""
        rows.append((code(key), [code(kind), needed], said))
    return "\n".join([_head(of), entries(rows)])


def _bases(of: type) -> list[Any]:
    """Give what the source says of a typed dictionary and of those that it extends."""
    here = read(of)
    return [*(base for base in reversed(here.mro())), here]


def is_resource(of: object) -> bool:
    """Tell whether something is a resource with a provider of its own."""
    return inspect.isclass(of) and issubclass(of, pulumi.dynamic.Resource)


def is_component(of: object) -> bool:
    """Tell whether something is a component, or the credentials of an account."""
    return inspect.isclass(of) and issubclass(
        of, (pulumi.ComponentResource, pulumi.ProviderResource)
    )


def is_dictionary(of: object) -> bool:
    """Tell whether something is a typed dictionary."""
    return hasattr(of, "__required_keys__")
