"""Does Twilio's own library get along with the simulator's Trust Hub?

The client is `Any`, because the annotations of the library are wider than what it returns.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from simulated_stores import CNAM
from twilio.base.exceptions import TwilioException, TwilioRestException

from pulumi_trusthub.simulator.store.policies import SECONDARY_CUSTOMER_PROFILE, SHAKEN_STIR

if TYPE_CHECKING:
    import requests

    from pulumi_trusthub.simulator import Simulator


def make_product(client: Any, name: str = "Example") -> Any:
    """A new SHAKEN/STIR product."""
    return client.trusthub.v1.trust_products.create(
        friendly_name=name, email="compliance@example.com", policy_sid=SHAKEN_STIR
    )


def test_the_six_steps_can_be_done_and_undone(client: Any, simulator: Simulator) -> None:
    """From nothing to approved, and back to nothing."""
    before = simulator.control.counts()
    number, profile = next(iter(simulator.phone_numbers.values())), simulator.customer_profile_sid
    simulator.control.settings(review="immediate")

    on_profile = client.trusthub.v1.customer_profiles(profile)
    assigned = on_profile.customer_profiles_channel_endpoint_assignment.create(
        channel_endpoint_type="phone-number", channel_endpoint_sid=number
    )
    product = make_product(client)
    on_product = client.trusthub.v1.trust_products(product.sid)
    linked = on_product.trust_products_entity_assignments.create(object_sid=profile)
    carried = on_product.trust_products_channel_endpoint_assignment.create(
        channel_endpoint_type="phone-number", channel_endpoint_sid=number
    )
    evaluation = on_product.trust_products_evaluations.create(policy_sid=SHAKEN_STIR)
    assert evaluation.status == "compliant"
    assert on_product.update(status="pending-review").status == "pending-review"
    approved = on_product.fetch()
    assert (approved.status, approved.errors) == ("twilio-approved", None)
    assert isinstance(approved.valid_until, dt.datetime)

    assert on_product.trust_products_channel_endpoint_assignment(carried.sid).delete()
    assert on_product.trust_products_entity_assignments(linked.sid).delete()
    assert on_product.delete()
    assert on_profile.customer_profiles_channel_endpoint_assignment(assigned.sid).delete()
    assert before == simulator.control.counts()


def test_a_new_product_has_the_fields_that_were_sent(client: Any, simulator: Simulator) -> None:
    """Every field of a new product, as the library reads it."""
    product = client.trusthub.v1.trust_products.create(
        friendly_name="Exämple",
        email="compliance@example.com",
        policy_sid=SHAKEN_STIR,
        status_callback="https://example.com/status",
    )

    assert (product.friendly_name, product.status) == ("Exämple", "draft")
    assert product.status_callback == "https://example.com/status"
    assert (product.valid_until, product.errors) == (None, None)
    assert product.account_sid == simulator.account_sid
    assert isinstance(product.date_created, dt.datetime)
    assert product.url == f"{simulator.url}/v1/TrustProducts/{product.sid}"
    assert product.links == {
        "trust_products_entity_assignments": f"{product.url}/EntityAssignments",
        "trust_products_evaluations": f"{product.url}/Evaluations",
        "trust_products_channel_endpoint_assignment": (f"{product.url}/ChannelEndpointAssignments"),
    }


def test_filters_find_products_by_status_name_and_policy(client: Any) -> None:
    """By status, name and policy, each exactly."""
    products = client.trusthub.v1.trust_products
    first, second = make_product(client, "One"), make_product(client, "Two")
    third = products.create(friendly_name="Two", email="a@example.com", policy_sid=CNAM)
    products(second.sid).update(status="pending-review")

    def sids(**filters: str) -> list[str | None]:
        return [it.sid for it in products.list(**filters)]

    assert [first.sid, second.sid, third.sid] == sids()
    assert [second.sid, third.sid] == sids(friendly_name="Two")
    assert [second.sid] == sids(friendly_name="Two", policy_sid=SHAKEN_STIR)
    assert [second.sid] == sids(status="pending-review")
    assert [] == sids(friendly_name="two")


def test_a_filter_finds_the_assignments_of_one_or_several_numbers(
    client: Any, simulator: Simulator
) -> None:
    """A number, or several between commas; unassigned numbers are not found."""
    numbers = list(simulator.phone_numbers.values())
    profile = client.trusthub.v1.customer_profiles(simulator.customer_profile_sid)
    assignments = profile.customer_profiles_channel_endpoint_assignment
    made = [
        assignments.create(channel_endpoint_type="phone-number", channel_endpoint_sid=it).sid
        for it in numbers[:4]
    ]

    def sids(**filters: str) -> list[str | None]:
        return [it.sid for it in assignments.list(**filters)]

    assert made == sids()
    assert [made[2]] == sids(channel_endpoint_sid=numbers[2])
    assert [made[0], made[3]] == sids(
        channel_endpoint_sids=",".join([numbers[3], numbers[0], numbers[9]])
    )
    assert [] == sids(channel_endpoint_sid=numbers[1], channel_endpoint_sids=numbers[2])


def test_object_type_finds_end_users_by_their_type(client: Any, simulator: Simulator) -> None:
    """End users by their type; linked profiles only where the switch says so."""
    profile = client.trusthub.v1.customer_profiles.create(
        friendly_name="Customer", email="a@example.com", policy_sid=SECONDARY_CUSTOMER_PROFILE
    )
    person = client.trusthub.v1.end_users.create(
        friendly_name="Erika", type="authorized_representative_1"
    )
    entities = client.trusthub.v1.customer_profiles(
        str(profile.sid)
    ).customer_profiles_entity_assignments
    entities.create(object_sid=str(person.sid))
    entities.create(object_sid=simulator.customer_profile_sid)

    def objects(kind: str) -> list[str | None]:
        return [it.object_sid for it in entities.list(object_type=kind)]

    assert [person.sid] == objects("authorized_representative_1")
    assert [] == objects("customer_profile")
    simulator.control.settings(object_type_finds_linked_profiles=True)
    assert [simulator.customer_profile_sid] == objects("customer_profile")
    assert [simulator.customer_profile_sid] == objects("primary_customer_profile_type_business")


def test_end_users_and_documents_pass_through_every_verb(client: Any) -> None:
    """Create, fetch, update, list and delete; attributes come back as an object."""
    people, papers = client.trusthub.v1.end_users, client.trusthub.v1.supporting_documents
    person = people.create(
        friendly_name="Erika",
        type="authorized_representative_1",
        attributes={"first_name": "Erika", "last_name": "Example"},
    )
    paper = papers.create(friendly_name="Office", type="customer_profile_address")
    assert (paper.status, paper.mime_type, paper.attributes) == ("DRAFT", None, {})

    people(str(person.sid)).update(attributes={"first_name": "Max"})
    papers(str(paper.sid)).update(friendly_name="New office")

    assert people(str(person.sid)).fetch().attributes == {"first_name": "Max"}
    assert people(str(person.sid)).fetch().friendly_name == "Erika"
    assert papers(str(paper.sid)).fetch().friendly_name == "New office"
    assert ([person.sid], [paper.sid]) == (
        [it.sid for it in people.list()],
        [it.sid for it in papers.list()],
    )
    assert people(str(person.sid)).delete()
    assert papers(str(paper.sid)).delete()
    assert people.list() == papers.list() == []


def test_the_catalogues_have_policies_and_types(client: Any) -> None:
    """Policies by SID; types by SID and by machine name."""
    v1 = client.trusthub.v1
    assert SHAKEN_STIR in [it.sid for it in v1.policies.list()]
    policy = v1.policies(SECONDARY_CUSTOMER_PROFILE).fetch()
    path = policy.requirements["end_user"][0]["url"].removeprefix("/EndUserTypes/")

    by_name = v1.end_user_types(path).fetch()

    assert by_name.machine_name == path
    assert v1.end_user_types(str(by_name.sid)).fetch().fields == by_name.fields
    assert path in [it.machine_name for it in v1.end_user_types.list()]
    documents = v1.supporting_document_types.list()
    assert "customer_profile_address" in [it.machine_name for it in documents]
    for missing in (
        v1.policies("RN" + "0" * 32),
        v1.end_user_types("nobody"),
        v1.supporting_document_types("nothing"),
    ):
        with pytest.raises(TwilioRestException) as error:
            missing.fetch()
        assert (404, 20404) == (error.value.status, error.value.code)


def test_a_list_of_2500_assignments_has_pages(client: Any, simulator: Simulator) -> None:
    """The library follows next pages to the end, at any size of page."""
    [made] = simulator.control.seed(
        {
            "accounts": [
                {"sid": simulator.account_sid, "phone_numbers": 2500},
            ]
        }
    )
    numbers = list(made.phone_numbers)
    [seeded] = simulator.control.seed(
        {
            "accounts": [
                {
                    "sid": simulator.account_sid,
                    "customer_profiles": [{"friendly_name": "Big", "phone_numbers": numbers}],
                }
            ]
        }
    )
    big = client.trusthub.v1.customer_profiles(seeded.customer_profiles[0])
    assignments = big.customer_profiles_channel_endpoint_assignment

    simulator.control.clear_requests()
    found = [it.channel_endpoint_sid for it in assignments.stream(page_size=1000)]
    pages = [it.path for it in simulator.control.requests()]

    assert list(made.phone_numbers.values()) == found
    assert len(pages) == 3
    assert all("PageToken=PA" in it for it in pages[1:])
    assert len(assignments.list()) == 2500
    assert len(client.incoming_phone_numbers.list(page_size=1000)) == 2510


def test_pages_lead_back_and_keep_the_filters(http: requests.Session, simulator: Simulator) -> None:
    """Next and previous URLs are absolute, on the host that was asked, and keep the filters."""
    simulator.control.seed(
        {
            "accounts": [
                {
                    "sid": simulator.account_sid,
                    "trust_products": [{"friendly_name": "Same"} for _ in range(5)],
                }
            ]
        }
    )
    host = simulator.url.replace("127.0.0.1", "localhost")
    first = http.get(f"{host}/v1/TrustProducts?FriendlyName=Same&PageSize=2").json()
    second = http.get(first["meta"]["next_page_url"]).json()
    third = http.get(second["meta"]["next_page_url"]).json()
    back = http.get(second["meta"]["previous_page_url"]).json()

    assert first["results"] == back["results"]
    assert [2, 2, 1] == [len(it["results"]) for it in (first, second, third)]
    assert third["meta"]["next_page_url"] is None
    assert [0, 1, 2] == [it["meta"]["page"] for it in (first, second, third)]
    assert first["meta"] == {
        "page": 0,
        "page_size": 2,
        "first_page_url": f"{host}/v1/TrustProducts?FriendlyName=Same&PageSize=2&Page=0",
        "previous_page_url": None,
        "url": f"{host}/v1/TrustProducts?FriendlyName=Same&PageSize=2&Page=0",
        "next_page_url": first["meta"]["next_page_url"],
        "key": "results",
    }
    assert first["results"][0]["url"].startswith(host)


def test_an_error_reaches_the_librarys_caller_with_its_status(
    client: Any, simulator: Simulator
) -> None:
    """The library's two kinds: with status and code, and the bare one of lists."""
    missing = client.trusthub.v1.trust_products("BU" + "0" * 32)

    with pytest.raises(TwilioRestException) as error:
        missing.fetch()
    assert (404, 20404) == (error.value.status, error.value.code)
    with pytest.raises(TwilioException) as bare:
        missing.trust_products_evaluations.list()
    assert not isinstance(bare.value, TwilioRestException)
    assert bare.value.args[1].status_code == 404
    assert [404, 404] == [it.status for it in simulator.control.requests()]


