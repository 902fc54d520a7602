"""Does the simulator keep to Twilio's OpenAPI files?"""

from __future__ import annotations

import json
import os
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from simulated_stores import BUSINESS
from skips import NO_SPECIFICATION

from pulumi_trusthub.simulator.server.app import operations
from pulumi_trusthub.simulator.store.policies import SECONDARY_CUSTOMER_PROFILE, SHAKEN_STIR

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pulumi_trusthub.simulator import SimulatedAccount, Simulator
    from pulumi_trusthub.simulator.api.routing import Operation

SPEC_DIR = os.environ.get("TRUSTHUB_SPEC_DIR", "")

pytestmark = [
    pytest.mark.spec,
    pytest.mark.skipif(not SPEC_DIR, reason=NO_SPECIFICATION),
]

FORM = "application/x-www-form-urlencoded"
OPERATIONS = operations()
NAMES = [f"{it.method} {it.path}" for it in OPERATIONS]


@cache
def document(name: str) -> Any:
    """A file of Twilio's, as schemathesis reads it.

    The 2010 API calls its page links URIs, while the examples beside them have no host.
    """
    import schemathesis  # noqa: PLC0415 - a second, which only the process of these tests spends

    written = json.loads((Path(SPEC_DIR) / name).read_text(encoding="utf-8"))
    for item in written["paths"].values():
        answer = item.get("get", {}).get("responses", {}).get("200", {}).get("content", {})
        for link, schema in (
            answer.get("application/json", {}).get("schema", {}).get("properties", {}).items()
        ):
            if link.endswith("uri") and schema.get("format") == "uri":
                schema["format"] = "uri-reference"
    return schemathesis.openapi.from_dict(written)


def file_of(path: str) -> Any:
    """The file that a path is in."""
    name = "twilio_api_v2010.json" if path.startswith("/2010") else "twilio_trusthub_v1.json"
    return document(name)


@cache
def documented(method: str, path: str) -> Any:
    """The operation of Twilio's files that answers a path, or its template."""
    parts = path.split("/")
    for template in file_of(path):
        if len(template.split("/")) == len(parts) and all(
            re.fullmatch(re.sub(r"\\{\w+\\}", r"(?:{\\w+}|\\w+)", re.escape(one)), other)
            for one, other in zip(template.split("/"), parts, strict=True)
        ):
            return file_of(path)[template][method]
    raise AssertionError(f"{path} is in none of Twilio's files.")


def resolved(schema: Any, path: str) -> Any:
    """A schema with its reference followed."""
    if "$ref" not in schema:
        return schema
    found = file_of(path).raw_schema
    for part in schema["$ref"].removeprefix("#/").split("/"):
        found = found[part]
    return found


def raw(method: str, path: str) -> Any:
    """The operation as it stands in the file."""
    operation = documented(method, path)
    return file_of(path).raw_schema["paths"][operation.path][method.lower()]


@pytest.mark.parametrize("operation", OPERATIONS, ids=NAMES)
def test_every_operation_of_the_simulator_is_in_the_files(operation: Operation) -> None:
    """Each path and method, its only status of success, and all of its parameters."""
    written = raw(operation.method, operation.path)
    taken = {it.name: it.required for it in operation.parameters}

    body = written.get("requestBody", {}).get("content", {}).get(FORM, {}).get("schema", {})
    required = set(body.get("required", ()))
    expected = {name: name in required for name in body.get("properties", {})}
    for parameter in written.get("parameters", ()):
        if parameter["in"] == "query":
            expected[parameter["name"]] = parameter.get("required", False)
    assert [str(operation.status)] == list(written["responses"])
    assert expected == taken


def lists() -> dict[str, str]:
    """The lists of Trust Hub in Twilio's file, each with the name of its items in an answer."""
    if not SPEC_DIR:
        return {}
    found = {}
    for path, item in document("twilio_trusthub_v1.json").raw_schema["paths"].items():
        for answer in item.get("get", {}).get("responses", {}).values():
            names = answer["content"]["application/json"]["schema"].get("properties", {}).keys()
            if "meta" in names:
                [found[path]] = names - {"meta"}
    return found


@pytest.mark.parametrize("path", lists())
def test_every_list_in_the_file_is_served_page_by_page(
    path: str, simulator: Simulator, http: requests.Session
) -> None:
    """Under the file's key, with links both ways on the simulator's own host, and nothing twice."""
    key, url = lists()[path], simulator.url + filled(path, simulator, http)

    whole = http.get(url).json()
    first = http.get(url, params={"PageSize": 1}).json()
    second = http.get(first["meta"]["next_page_url"]).json()
    back = http.get(second["meta"]["previous_page_url"]).json()

    assert whole["meta"] == {
        "key": key,
        "page": 0,
        "page_size": 50,
        "first_page_url": f"{url}?PageSize=50&Page=0",
        "previous_page_url": None,
        "url": f"{url}?PageSize=50&Page=0",
        "next_page_url": None,
    }
    assert whole[key][:2] == first[key] + second[key]
    assert first[key] == back[key]
    assert (key, 1, 1) == tuple(second["meta"][name] for name in ("key", "page", "page_size"))


