"""Do pages of a list show everything once, and refuse what leads nowhere?"""

from __future__ import annotations

import base64
import dataclasses
from typing import TYPE_CHECKING

import pytest
from simulated_stores import change_settings, end_user

from pulumi_trusthub.simulator.api.pagination import Page, page_request, paginate
from pulumi_trusthub.simulator.server.app import operations
from pulumi_trusthub.simulator.store.errors import TwilioError

if TYPE_CHECKING:
    from pulumi_trusthub.simulator.store.models import Account
    from pulumi_trusthub.simulator.store.store import Store


@dataclasses.dataclass
class Thing:
    """Something that a list can hold."""

    sequence: int
    reads_until_visible: int = 0
    made_at: float = 0.0


def page(
    things: list[Thing], *, size: int = 3, number: int = 0, token: str | None = None
) -> Page[Thing]:
    """One page of things."""
    request = page_request("/things", size=str(size), page=str(number), token=token)
    return paginate(things, request)


def shown(of: Page[Thing]) -> list[int]:
    """The numbers of the things on a page."""
    return [it.sequence for it in of.items]


def test_pages_show_every_object_once() -> None:
    """Forwards and backwards, with no neighbour at either end."""
    things = [Thing(number) for number in range(1, 9)]

    first = page(things)
    second = page(things, number=1, token=first.next_token)
    third = page(things, number=2, token=second.next_token)
    back = page(things, number=1, token=third.previous_token)

    assert [[1, 2, 3], [4, 5, 6], [7, 8]] == [shown(it) for it in (first, second, third)]
    assert (first.previous_token, third.next_token) == (None, None)
    assert shown(second) == shown(back)


def test_pages_stand_firm_while_objects_change() -> None:
    """What is deleted or made in between neither repeats nor hides anything else."""
    things = [Thing(number) for number in range(1, 9)]
    first = page(things)
    del things[0:2]
    things.append(Thing(9))

    assert [4, 5, 6] == shown(page(things, number=1, token=first.next_token))


@pytest.mark.parametrize(
    ("size", "number", "token", "code"),
    [
        ("1001", "0", None, 20007),
        ("0", "0", None, 20422),
        ("-1", "0", None, 20422),
        ("many", "0", None, 20422),
        ("50", "x", None, 20422),
        ("50", "1", None, 21481),
        ("50", "1", "PA123", 21481),
        ("50", "0", "nonsense", 21481),
        ("50", "1", "PA" + "0" * 32, 21481),
    ],
)
def test_wrong_sizes_and_tokens_of_pages_are_refused(
    size: str, number: str, token: str | None, code: int
) -> None:
    """Sizes beyond 1..1000, pages without the token of their URL, tokens of one's own."""
    with pytest.raises(TwilioError) as refusal:
        paginate([Thing(1)], page_request("/things", size=size, page=number, token=token))

    assert (400, code) == (refusal.value.status, refusal.value.code)


def test_a_token_does_not_fit_another_list() -> None:
    """A token is only good for its own list."""
    token = page([Thing(number) for number in range(9)]).next_token

    with pytest.raises(TwilioError):
        paginate([Thing(1)], page_request("/others", size=None, page="1", token=token))


def test_a_list_misses_a_new_object_while_reads_lag(store: Store, account: Account) -> None:
    """As many times as reads lag, and then no more, also when reads lag no longer."""
    [listing] = [it for it in operations() if it.path == "/v1/EndUsers" and it.method == "GET"]
    end_user(store, account, kind="customer_profile_business_information")
    change_settings(store, read_lag=2)
    end_user(store, account, kind="customer_profile_business_information")
    change_settings(store, read_lag=0)
    end_user(store, account, kind="customer_profile_business_information")
    token = base64.b64encode(f"{account.sid}:{account.auth_token}".encode()).decode()

    def seen() -> int:
        answer = listing.answer(
            store,
            authorization=f"Basic {token}",
            content_type="",
            query="",
            body=b"",
            path="/v1/EndUsers",
            path_values={},
            base="http://127.0.0.1",
        )
        return len(answer["results"])

    assert [2, 2, 3] == [seen() for _ in range(3)]
