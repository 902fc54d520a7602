"""Does the test of a module stand where the module's path says, and the other way round?"""

from __future__ import annotations

import re
import sys
from collections import Counter
from graphlib import TopologicalSorter
from pathlib import Path

import grimp

TESTS = Path(__file__).parent
PACKAGE = TESTS.parent / "pulumi_trusthub"
ROOMS = ("core", "resources", "components", "lookups", "dynamic", "plugin", "cli", "testing")
"""Folders of the package, and of the tests; `_core` has its underscore in the package alone."""

ASKED_ELSEWHERE = {
    # What is read of an account is seen in what a command says of it.
    "core/account/attestations": "cli/commands/test_status.py",
    "core/account/check_names": "cli/commands/test_doctor.py",
    "core/account/checks": "cli/commands/test_doctor.py",
    "core/account/doctor": "cli/commands/test_doctor.py",
    "core/account/inventory": "cli/commands/test_import_file.py",
    "core/account/orphans": "cli/commands/test_orphans.py",
    "core/account/snapshot": "cli/commands/test_status.py",
    "core/account/wait": "cli/commands/test_wait.py",
    "dynamic/import_file": "cli/commands/test_import_file.py",
    "dynamic/import_program": "cli/commands/test_import_file.py",
    # Their verbs are seen through a host.
    "core/handlers/addresses": "dynamic/handlers/test_addresses.py",
    "core/handlers/evaluations": "dynamic/handlers/test_evaluations.py",
    # Data without a rule.
    "core/api/run": "core/bulk/test_apply.py",
    "core/api/exactly_once": "core/rules/test_bundles.py",
    "core/model/policies": "lookups/test_policies.py",
    # Declarations alone: one test asks the same of all of them.
    "dynamic/resource": "resources/test_base.py",
    "resources/address": "resources/test_base.py",
    "resources/attribute_types": "typing/api.py",
    "resources/channel_endpoint_assignment": "resources/test_base.py",
    "resources/channel_endpoint_assignments": "resources/test_base.py",
    "resources/customer_profile": "resources/test_base.py",
    "resources/end_user": "resources/test_base.py",
    "resources/entity_assignment": "resources/test_base.py",
    "resources/evaluation": "resources/test_base.py",
    "resources/supporting_document": "resources/test_base.py",
    "resources/trust_product": "resources/test_base.py",
    # One test asks both.
    "components/voice_integrity": "components/test_cnam.py",
    # The example that it deploys is run there.
    "cli/commands/demo": "test_examples.py",
    "cli/commands/new_config": "cli/commands/test_new.py",
    "cli/commands/demo_run": "test_examples.py",
    # Seen in what the plugin answers.
    "plugin/catalogue": "plugin/test_schema.py",
    "plugin/calls": "plugin/test_verbs.py",
    "plugin/errors": "plugin/test_verbs.py",
    "plugin/protocol": "plugin/test_server.py",
    # Parts of an engine, seen in what a stack does.
    "testing/bridge/monitor": "testing/embedded/test_registration.py",
    "testing/bridge/response_batcher": "testing/embedded/test_planner.py",
    "testing/embedded/dependency_graph": "testing/embedded/test_replacements.py",
    "testing/embedded/deployment": "testing/embedded/test_executor.py",
    "testing/pulumi_stack/events": "testing/embedded/test_executor.py",
    "testing/values/property_values": "testing/providers/test_registry.py",
    "testing/values/result": "testing/embedded/test_executor.py",
}
"""Modules without a test of their own, and where they are asked."""

OF_NO_MODULE = {
    "plugin/test_programs": "the plugin on Pulumi's engine",
    "plugin/test_schema": "what the plugin says that it offers",
    "core/test_security": "what docs/security.md promises of the whole core",
    "testing/histories/test_differences": "the whole engine, beside Pulumi's",
    "testing/histories/test_native_form": "the whole engine, beside Pulumi's",
    "testing/histories/test_histories": "the whole engine, beside Pulumi's",
}

NO_STATEMENT = re.compile(
    r"^\s*def test_((?:is|are|was|were|do|does|did|has|have|can|cannot|may|must|should|will"
    r"|what|whatever|which|when|where|how|why|who|whose|it|its|one|they)(?:_\w+)?)\(",
    re.MULTILINE,
)
"""The name of a test that begins as a question, a relative clause, or with a pronoun."""