@pytest.mark.parametrize("path", lists())
@pytest.mark.parametrize(
    ("query", "code"),
    [({"PageSize": "1001"}, 20007), ({"Page": "1"}, 21481), ({"Unknown": "x"}, 20001)],
    ids=["size", "page", "parameter"],
)
def test_every_list_in_the_file_refuses_what_the_file_does_not_allow(
    path: str, query: dict[str, str], code: int, simulator: Simulator, http: requests.Session
) -> None:
    """The same refusals for all of them."""
    answer = http.get(simulator.url + filled(path, simulator, http), params=query)

    assert (400, code) == (answer.status_code, answer.json()["code"])


def filled(path: str, simulator: Simulator, http: requests.Session) -> str:
    """A list's path on a bundle of the default account, once the list has two items."""
    account = seeded(simulator)
    bundles = {
        "{CustomerProfileSid}": account.customer_profiles[-1],
        "{TrustProductSid}": account.trust_products[-1],
    }
    for name, sid in bundles.items():
        if path.endswith("/Evaluations") and name in path:
            for _ in range(2):
                form = {"PolicySid": SHAKEN_STIR}
                http.post(simulator.url + path.replace(name, sid), data=form).raise_for_status()
        path = path.replace(name, sid)
    return path


def seeded(simulator: Simulator) -> SimulatedAccount:
    """The default account with two of everything that a list may hold."""
    person = {"friendly_name": "x", "type": "authorized_representative_1"}
    document = {"friendly_name": "x", "type": "customer_profile_address"}
    numbers = list(simulator.phone_numbers)[:2]
    seed = {
        "sid": simulator.account_sid,
        "end_users": [{**person, "sid": f"IT{n:032x}"} for n in range(2)],
        "supporting_documents": [document, document],
        "customer_profiles": [
            {
                "policy_sid": SECONDARY_CUSTOMER_PROFILE,
                "phone_numbers": numbers,
                "entities": [f"IT{n:032x}" for n in range(2)],
            }
        ],
        "trust_products": [
            {"policy_sid": SHAKEN_STIR},
            {
                "policy_sid": SHAKEN_STIR,
                "phone_numbers": numbers,
                "entities": [f"IT{n:032x}" for n in range(2)],
            },
        ],
    }
    return simulator.control.seed({"accounts": [seed]})[0]


class Recorder(requests.Session):
    """A session that keeps every answer."""

    def __init__(self, simulator: Simulator) -> None:
        super().__init__()
        self.trust_env = False
        self.auth = (simulator.account_sid, simulator.auth_token)
        self.url = simulator.url
        self.serializers: list[requests.Response] = []

    def ask(self, method: str, path: str, **form: str) -> Any:
        """Send a request that must succeed, and return the answer."""
        answer = self.request(method, self.url + path, data=form or None)
        assert answer.ok, answer.text
        self.serializers.append(answer)
        return answer.json() if answer.content else None


@pytest.fixture
def recorder(simulator: Simulator) -> Iterator[Recorder]:
    """A recording session with the default account's credentials."""
    with Recorder(simulator) as session:
        yield session


def walk_bundle(recorder: Recorder, collection: str, policy: str, entity: str, pn: str) -> None:
    """Every operation of one kind of bundle."""
    ask = recorder.ask
    made = ask(
        "POST",
        f"/v1/{collection}",
        FriendlyName="Example",
        Email="compliance@example.com",
        PolicySid=policy,
        StatusCallback="https://example.com/status",
    )
    path = f"/v1/{collection}/{made['sid']}"
    linked = ask("POST", f"{path}/EntityAssignments", ObjectSid=entity)
    carried = ask(
        "POST",
        f"{path}/ChannelEndpointAssignments",
        ChannelEndpointType="phone-number",
        ChannelEndpointSid=pn,
    )
    looked = ask("POST", f"{path}/Evaluations", PolicySid=policy)
    ask("GET", f"{path}/Evaluations/{looked['sid']}")
    ask("GET", f"{path}/EntityAssignments/{linked['sid']}")
    ask("GET", f"{path}/ChannelEndpointAssignments/{carried['sid']}")
    for part in ("EntityAssignments", "ChannelEndpointAssignments", "Evaluations"):
        ask("GET", f"{path}/{part}")
    ask("POST", path, Status="pending-review")
    ask("GET", f"/v1/{collection}?Status=twilio-approved&PageSize=1")
    ask("GET", f"/v1/{collection}?PolicySid={policy}")
    ask("GET", path)
    ask("DELETE", f"{path}/ChannelEndpointAssignments/{carried['sid']}")
    ask("DELETE", f"{path}/EntityAssignments/{linked['sid']}")
    ask("DELETE", path)


