"""``pulumi-trusthub import-file``: what exists, taken into a stack without a change."""

from __future__ import annotations

import base64
import json
import shutil
import stat
import urllib.parse
import urllib.request
from typing import TYPE_CHECKING, Any

import pytest
from policy_sids import CNAM, SECONDARY, SHAKEN_STIR, STARTER
from seeded import asked, e164, plant, product, profile, release
from skips import needs_pulumi
from typer.testing import CliRunner, Result
from yaml_project import ROOT, YamlProject

from pulumi_trusthub._core.handlers.registry import HANDLERS
from pulumi_trusthub.cli import app
from pulumi_trusthub.testing import DeploymentFailed, PulumiStack, Secret

if TYPE_CHECKING:
    from pathlib import Path

    from pulumi_trusthub.simulator import Simulator

PRIMARY_ADDRESS, FIRST, SECOND = (f"AD{digit * 32}" for digit in "012")
PERSON = {
    "first_name": "Augusta",
    "last_name": "Lovelace",
    "email": "ada@example.com",
    "phone_number": "+12025550142",
    "business_title": "Head of Engines",
    "job_position": "Director",
}
LINES = {
    "customer_name": "Quite Personal",
    "street": "7 SECRET LN",
    "city": "HIDDENVILLE",
    "region": "CA",
    "postal_code": "94199",
    "iso_country": "US",
}
PERSONAL = (
    # All so long that no ciphertext holds them by chance.
    *("Augusta", "Lovelace", "ada@example.com", "+12025550142", "Head of Engines"),
    *("Quite Personal", "SECRET LN", "HIDDENVILLE", "94199"),
)
FILES = ("trusthub-import.json", "trusthub-personal.json")


def bundle(name: str, policy_sid: str, status: str, **more: object) -> dict[str, object]:
    """A bundle of a seed."""
    return {
        "friendly_name": name,
        "email": "compliance@example.com",
        "policy_sid": policy_sid,
        "status": status,
        **more,
    }