def test_a_rejected_bundle_shows_its_codes(client: Any, simulator: Simulator) -> None:
    """The codes stand in `errors` until the next submission."""
    product = client.trusthub.v1.trust_products(str(make_product(client).sid))
    product.update(status="pending-review")
    simulator.control.review(product._solution["sid"], "twilio-rejected", errors=[18601, 18603])
    assert product.fetch().errors == [{"code": 18601}, {"code": 18603}]

    assert product.update(status="pending-review").errors is None


def test_reads_of_a_new_object_lag_behind(client: Any, simulator: Simulator) -> None:
    """The first reads of a new object miss it, by SID and in the list."""
    simulator.control.settings(read_lag=2)
    product = make_product(client)
    products = client.trusthub.v1.trust_products

    assert [] == products.list()
    with pytest.raises(TwilioRestException, match="not found"):
        products(str(product.sid)).fetch()
    assert products(str(product.sid)).fetch().sid == product.sid
    assert [product.sid] == [it.sid for it in products.list()]


def test_lists_lag_behind_where_set(client: Any, simulator: Simulator) -> None:
    """Lists are late with the new and keep the deleted; a read by SID is right."""
    simulator.control.settings(lists_miss_new_seconds=45, lists_keep_deleted_seconds=30)
    products = client.trusthub.v1.trust_products
    links = products(str(make_product(client).sid)).trust_products_entity_assignments
    product, link = products.list(), links.create(object_sid=simulator.customer_profile_sid)

    assert ([], []) == (product, links.list())
    assert link.sid == links(link.sid).fetch().sid
    simulator.control.advance_clock(46)
    assert [link.sid] == [it.sid for it in links.list()]
    assert links(link.sid).delete()
    assert [link.sid] == [it.sid for it in links.list()]
    with pytest.raises(TwilioRestException, match="not found"):
        links(link.sid).fetch()
    simulator.control.advance_clock(31)
    assert [] == links.list()


