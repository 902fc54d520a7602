"""Are SIDs and policies told apart?"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from simulated_stores import numbers, product

from pulumi_trusthub.simulator.control.default_seed import ACCOUNT_SID, DEFAULT_SEED
from pulumi_trusthub.simulator.control.seeds import load_seed
from pulumi_trusthub.simulator.store.policies import POLICIES, BundleKind
from pulumi_trusthub.simulator.store.store import Store

if TYPE_CHECKING:
    from pulumi_trusthub.simulator.store.models import Account


def test_sids_are_the_same_in_every_world(store: Store, account: Account) -> None:
    """They look random, have their prefix, and repeat from run to run."""
    other = Store()
    load_seed(other, DEFAULT_SEED)

    assert numbers(account) == numbers(other.accounts[ACCOUNT_SID])
    made = [store.new_sid("BU") for _ in range(1000)]
    assert made == [other.new_sid("BU") for _ in range(1000)]
    assert len({sid for sid, _ in made}) == 1000
    assert all(re.fullmatch(r"BU[0-9a-f]{32}", sid) for sid, _ in made)


def test_each_policy_has_its_own_sid() -> None:
    """Each SID stands once, and has the form of one."""
    assert len({it.sid for it in POLICIES}) == len(POLICIES)
    assert all(re.fullmatch(r"RN[0-9a-f]{32}", it.sid) for it in POLICIES)


def test_two_bundles_may_have_one_name_and_policy(store: Store, account: Account) -> None:
    """Nothing is unique: the same name and policy twice are two bundles."""
    pair = [product(store, account) for _ in itertools.repeat(None, 2)]

    assert len({it.sid for it in pair}) == 2


def test_the_order_of_a_collection_follows_what_comes_and_goes(
    store: Store, account: Account
) -> None:
    """It is made once for many pages, and anew after a change."""
    bundles = account.bundles[BundleKind.TRUST_PRODUCT]
    first, second = product(store, account), product(store, account)
    before = bundles.in_order()
    third = product(store, account)

    assert [first, second, third] == bundles.in_order() != before
    assert bundles.in_order() is bundles.in_order()
    store.remove_bundle(second)
    assert [first, third] == bundles.in_order()