OWN_FOLDERS = {"typing", "programs"}
"""Programs, which import nothing of what the tests share."""


def modules() -> set[str]:
    """The modules in the rooms, as their tests would call them."""
    found = {
        path.relative_to(PACKAGE).with_suffix("").as_posix().removeprefix("_")
        for path in PACKAGE.rglob("*.py")
        if path.name not in {"__init__.py", "__main__.py"}
    }
    return {name for name in found if name.partition("/")[0] in ROOMS}


def mirrored() -> set[str]:
    """The modules that have a test at their own path."""
    paths = {path for room in ROOMS for path in (TESTS / room).rglob("test_*.py")}
    names = {path.with_name(path.name.removeprefix("test_")) for path in paths}
    return {name.relative_to(TESTS).with_suffix("").as_posix() for name in names}


def helpers() -> list[Path]:
    """The modules that tests share under their bare names."""
    return [
        path
        for path in TESTS.rglob("*.py")
        if not path.name.startswith(("test_", "conftest"))
        and not OWN_FOLDERS.intersection(path.relative_to(TESTS).parts)
    ]


def test_every_module_has_its_test() -> None:
    """At the path of the module, or where the list says, which has no module that has one."""
    without = modules() - mirrored()

    assert set(ASKED_ELSEWHERE) == without
    assert [] == [path for path in ASKED_ELSEWHERE.values() if not (TESTS / path).is_file()]


def test_every_test_has_its_module() -> None:
    """A handler has a second one, of what it does in a host."""
    of_hosts = {name.replace("core/handlers/", "dynamic/handlers/") for name in modules()}
    of_the_whole = {name.replace("/test_", "/") for name in OF_NO_MODULE}

    assert of_the_whole == mirrored() - modules() - of_hosts


def test_every_helper_can_be_imported_by_its_name() -> None:
    """Its folder is on pytest's path, and nothing else there, nor in Python, has its name."""
    text = (TESTS.parent / "pyproject.toml").read_text(encoding="utf-8")
    [listed] = re.findall(r"^pythonpath = \[(.*?)^\]", text, re.MULTILINE | re.DOTALL)
    names = Counter(path.stem for path in helpers())

    assert {"."} | {path.parent.relative_to(TESTS.parent).as_posix() for path in helpers()} == set(
        re.findall(r'"(.*?)"', listed)
    )
    assert [] == [name for name, count in names.items() if count > 1]
    assert set() == set(names) & sys.stdlib_module_names


def test_no_modules_import_each_other_in_a_circle() -> None:
    """Also within a folder, of which the import contract says nothing; imports for types count."""
    graph = grimp.build_graph("pulumi_trusthub")
    imports = {
        module: graph.find_modules_directly_imported_by(module)
        for module in graph.modules
        if "." in module  # the package's own names are loaded on demand
    }
    sorter = TopologicalSorter(
        {module: found & imports.keys() for module, found in imports.items()}
    )

    sorter.prepare()  # raises CycleError, which names the circle


def test_every_name_of_a_test_is_a_statement() -> None:
    """Its first word is neither an auxiliary verb, a question word nor a pronoun."""
    files = [*TESTS.rglob("*.py"), *(TESTS.parent / "examples").rglob("test_*.py")]
    names = {
        f"{path.relative_to(TESTS.parent)}: {name}"
        for path in files
        for name in NO_STATEMENT.findall(path.read_text(encoding="utf-8"))
    }

    assert set() == names
    assert ["is_a_new_bundle_a_draft"] == NO_STATEMENT.findall("def test_is_a_new_bundle_a_draft()")


def test_every_kind_of_behaviour_runs_in_the_native_form() -> None:
    """One test of each file in every run, and all of them in `make test-engine-all`."""
    files = [
        path
        for path in (TESTS / "behaviours").glob("test_*.py")
        if "launch: Launch" in path.read_text(encoding="utf-8")
    ]

    assert files
    assert [] == [
        path.name
        for path in files
        if not re.search(r"mark\.as_native\b|\"pulumi-native\"", path.read_text(encoding="utf-8"))
    ]
