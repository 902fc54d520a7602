"""What a client believes of an answer, and of its credentials."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from acme import ACME, LOST, asked, named
from scripted import ACCOUNT, Answer

from pulumi_trusthub._core.api.client import TrustHubClient
from pulumi_trusthub._core.model.config import Credentials, Settings
from pulumi_trusthub._core.model.errors import (
    ApiError,
    AuthenticationError,
    ConfigurationError,
    ResponseLostError,
    UnexpectedAnswerError,
    WrongAccountError,
)
from pulumi_trusthub._core.model.refs import BundleKind, BundleRef
from pulumi_trusthub._core.rules.bundles import create_bundle

if TYPE_CHECKING:
    from collections.abc import Callable

    from scripted import ScriptedServer

    from pulumi_trusthub.simulator import Simulator


@pytest.mark.parametrize("fault", LOST, ids=named)
def test_a_delete_survives_a_fault(
    fault: dict[str, Any], client: TrustHubClient, simulator: Simulator, product: BundleRef
) -> None:
    """A DELETE may be sent again: what is gone is done."""
    link = next(client.records(f"{product.path}/EntityAssignments"))["sid"]
    simulator.control.fault(method="DELETE", **fault)

    client.delete(f"{product.path}/EntityAssignments/{link}")

    assert [] == list(client.records(f"{product.path}/EntityAssignments"))


@pytest.mark.parametrize("said", ["{}", '{"sid": null, "status": "draft"}'])
def test_a_success_without_an_object_is_a_lost_answer(said: str, server: ScriptedServer) -> None:
    """What was created is looked for then, and nothing of the state is taken for empty."""
    client = keyed(server)
    server.will(*[Answer(201, said)] * 3)

    with pytest.raises(ResponseLostError, match=r"\(HTTP 201\) is no object, so what became"):
        client.create("TrustProducts", {})
    with pytest.raises(
        ResponseLostError, match=r"POST /v1/TrustProducts/BU0+ failed: .* no object"
    ):
        client.update(BUNDLE, {})
    with pytest.raises(ResponseLostError, match=r"is no object\. .* Run this again\.$"):
        client.get(BUNDLE)


def test_a_bundle_whose_answer_names_nothing_is_looked_for(
    client: TrustHubClient, simulator: Simulator
) -> None:
    """A look shows that nothing was created, so the bundle is created then, once."""
    simulator.control.fault(method="POST", path="/TrustProducts$", status=200, body={})

    made = create_bundle(client, BundleKind.TRUST_PRODUCT, ACME)

    assert [made["sid"]] == [it["sid"] for it in client.records("TrustProducts")]


def test_a_key_without_a_bundle_to_show_may_create(simulator: Simulator) -> None:
    """In an empty account nothing is a proof, so a 404 is doubted until a POST has answered."""
    simulator.control.reset(empty=True)
    key = {"sid": "SK" + "1" * 32, "secret": "s" * 32}
    account = "AC" + "1" * 32
    simulator.control.seed({"accounts": [{"sid": account, "auth_token": "t", "api_keys": [key]}]})
    credentials = Credentials(account, key["sid"], key["secret"])
    client = TrustHubClient(Settings(credentials, simulator.url), sleep=lambda _: None)

    with pytest.raises(ConfigurationError, match="nothing shows that the API key is one of"):
        client.get_or_none("TrustProducts/BU" + "0" * 32)
    assert create_bundle(client, BundleKind.TRUST_PRODUCT, ACME)["status"] == "draft"
    assert client.get_or_none("TrustProducts/BU" + "0" * 32) is None


def test_a_list_raises_the_errors_of_other_requests(
    client: TrustHubClient, simulator: Simulator
) -> None:
    """The library's lists raise another, bare exception; here they don't."""
    simulator.control.fault(method="GET", status=401, code=20003)
    with pytest.raises(AuthenticationError):
        list(client.records("TrustProducts"))

    simulator.control.fault(method="GET", times=99, status=500)
    with pytest.raises(ApiError, match="HTTP 500"):
        list(client.records("TrustProducts"))


def test_a_key_of_another_account_is_found_out(simulator: Simulator) -> None:
    """A 404 with an API key is believed only when the key is of the configured account."""
    account = simulator.control.accounts()[0]
    key, sub = account.api_keys[0], account.subaccounts[0]

    def missing(account_sid: str) -> dict[str, Any] | None:
        credentials = Credentials(account_sid, key.sid, key.secret)
        client = TrustHubClient(Settings(credentials, simulator.url))
        return client.get_or_none("TrustProducts/BU" + "0" * 32)

    assert missing(account.sid) is None
    with pytest.raises(WrongAccountError, match=f"belongs to account {account.sid}"):
        missing(sub.sid)


OTHER = "AC" + "0b" * 16
BUNDLE = "TrustProducts/BU" + "0" * 32


def keyed(server: ScriptedServer) -> TrustHubClient:
    """A client with an API key, of whose account nothing is known yet."""
    credentials = Credentials(ACCOUNT, "SK" + "1" * 32, "secret")
    return TrustHubClient(Settings(credentials, server.url), sleep=lambda _: None)


def says(account: str | None, *, status: int = 200, sid: str = "BU1") -> Answer:
    """An answer with one object of an account."""
    return Answer(status, json.dumps({"sid": sid, "account_sid": account}))


def lists(*accounts: str) -> Answer:
    """An answer with a list of objects."""
    found = [{"sid": f"BU{place}", "account_sid": it} for place, it in enumerate(accounts)]
    return Answer(200, json.dumps({"meta": {"key": "results"}, "results": found}))


@pytest.mark.parametrize(
    ("answer", "read"),
    [
        (says(OTHER), lambda client: client.get_or_none(BUNDLE)),
        (lists(OTHER), lambda client: list(client.records("TrustProducts"))),
        (lists(OTHER), TrustHubClient.verify_credentials),
    ],
    ids=["object", "list", "proof"],
)
def test_an_api_key_that_reads_another_account_is_refused(
    server: ScriptedServer, answer: Answer, read: Callable[[TrustHubClient], object]
) -> None:
    """What was read is given to nobody, and nothing is made with that key any more."""
    client = keyed(server)
    server.will(answer)

    with pytest.raises(WrongAccountError, match=f"belongs to account {OTHER}.*nothing was read"):
        read(client)
    with pytest.raises(WrongAccountError):
        client.create("TrustProducts", {})
    with pytest.raises(WrongAccountError):
        client.update(BUNDLE, {})
    assert 1 == len(server.requests)


def test_an_object_that_names_the_account_is_proof_enough(server: ScriptedServer) -> None:
    """After it a 404 counts, and no request is spent on more."""
    client = keyed(server)
    server.will(lists(ACCOUNT), Answer(404))

    read = [record["sid"] for record in client.records("TrustProducts")]
    missing = client.get_or_none(BUNDLE)

    assert (["BU0"], None) == (read, missing)
    assert 2 == len(server.requests)


def test_an_update_that_another_account_answers_is_named(server: ScriptedServer) -> None:
    """What was changed there cannot be taken back, so the text has it."""
    server.will(says(OTHER))

    with pytest.raises(WrongAccountError, match=r"BU0+ was changed there\."):
        keyed(server).update(BUNDLE, {"Status": "pending-review"})


def test_an_evaluation_in_another_account_is_named_and_stays(server: ScriptedServer) -> None:
    """Trust Hub deletes no evaluation, so none is tried to be deleted."""
    server.will(says(OTHER, status=201, sid="EL1"))

    with pytest.raises(WrongAccountError, match=r"EL1 was made there, and stays: Trust Hub keeps"):
        keyed(server).create(f"{BUNDLE}/Evaluations", {})
    assert ["POST"] == [method for method, _ in server.requests]


@pytest.mark.parametrize("before", [None, ACCOUNT], ids=["nothing", "a look"])
def test_a_post_is_believed_whatever_a_look_has_shown(
    server: ScriptedServer, before: str | None
) -> None:
    """Not the first POST alone, and not only where nothing was known."""
    client = keyed(server)
    server.will(*[lists(before)] if before else [], says(ACCOUNT, status=201))
    server.will(says(OTHER, status=201, sid="BU2"), Answer(204, ""))
    if before:
        client.verify_credentials()
    client.create("TrustProducts", {})

    with pytest.raises(WrongAccountError, match="BU2 was made there, and deleted again"):
        client.create("TrustProducts", {})

    assert ("DELETE", "/v1/TrustProducts/BU2") == server.requests[-1]


def test_an_update_of_what_is_missing_proves_nothing(server: ScriptedServer) -> None:
    """A 404 must not be told as a deletion when the key may be another account's."""
    server.will(Answer(404), *[lists()] * 4)

    with pytest.raises(ConfigurationError, match="nothing shows that the API key is one of"):
        keyed(server).update(BUNDLE, {})