@pytest.fixture
def account(simulator: Simulator, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Simulator:
    """An account that was set up by hand: two profiles, three products, all that is on them."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TWILIO_ACCOUNT_SID", simulator.account_sid)
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", simulator.auth_token)
    monkeypatch.setenv("TRUSTHUB_BASE_URL", simulator.url)
    numbers = list(simulator.phone_numbers)[:3]
    document, theirs = "RD" + "1" * 32, "RD" + "0" * 32
    where = {"friendly_name": "Where", "type": "customer_profile_address"}
    one = {"type": "authorized_representative_1", "attributes": PERSON}
    simulator.control.seed(
        {
            "accounts": [
                {
                    "sid": simulator.account_sid,
                    "addresses": [
                        {**LINES, "sid": FIRST, "friendly_name": "Head office"},
                        {**LINES, "sid": SECOND, "street_secondary": "STE 4"},
                        {**LINES, "sid": PRIMARY_ADDRESS},
                    ],
                    "end_users": [
                        {**one, "friendly_name": "Representative"},
                        {**one, "friendly_name": "Of the primary profile"},
                        {
                            "friendly_name": "Incomplete",
                            "type": "authorized_representative_2",
                            "attributes": {"email": "Augusta"},
                        },
                        {"friendly_name": "pulumi", "type": "starter_customer_profile_information"},
                    ],
                    "supporting_documents": [
                        {**where, "sid": document, "attributes": {"address_sids": FIRST}},
                        {**where, "attributes": {"address_sids": f"{FIRST},{SECOND}"}},
                        {**where, "sid": theirs, "attributes": {"address_sids": PRIMARY_ADDRESS}},
                    ],
                    "customer_profiles": [
                        bundle(
                            "A customer's profile",
                            SECONDARY,
                            "twilio-approved",
                            phone_numbers=numbers,
                            entities=[
                                simulator.customer_profile_sid,
                                "Representative",
                                document,
                            ],
                        )
                    ],
                    "trust_products": [
                        bundle(
                            'Acme "calls"',
                            SHAKEN_STIR,
                            "twilio-approved",
                            phone_numbers=numbers,
                            entities=["A customer's profile"],
                            status_callback="https://example.com/x",
                        ),
                        bundle("Acme calls", SHAKEN_STIR, "draft"),
                        bundle("class", CNAM, "twilio-rejected", errors=[18601]),
                        bundle("No address", CNAM, "draft", email=""),
                    ],
                }
            ]
        }
    )
    people = simulator.control.accounts()[0].end_users
    primary = simulator.account.customer_profiles[0]
    for sid in (people[1], theirs):
        attach(simulator, primary, sid)
    simulator.control.clear_requests()
    return simulator


def attach(simulator: Simulator, profile: str, sid: str) -> None:
    """Put something on a profile as it was before it was approved."""
    simulator.control.review(profile, "draft")
    ask(simulator, f"CustomerProfiles/{profile}/EntityAssignments", ObjectSid=sid)
    simulator.control.review(profile, "twilio-approved")


def ask(simulator: Simulator, path: str, **fields: str) -> dict[str, Any]:
    """Make something past the stack, or without fields read it, and give the answer."""
    credentials = f"{simulator.account_sid}:{simulator.auth_token}".encode()
    request = urllib.request.Request(  # noqa: S310 - the test's own simulator
        f"{simulator.url}/v1/{path}",
        data=urllib.parse.urlencode(fields).encode() if fields else None,
        headers={"Authorization": f"Basic {base64.b64encode(credentials).decode()}"},
    )
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=10) as answer:
        found: dict[str, Any] = json.load(answer)
    return found


def run(*arguments: str) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(app, ["import-file", *arguments])


def test_everything_but_the_primary_profile_is_written(account: Simulator, tmp_path: Path) -> None:
    """Names come from friendly names, and no two are the same."""
    result = run()

    assert 0 == result.exit_code, result.output
    entries = json.loads((tmp_path / "trusthub-import.json").read_text())["resources"]
    names = [entry["name"] for entry in entries]
    assert {"a-customer-s-profile", "acme-calls", "acme-calls-2", "class"} <= set(names)
    assert {"head-office", "address", "representative", "enduser-pulumi", "where", "where-2"} < set(
        names
    )
    assert len(names) == len(set(names)) == 4 + 4 + 3 + 6 + 1
    assert account.customer_profile_sid not in [entry["id"] for entry in entries]
    assert all(entry["inputs"]["__provider"] for entry in entries)
    assert {"GET"} == {entry.method for entry in account.control.requests()}


def test_a_starter_profile_is_written_as_any_other(account: Simulator, tmp_path: Path) -> None:
    """Only the primary profile is left out, whatever else is approved."""
    starter = bundle("Starter", STARTER, "twilio-approved")
    seed = {"sid": account.account_sid, "customer_profiles": [starter]}
    sid = account.control.seed({"accounts": [seed]})[0].customer_profiles[-1]

    result = run()

    entries = json.loads((tmp_path / "trusthub-import.json").read_text())["resources"]
    written = [it["name"] for it in entries if it["id"] == sid]
    assert 0 == result.exit_code, result.output
    assert ["starter"] == written
    assert f"Left out: {account.customer_profile_sid}, the primary customer" in result.stderr


def test_a_profile_that_may_be_primary_is_left_out_unless_it_is_named(
    here: Simulator, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """By the rule of the lookup: no profile has the known policy, and this one may be it."""
    monkeypatch.chdir(tmp_path)
    plant(here, profiles=[profile(policy_sid=STARTER)])
    policy = {"sid": "RN" + "0f" * 16, "friendly_name": "New", "kind": "customer_profile"}
    one = bundle("May be", policy["sid"], "twilio-approved")
    account = {"sid": here.account_sid, "customer_profiles": [one]}
    here.control.seed({"policies": [policy], "accounts": [account]})
    starter, maybe = here.control.accounts()[0].customer_profiles

    everything = run()
    written = json.loads((tmp_path / "trusthub-import.json").read_text())["resources"]
    named = run(maybe, "--out", "a.json", "--program", "a.py", "--personal", "b.json")

    assert 0 == everything.exit_code, everything.output
    assert f"Left out: {maybe}, the primary" in everything.stderr
    assert starter in [entry["id"] for entry in written]
    assert maybe not in [entry["id"] for entry in written]
    assert 0 == named.exit_code, named.output
    assert maybe in (tmp_path / "a.json").read_text()


def test_entities_of_the_primary_profile_alone_are_left_out(
    account: Simulator, tmp_path: Path
) -> None:
    """Its people, its documents and their addresses; what cannot be declared is named."""
    result = run()

    ids = {e["id"] for e in json.loads((tmp_path / FILES[0]).read_text())["resources"]}
    held = account.control.accounts()[0]
    incomplete = held.end_users[2]
    assert {FIRST, SECOND} == ids & set(held.addresses)
    assert {held.end_users[0], held.end_users[3]} == ids & set(held.end_users)
    assert 2 == len(ids & set(held.supporting_documents))
    assert f"Left out: {incomplete}, which could not be declared: attributes." in result.stderr
    assert "attributes.last_name is missing" in result.stderr
    assert held.trust_products[3] not in ids
    refused = f"Left out: {held.trust_products[3]}, which could not be declared: email is required."
    assert refused in result.stderr


def test_personal_data_is_in_two_private_files_alone(account: Simulator, tmp_path: Path) -> None:
    """They can be read by their owner only, and the output says to delete them."""
    result = run()

    assert account.url
    texts = [result.output, (tmp_path / "trusthub_import.py").read_text()]
    entries = json.loads((tmp_path / FILES[0]).read_text())["resources"]
    for entry in entries:
        for values in (entry["inputs"], entry["outputs"]):
            plain = [value for value in values.values() if "plaintext" not in str(value)]
            texts += [json.dumps(plain)]
    assert [] == [(word, text) for text in texts for word in PERSONAL if word in text]
    modes = [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in FILES]
    assert [0o600, 0o600] == modes
    assert PERSON == json.loads((tmp_path / FILES[1]).read_text())["representative"]
    assert f"{FILES[0]} and {FILES[1]} hold personal data in plain text" in result.stderr
    assert "delete both" in result.stderr
    assert f"pulumi config set --secret personalData < {FILES[1]}" in result.stderr
    assert "from 3.254 on" in result.stderr
    assert "" == result.stdout


def test_a_chosen_bundle_brings_its_people_documents_and_addresses(
    account: Simulator, tmp_path: Path
) -> None:
    """Its people, its documents and their addresses, and no others."""
    held = account.control.accounts()[0]

    result = run(held.customer_profiles[1])

    assert 0 == result.exit_code, result.output
    ids = [entry["id"] for entry in json.loads((tmp_path / FILES[0]).read_text())["resources"]]
    things = [id_ for id_ in ids if id_[:2] in {"AD", "IT", "RD"}]
    assert [FIRST, held.end_users[0], held.supporting_documents[0]] == things


def test_chosen_bundles_alone_are_written(account: Simulator, tmp_path: Path) -> None:
    """A SID or a path chooses; one that is not there is an error, and nothing is written."""
    chosen = account.control.accounts()[0].trust_products[1]
    missing = run("BU" + "0" * 32)
    nothing = list(tmp_path.iterdir())
    result = run(f"TrustProducts/{chosen}")
    again = run()

    assert (1, []) == (missing.exit_code, nothing)
    assert 0 == result.exit_code
    entries = json.loads((tmp_path / "trusthub-import.json").read_text())["resources"]
    assert [chosen] == [entry["id"] for entry in entries]
    assert not (tmp_path / FILES[1]).exists()
    assert 2 == again.exit_code
    assert "already there: " in " ".join(again.stderr.replace("│", " ").split())


def test_a_doubled_assignment_is_written_once(account: Simulator, tmp_path: Path) -> None:
    """Where Twilio has doubled an assignment, the second one is named and left out."""
    account.control.settings(duplicate_assignments="accept", number_exclusivity="none")
    held = account.control.accounts()[0]
    product, profile = held.trust_products[1], held.customer_profiles[1]
    number = next(iter(account.phone_numbers.values()))
    endpoint = {"ChannelEndpointType": "phone-number", "ChannelEndpointSid": number}
    for _ in range(2):
        ask(account, f"TrustProducts/{product}/EntityAssignments", ObjectSid=profile)
        ask(account, f"TrustProducts/{product}/ChannelEndpointAssignments", **endpoint)

    result = run(product)

    assert 0 == result.exit_code, result.output
    entries = json.loads((tmp_path / FILES[0]).read_text())["resources"]
    names = [(entry["type"], entry["name"]) for entry in entries]
    assert 3 == len(set(names)) == len(names)
    assert 2 == result.stderr.count("Left out:")
    assert f"assigns {number} once more" in result.stderr
    assert f"assigns {profile} once more" in result.stderr


@pytest.fixture
def many(here: Simulator, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, str]:
    """Three hundred numbers: all but ten on both bundles, five on each alone; their SIDs."""
    monkeypatch.chdir(tmp_path)
    numbers = e164(300)
    customer = profile(
        friendly_name="Customer", policy_sid=SECONDARY, status="draft", numbers=numbers[5:]
    )
    calls = product("Calls", status="draft", customer_profiles=["Customer"], numbers=numbers[:-5])
    sids = plant(here, numbers=numbers, profiles=[customer], products=[calls])
    here.control.clear_requests()
    return sids


def test_any_count_of_numbers_is_one_resource(
    many: dict[str, str], here: Simulator, tmp_path: Path
) -> None:
    """What is on both is one set on both, and the rest of each a set of its own."""
    result = run()

    assert 0 == result.exit_code, result.output
    entries = json.loads((tmp_path / FILES[0]).read_text())["resources"]
    sets = {e["name"]: e["inputs"] for e in entries if e["type"].endswith("Assignments")}
    sids = list(many.values())
    assert {
        "calls-numbers": ({"customer_profile_sid", "trust_product_sid"}, set(sids[5:-5])),
        "calls-numbers-2": ({"trust_product_sid"}, set(sids[:5])),
        "customer-numbers": ({"customer_profile_sid"}, set(sids[-5:])),
    } == {
        name: (
            {key for key in inputs if key.endswith("_sid")},
            set(inputs["channel_endpoint_sids"]),
        )
        for name, inputs in sets.items()
    }
    source = (tmp_path / "trusthub_import.py").read_text()
    compile(source, "trusthub_import.py", "exec")
    assert 3 == source.count("= trusthub.ChannelEndpointAssignments(")
    assert len(asked(here)) < 30


def test_nothing_is_asked_twice(account: Simulator) -> None:
    """What a list has shown is not read again, with everything and with chosen bundles."""
    held = account.control.accounts()[0]
    for arguments in ([], [*held.customer_profiles[1:], *held.trust_products[:3]]):
        account.control.clear_requests()
        written = ["--out", f"{len(arguments)}.json", "--program", f"{len(arguments)}.py"]

        result = run(*arguments, *written, "--personal", f"{len(arguments)}-personal.json")

        requests = [(it.method, it.path) for it in account.control.requests()]
        assert 0 == result.exit_code, result.output
        assert len(set(requests)) == len(requests)


def test_released_numbers_are_left_out_and_others_named(
    here: Simulator, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A subaccount's number has its E.164 beside its SID, as the account's own have."""
    monkeypatch.chdir(tmp_path)
    own, below = e164(2), "+16505550100"
    sids = plant(here, numbers=own, subaccounts=[{"phone_numbers": [below]}])
    bundles = {
        "customer_profiles": [profile()],
        "trust_products": [product("Calls", numbers=[*own, below])],
    }
    here.control.seed({"accounts": [{"sid": here.account_sid, **bundles}]})
    [(_, theirs)] = here.control.accounts()[0].subaccounts[0].phone_numbers.items()
    release(here, sids[own[0]])

    result = run()

    program = (tmp_path / "trusthub_import.py").read_text()
    assert 0 == result.exit_code, result.output
    assert [f'"{sids[own[1]]}",  # {own[1]}', f'"{theirs}",  # {below}'] == [
        line.strip() for line in program.splitlines() if '"PN' in line
    ]
    assert (
        f"Left out: 1 number on the bundles that was released ({sids[own[0]]}): pulumi-trusthub "
        "orphans lists and removes what is left of them." in result.stderr
    )


def test_numbers_that_may_be_released_are_undecided(
    by_key: Simulator, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """An API key cannot list subaccounts, so they stay in the program."""
    monkeypatch.chdir(tmp_path)
    sids = plant(by_key, profiles=[profile()], products=[product("Calls", numbers=e164(2))])
    release(by_key, sids[e164(1)[0]])

    result = run()

    assert 0 == result.exit_code, result.output
    assert sids[e164(1)[0]] in (tmp_path / "trusthub_import.py").read_text()
    assert f"Undecided: 1 number that the account itself does not have ({sids[e164(1)[0]]})" in (
        result.stderr
    )


def test_objects_left_out_for_one_reason_are_one_line(
    here: Simulator, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """So are many warnings, and what to do next stands apart."""
    monkeypatch.chdir(tmp_path)
    nameless = [{"friendly_name": f"{n}", "type": "cnam_information"} for n in range(9)]
    rejected = [
        product(f"Calls {n}", status="twilio-rejected", errors=[18601], customer_profiles=[])
        for n in range(9)
    ]
    plant(here, products=rejected, end_users=nameless)

    result = run()

    left_out = [line for line in result.stderr.splitlines() if line.startswith("Left out")]
    assert 0 == result.exit_code, result.output
    assert [True] == ["and 6 more, which could not be declared" in line for line in left_out]
    assert 3 == result.stderr.count("was rejected: 18601")
    assert "\n6 more warnings of this kind: pulumi-trusthub status names every review.\n" in (
        result.stderr
    )
    assert "\n\nNext, with the program in place" in result.stderr


def test_the_files_are_checked_before_any_request(account: Simulator, tmp_path: Path) -> None:
    """A folder that is not there, and one file for two things; nothing is written."""
    nowhere = run("--out", "ok.json", "--program", "nowhere/program.py")
    same = run("--out", "same", "--program", "same")

    assert [2, 2] == [nowhere.exit_code, same.exit_code]
    told = [" ".join(it.stderr.replace("│", " ").split()) for it in (nowhere, same)]
    assert "there is no folder for nowhere/program.py" in told[0]
    assert "must be three different files" in told[1]
    assert [] == [*tmp_path.iterdir(), *account.control.requests()]


def test_a_failed_write_leaves_no_file_behind(account: Simulator, tmp_path: Path) -> None:
    """Above all no file with personal data in it."""
    name = "x" * 300

    result = run("--program", name)

    assert account.url
    assert 1 == result.exit_code
    assert f"{name} could not be written: " in result.stderr
    assert [] == list(tmp_path.iterdir())


def test_an_account_without_anything_to_import_is_an_error(
    here: Simulator, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The primary profile alone is named as what was left out."""
    monkeypatch.chdir(tmp_path)
    plant(here, profiles=[profile()])

    result = run()

    assert 1 == result.exit_code
    [left_out, error] = result.stderr.splitlines()
    assert f"Left out: {here.control.accounts()[0].customer_profiles[0]}, the primary" in left_out
    assert error == f"There is nothing in account {here.account_sid} that could be imported."
    assert [] == list(tmp_path.iterdir())


@needs_pulumi
def test_the_import_leaves_nothing_to_change(account: Simulator, tmp_path: Path) -> None:
    """The file and the program agree with each other and with Twilio, in a destroy too."""
    account.control.settings(remove_entity_in_review_or_approved="refuse")
    assert 0 == run("--program", "__main__.py").exit_code
    personal = Secret((tmp_path / FILES[1]).read_text())
    account.control.clear_requests()
    before = account.control.counts()

    shown: list[str] = []
    with PulumiStack(
        tmp_path, project="imported", config={"imported:personalData": personal}
    ) as stack:
        said = imported(stack, tmp_path / FILES[0])
        stack._verb(lambda it, options: shown.append(it.preview(diff=True, **options).stdout))
        preview = stack.preview()
        refreshed = stack.refresh()
        up = stack.up()
        again = stack.refresh()
        after = stack.preview()
        asked = {entry.method for entry in account.control.requests()}
        with pytest.raises(DeploymentFailed, match="protect"):
            stack.destroy()
        left = account.control.counts()
        program = (tmp_path / "__main__.py").read_text()
        (tmp_path / "__main__.py").write_text(program.replace("PROTECT = True", "PROTECT = False"))
        stack.up()
        destroyed = stack.destroy()
        files = [path for path in stack._folder.rglob("*") if path.is_file()]
        texts = {path.name: path.read_text("utf-8", "replace") for path in files}

    said += "".join(shown)
    assert before == left
    assert "protect" not in said
    for result in (preview, refreshed, up, again, after):
        assert {"same": 19} == result.changes, result.text
        said += result.text
    assert {"GET"} == asked
    assert {"delete": 19} == destroyed.changes
    assert "end users and documents stay on the customer profile" in destroyed.text
    assert 0 < account.control.counts()["entity_assignments"] < before["entity_assignments"]
    texts |= {"output": said, "program": (tmp_path / "__main__.py").read_text()}
    assert {"test.json", "Pulumi.test.yaml"} < set(texts)
    assert [] == [
        (where, word) for where, text in texts.items() for word in PERSONAL if word in text
    ]


def imported(stack: PulumiStack, file: Path) -> str:
    """Run `pulumi import` for a stack, and give what the command says.

    The command wants the language host of the project, which for YAML is there with the engine.
    """
    stack._configure(stack._stack())
    folder = stack._folder / "import"
    folder.mkdir()
    (folder / "Pulumi.yaml").write_text(f"name: {stack.project}\nruntime: yaml\n")
    shutil.copy(stack._folder / f"Pulumi.{stack.stack}.yaml", folder)
    options = ["--file", str(file), "--generate-code=false", "--yes", "--stack", stack.stack]
    done = stack._command.run(["import", *options], str(folder), stack._settings())
    return done.stdout + done.stderr


@pytest.mark.parametrize("kind", ["EntityAssignments", "ChannelEndpointAssignments"])
def test_an_assignment_of_nothing_is_not_written(
    kind: str, account: Simulator, tmp_path: Path
) -> None:
    """Every field of a response may be null (OpenAPI file)."""
    product = account.control.accounts()[0].trust_products[1]
    sid = "RA" + "0" * 32
    empty = {"sid": sid, "object_sid": None, "channel_endpoint_sid": None}
    answer = {"results": [empty], "meta": {"key": "results", "next_page_url": None}}
    path = f"/{product}/{kind}"
    account.control.fault(method="GET", path=path, times=1, status=200, body=answer)

    result = run(product)

    assert 0 == result.exit_code, result.output
    assert sid not in (tmp_path / FILES[0]).read_text()


def test_an_endpoint_that_is_no_phone_number_is_left_out_and_named(
    account: Simulator, tmp_path: Path
) -> None:
    """A set of numbers would give the endpoint another type."""
    product = account.control.accounts()[0].trust_products[1]
    sender, sid = "SC" + "1" * 32, "RA" + "0" * 32
    other = {"sid": sid, "channel_endpoint_sid": sender, "channel_endpoint_type": "sender"}
    answer = {"results": [other], "meta": {"key": "results", "next_page_url": None}}
    path = f"/{product}/ChannelEndpointAssignments"
    account.control.fault(method="GET", path=path, times=1, status=200, body=answer)

    result = run(product)

    assert 0 == result.exit_code, result.output
    assert f"Left out: {sid}, which could not be declared: assigns {sender}" in result.stderr
    assert sender not in (tmp_path / FILES[0]).read_text()


def resources(folder: Path) -> list[dict[str, Any]]:
    """What the file says."""
    found: list[dict[str, Any]] = json.loads((folder / FILES[0]).read_text())["resources"]
    return found


def test_the_native_file_has_ids_alone_and_nothing_personal(
    account: Simulator, tmp_path: Path
) -> None:
    """Sets of numbers excepted; no program is written, and the steps say what to do with FILE."""
    result = run("--native")

    assert 0 == result.exit_code, result.output
    written = resources(tmp_path)
    assert [FILES[0]] == [path.name for path in tmp_path.iterdir()]
    assert 18 == len(written)
    assert {"trusthub:index"} == {entry["type"].rpartition(":")[0] for entry in written}
    more = [entry["name"] for entry in written if set(entry) != {"type", "name", "id"}]
    assert ["acme-calls-numbers"] == more
    text = (tmp_path / FILES[0]).read_text() + result.output
    assert [] == [word for word in PERSONAL if word in text]
    assert f"pulumi import --file {FILES[0]} --out FILE" in result.stderr
    assert "delete FILE" in result.stderr
    assert {"GET"} == {entry.method for entry in account.control.requests()}


def test_options_of_the_program_are_refused_for_the_native_form(
    account: Simulator, tmp_path: Path
) -> None:
    """Before any request: no program is written."""
    results = [
        run("--native", option, "x") for option in ("--program", "--personal", "--config-key")
    ]

    assert [2, 2, 2] == [result.exit_code for result in results]
    assert "--native writes no program" in " ".join(results[0].stderr.replace("│", " ").split())
    assert [] == [*tmp_path.iterdir(), *account.control.requests()]


@needs_pulumi
def test_the_code_that_is_printed_for_the_native_file_changes_nothing(
    account: Simulator, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """For all ten types: two that the command does not write are beside the others."""
    held = account.control.accounts()[0]
    assert 0 == run("--native").exit_code
    on = f"TrustProducts/{held.trust_products[0]}"
    evaluation = ask(account, f"{on}/Evaluations", PolicySid=SHAKEN_STIR)["sid"]
    number = ask(account, f"{on}/ChannelEndpointAssignments")["results"][0]["sid"]
    more = [
        ("Evaluation", f"{on}/Evaluations/{evaluation}"),
        ("ChannelEndpointAssignment", f"{on}/ChannelEndpointAssignments/{number}"),
    ]
    wanted = resources(tmp_path)
    wanted += [
        {"type": f"trusthub:index:{kind}", "name": kind.lower(), "id": id_} for kind, id_ in more
    ]
    (tmp_path / FILES[0]).write_text(json.dumps({"resources": wanted}))
    account.control.clear_requests()

    project = YamlProject(ROOT / "examples" / "10-yaml", tmp_path_factory.mktemp("native"), account)
    head = "name: trusthub-yaml\nruntime: yaml\nplugins:\n  providers:\n"
    head += "    - {name: trusthub, path: .venv/bin}\n"
    (project.folder / "Pulumi.yaml").write_text(head)
    code = project.folder / "code.yaml"
    project.run("stack", "init", "test")
    project.run("import", "--file", str(tmp_path / FILES[0]), "--out", str(code), "--yes")
    (project.folder / "Pulumi.yaml").write_text(head + code.read_text())
    preview = project.run("preview", "--diff")

    assert set(HANDLERS) == {entry["type"].rpartition(":")[2] for entry in wanted}
    assert 20 == len(wanted)
    assert "21 unchanged" in preview, preview
    assert {"GET"} == {entry.method for entry in account.control.requests()}


def tfstate(account: Simulator) -> dict[str, Any]:
    """What Terraform has: a product, a profile and all on them; a document is lost since."""
    held = account.control.accounts()[0]
    calls, customer = held.trust_products[0], held.customer_profiles[1]
    twilio = "twilio_trusthub"

    def resource(kind: str, name: str, *instances: dict[str, str]) -> dict[str, Any]:
        return {
            "mode": "managed",
            "type": kind,
            "name": name,
            "provider": 'provider["registry.terraform.io/twilio/twilio"]',
            "instances": [
                {"schema_version": 0, "attributes": it}
                | ({"index_key": n} if len(instances) > 1 else {})
                for n, it in enumerate(instances)
            ],
        }

    def assigned(collection: str, bundle: str, kind: str) -> list[dict[str, str]]:
        found = ask(account, f"{collection}/{bundle}/{kind}")["results"]
        parent = "trust_product_sid" if collection == "TrustProducts" else "customer_profile_sid"
        return [
            {"id": f"{bundle}/{it['sid']}", "sid": it["sid"], parent: bundle}
            for it in found
            if it.get("object_sid") != account.customer_profile_sid
        ]

    entities, numbers = "EntityAssignments", "ChannelEndpointAssignments"
    both = (
        ("TrustProducts", "trust_products", calls),
        ("CustomerProfiles", "customer_profiles", customer),
    )
    found = [
        resource(f"{twilio}_trust_products_v1", "calls", {"id": calls, "sid": calls}),
        resource(f"{twilio}_customer_profiles_v1", "customer", {"id": customer, "sid": customer}),
        resource(
            f"{twilio}_end_users_v1",
            "representative",
            {"id": held.end_users[0], "attributes": json.dumps(PERSON)},
        ),
        resource(
            f"{twilio}_supporting_documents_v1", "where", {"id": held.supporting_documents[0]}
        ),
        resource(f"{twilio}_supporting_documents_v1", "lost", {"id": "RD" + "f" * 32}),
        resource("twilio_api_accounts_addresses", "office", {"id": FIRST}),
        resource("aws_instance", "web", {"id": "i-1"}),
    ]
    for collection, name, sid in both:
        found += [
            resource(
                f"{twilio}_{name}_entity_assignments_v1",
                f"on_{name}",
                *assigned(collection, sid, entities),
            ),
            resource(
                f"{twilio}_{name}_channel_endpoint_assignments_v1",
                f"numbers_of_{name}",
                *assigned(collection, sid, numbers),
            ),
        ]
    return {"version": 4, "terraform_version": "1.9.8", "serial": 7, "resources": found}


def test_bundles_are_refused_beside_a_state_of_terraform(
    account: Simulator, tmp_path: Path
) -> None:
    """The state says which; a state that is none is an error of one line."""
    (tmp_path / "tf.json").write_text("{}")
    both = run("BU" + "0" * 32, "--from-terraform", "tf.json")
    none = run("--from-terraform", "tf.json")

    assert (2, 1) == (both.exit_code, none.exit_code)
    assert "not both" in " ".join(both.stderr.replace("│", " ").split())
    [line] = none.stderr.splitlines()
    assert "tf.json has no version" in line
    assert [] == account.control.requests()


@needs_pulumi
def test_a_state_of_terraform_moves_over_without_a_change(
    account: Simulator, tmp_path: Path
) -> None:
    """Imported, a preview shows nothing, and nothing but reads was sent."""
    (tmp_path / "tf.json").write_text(json.dumps(tfstate(account)))
    account.control.clear_requests()
    result = run("--from-terraform", "tf.json", "--program", "__main__.py")
    assert 0 == result.exit_code, result.output
    personal = Secret((tmp_path / FILES[1]).read_text())

    with PulumiStack(
        tmp_path, project="imported", config={"imported:personalData": personal}
    ) as stack:
        imported(stack, tmp_path / FILES[0])
        preview = stack.preview()

    names = {entry["name"] for entry in resources(tmp_path)}
    assert {"calls", "customer", "representative", "where", "office", "calls-numbers"} < names
    assert {"calls-submission", "customer-submission", "on-trust-products"} < names
    assert {"same": len(names) + 1} == preview.changes, preview.text
    assert {"GET"} == {entry.method for entry in account.control.requests()}
    lost = "twilio_trusthub_supporting_documents_v1.lost"
    assert f"Left out: {lost}: the account has no RD{'f' * 32}" in result.stderr
    assert "Left to Terraform: 1 resource of other kinds." in result.stderr
    assert "`terraform state rm`" in result.stderr
    assert [] == [word for word in PERSONAL if word in result.output]