def test_filters_hold_for_deleted_objects(client: Any, simulator: Simulator) -> None:
    """A list by name or number shows no other deleted object."""
    simulator.control.settings(lists_keep_deleted_seconds=30)
    products = client.trusthub.v1.trust_products
    for name in ("One", "Two"):
        products(str(make_product(client, name).sid)).delete()
    profile = client.trusthub.v1.customer_profiles(simulator.customer_profile_sid)
    assignments = profile.customer_profiles_channel_endpoint_assignment
    one, two = list(simulator.phone_numbers.values())[:2]
    for number in (one, two):
        made = assignments.create(channel_endpoint_type="phone-number", channel_endpoint_sid=number)
        assignments(made.sid).delete()

    assert ["Two"] == [it.friendly_name for it in products.list(friendly_name="Two")]
    assert ["One", "Two"] == [it.friendly_name for it in products.list()]
    assert [two] == [it.channel_endpoint_sid for it in assignments.list(channel_endpoint_sid=two)]


def test_evaluations_miss_new_objects_where_set(client: Any, simulator: Simulator) -> None:
    """What was put on the bundle a moment ago is as if it were not there."""
    simulator.control.settings(evaluations_miss_new_seconds=45)
    product = client.trusthub.v1.trust_products(str(make_product(client).sid))
    product.trust_products_entity_assignments.create(object_sid=simulator.customer_profile_sid)

    early = product.trust_products_evaluations.create(policy_sid=SHAKEN_STIR)
    simulator.control.advance_clock(46)
    late = product.trust_products_evaluations.create(policy_sid=SHAKEN_STIR)

    assert ("noncompliant", "compliant") == (early.status, late.status)


def test_a_timed_review_follows_the_clock(client: Any, simulator: Simulator) -> None:
    """The clock of the simulator can be put forward."""
    simulator.control.settings(review="time", review_seconds=3600)
    product = client.trusthub.v1.trust_products(str(make_product(client).sid))
    product.trust_products_entity_assignments.create(object_sid=simulator.customer_profile_sid)
    product.update(status="pending-review")

    seen = []
    for _ in range(3):
        seen.append(product.fetch().status)
        simulator.control.advance_clock(1800)

    assert ["pending-review", "in-review", "twilio-approved"] == seen
