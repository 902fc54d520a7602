"""Numbers by what they are in E.164."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from planted import add

import pulumi_trusthub as trusthub
from pulumi_trusthub._core.model.errors import ApiError, LookupFailedError

if TYPE_CHECKING:
    from pulumi_trusthub.simulator import SimulatedAccount, Simulator


def test_numbers_are_found_whole(simulator: Simulator, account: SimulatedAccount) -> None:
    """Twilio's filter matches a part; a number that only begins alike is not taken."""
    wanted = list(account.phone_numbers)[:3][::-1]

    found = trusthub.get_phone_numbers(wanted)

    assert wanted == [number.phone_number for number in found]
    assert [account.phone_numbers[n] for n in wanted] == [number.sid for number in found]
    assert 3 == len(simulator.control.requests())
    with pytest.raises(LookupFailedError, match=r"\+1202555010, \+12025559999\. Check the digits"):
        trusthub.get_phone_numbers([*wanted, "+1202555010", "+12025559999"])


@pytest.mark.parametrize("wrong", ["+12025550100", [12025550100]])
def test_a_list_of_strings_is_asked_for(wrong: Any, simulator: Simulator) -> None:
    """One string is a list of letters, and a number in YAML loses its plus."""
    with pytest.raises(LookupFailedError, match="is a list of strings"):
        trusthub.get_phone_numbers(wrong)
    assert [] == simulator.control.requests()


def test_a_name_is_compared_without_the_white_space_at_its_ends(
    account: SimulatedAccount,
) -> None:
    """As every other name, and also where numbers are given."""
    [number] = list(account.phone_numbers)[:1]
    name = trusthub.get_phone_numbers([number])[0].friendly_name

    named = trusthub.get_phone_numbers(friendly_name=f" {name}\n")

    assert [number] == [it.phone_number for it in named]
    assert named == trusthub.get_phone_numbers([number], friendly_name=f"{name} ")
    assert () == trusthub.get_phone_numbers(friendly_name="Nobody's ")


def test_many_numbers_are_read_as_one_list(simulator: Simulator) -> None:
    """Above a few, the whole list is cheaper than one question each."""
    many = list(add(simulator, phone_numbers=1_500).phone_numbers)
    simulator.control.clear_requests()

    assert many == [number.phone_number for number in trusthub.get_phone_numbers(many)]
    assert 2 == len(simulator.control.requests())
    assert 1_510 == len(trusthub.get_phone_numbers())
    assert () == trusthub.get_phone_numbers([])


def test_a_lookup_reads_the_numbers_of_a_subaccount(account: SimulatedAccount) -> None:
    """The parent's credentials read them; they are not the parent's own."""
    sub = account.subaccounts[0]
    number = next(iter(sub.phone_numbers))

    found = trusthub.get_phone_numbers([number], account_sid=sub.sid)

    assert (sub.phone_numbers[number], sub.sid) == (found[0].sid, found[0].account_sid)
    with pytest.raises(LookupFailedError, match="needs account_sid"):
        trusthub.get_phone_numbers([number])


def test_an_account_out_of_reach_is_told(account: SimulatedAccount) -> None:
    """By its SID, or by what is no account's SID."""
    stranger = "AC" + "9" * 32
    with pytest.raises(ApiError, match=rf"Is {stranger} a subaccount of {account.sid}\?"):
        trusthub.get_phone_numbers(account_sid=stranger)
    with pytest.raises(LookupFailedError, match=r"^account_sid is the SID of a bundle"):
        trusthub.get_phone_numbers(account_sid=account.customer_profiles[0])


def test_a_number_that_is_given_twice_is_asked_for_once(
    account: SimulatedAccount, simulator: Simulator
) -> None:
    """It is in the result twice all the same."""
    number = next(iter(account.phone_numbers))
    simulator.control.clear_requests()

    found = trusthub.get_phone_numbers([number, number])

    assert [account.phone_numbers[number]] * 2 == [each.sid for each in found]
    assert 1 == len(simulator.control.requests())