def test_a_missing_address_needs_no_proof_of_trust_hub(server: ScriptedServer) -> None:
    """Paths of the 2010 API hold the account, so one that opens is enough."""
    client = keyed(server)
    address = f"{client.addresses()}/AD1.json"
    nothing = Answer(200, json.dumps({"addresses": [], "next_page_uri": None}))
    server.will(Answer(404), nothing, Answer(404))

    assert client.get_or_none(address) is None
    assert client.delete(address) is False
    server.will(Answer(404), Answer(401))
    with pytest.raises(AuthenticationError):
        keyed(server).get_or_none(address)
    opened = [path for _, path in server.requests if "PageSize=1" in path]
    assert 2 == len(opened)


def test_the_region_of_the_environment_changes_nothing(
    client: TrustHubClient, simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The library would rewrite 127.0.0.1 to 127.sydney.au1.0.1."""
    monkeypatch.setenv("TWILIO_REGION", "au1")
    monkeypatch.setenv("TWILIO_EDGE", "sydney")
    fresh = TrustHubClient(client.settings)

    list(fresh.records("TrustProducts"))

    assert 1 == len(asked(simulator))


def test_an_html_404_is_not_taken_for_twilios(server: ScriptedServer) -> None:
    """A proxy or a wrong address must not empty a state; any other 404 is one."""
    credentials = Credentials(ACCOUNT, ACCOUNT, "token")
    client = TrustHubClient(Settings(credentials, server.url), sleep=lambda _: None)
    html = {"Content-Type": "text/html; charset=utf-8"}
    server.will(Answer(404, "<h1>Not Found</h1>", html))

    with pytest.raises(UnexpectedAnswerError, match=r"is not Twilio.*trusthub:baseUrl"):
        client.get_or_none("TrustProducts/BU1")
    server.will(Answer(404, ""))
    assert client.get_or_none("TrustProducts/BU1") is None


def test_a_second_delete_of_a_run_finds_the_first_one(
    client: TrustHubClient, product: BundleRef
) -> None:
    """What this run has deleted needs no wait, though another resource declares it as well."""
    link = next(client.records(f"{product.path}/EntityAssignments"))["sid"]
    path = f"{product.path}/EntityAssignments/{link}"

    assert [True, True] == [client.delete(path), client.delete(path)]
    assert not client.delete(f"{product.path}/EntityAssignments/BV{'0' * 32}")