def walk_objects(recorder: Recorder) -> None:
    """Every operation on end users, documents, addresses and catalogues."""
    ask = recorder.ask
    for collection, kind in (
        ("EndUsers", "customer_profile_business_information"),
        ("SupportingDocuments", "customer_profile_address"),
    ):
        path = f"/v1/{collection}"
        made = ask("POST", path, FriendlyName="x", Type=kind, Attributes=json.dumps(BUSINESS))
        ask("GET", path)
        ask("GET", f"{path}/{made['sid']}")
        ask("POST", f"{path}/{made['sid']}", FriendlyName="y")
        ask("DELETE", f"{path}/{made['sid']}")
    for collection in ("Policies", "EndUserTypes", "SupportingDocumentTypes"):
        listed = ask("GET", f"/v1/{collection}")
        for one in listed[listed["meta"]["key"]]:
            ask("GET", f"/v1/{collection}/{one['sid']}")


def walk_2010(recorder: Recorder, simulator: Simulator) -> None:
    """Every operation of the 2010 API."""
    ask = recorder.ask
    account = f"/2010-04-01/Accounts/{simulator.account_sid}"
    ask("GET", "/2010-04-01/Accounts.json?PageSize=3")
    ask("GET", f"{account}.json")
    ask("GET", f"{account}/IncomingPhoneNumbers.json?PageSize=3")
    number = simulator.phone_numbers["+12025550109"]
    ask("GET", f"{account}/IncomingPhoneNumbers/{number}.json")
    ask("DELETE", f"{account}/IncomingPhoneNumbers/{number}.json")
    made = ask(
        "POST",
        f"{account}/Addresses.json",
        CustomerName="Example Business",
        Street="1 Example Street",
        City="Exampletown",
        Region="CA",
        PostalCode="90000",
        IsoCountry="US",
    )
    ask("GET", f"{account}/Addresses.json")
    ask("GET", f"{account}/Addresses/{made['sid']}.json")
    ask("POST", f"{account}/Addresses/{made['sid']}.json", City="Elsewhere")
    ask("DELETE", f"{account}/Addresses/{made['sid']}.json")


def test_every_answer_has_the_form_in_the_files(recorder: Recorder, simulator: Simulator) -> None:
    """Each operation is walked; status, schema, and exactly the fields that are written there."""
    simulator.control.settings(review="immediate")
    profile = simulator.customer_profile_sid
    number, other = list(simulator.phone_numbers.values())[:2]
    on_profile = f"/v1/CustomerProfiles/{profile}/ChannelEndpointAssignments"
    recorder.ask("POST", on_profile, ChannelEndpointType="phone-number", ChannelEndpointSid=number)
    walk_bundle(recorder, "TrustProducts", SHAKEN_STIR, profile, number)
    walk_bundle(recorder, "CustomerProfiles", SECONDARY_CUSTOMER_PROFILE, profile, other)
    walk_objects(recorder)
    walk_2010(recorder, simulator)

    walked = set()
    for answer in recorder.serializers:
        method, path = str(answer.request.method), answer.request.path_url.partition("?")[0]
        operation = documented(method, path)
        walked.add((method, operation.path))
        operation.validate_response(answer)
        if answer.content:
            assert_fields(method, path, answer)
    assert {(it.method, documented(it.method, it.path).path) for it in OPERATIONS} == walked


def assert_fields(method: str, path: str, answer: requests.Response) -> None:
    """The fields of an answer, and of the items in it, are those of the schema: all, no other."""
    schema = raw(method, path)["responses"][str(answer.status_code)]["content"]
    written = resolved(schema["application/json"]["schema"], path)["properties"]
    body = answer.json()
    assert written.keys() == body.keys(), path
    for name, part in written.items():
        if part.get("type") == "array" and "$ref" in part["items"]:
            fields = resolved(part["items"], path)["properties"].keys()
            assert all(fields == it.keys() for it in body[name]), path
        elif name == "meta":
            assert part["properties"].keys() == body["meta"].keys()


@pytest.mark.parametrize("operation", OPERATIONS, ids=NAMES)
def test_every_allowed_request_is_done_or_refused(
    operation: Operation, simulator: Simulator, http: requests.Session
) -> None:
    """Whatever the files allow is done or refused in Twilio's form, never a failure."""
    written = documented(operation.method, operation.path)

    @settings(
        max_examples=8,
        database=None,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=written.as_strategy())
    def survive(case: Any) -> None:
        sent = case.as_transport_kwargs(base_url=simulator.url)
        answer = http.request(**{**sent, "allow_redirects": False})

        assert answer.status_code < 500
        if answer.ok:
            written.validate_response(answer)
        else:
            body = answer.json()
            assert {"code", "message", "more_info", "status"} == body.keys()
            assert answer.status_code == body["status"]

    survive()
