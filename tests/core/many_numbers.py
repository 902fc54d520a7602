"""Bringing many numbers to their bundles and taking them off again."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from acme import ACME

from pulumi_trusthub._core.api.run import Run
from pulumi_trusthub._core.bulk.apply import apply
from pulumi_trusthub._core.bulk.plan import BulkOptions, BulkResult, BulkState, Parents
from pulumi_trusthub._core.bulk.remove import remove
from pulumi_trusthub._core.model.refs import CHANNEL_ENDPOINT, ENTITY, BundleKind, BundleRef
from pulumi_trusthub._core.rules.assignments import ensure_assignment
from pulumi_trusthub._core.rules.bundles import create_bundle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pulumi_trusthub._core.api.client import TrustHubClient
    from pulumi_trusthub.simulator import Simulator

BU, OTHER = "BU" + "1" * 32, "BU" + "2" * 32
MANY = [f"PN{index:032x}" for index in range(10_000)]
BOTH = {
    "trust_product_sid": BU,
    "customer_profile_sid": OTHER,
    "channel_endpoint_type": "phone-number",
}

OWN = BulkOptions("phone-number")
KEEP = BulkOptions("phone-number", keep_existing=True)
EXCLUSIVE = BulkOptions("phone-number", exclusive=True)


class Counted(str):
    """A number that counts how often it is compared with another; sets and dicts seldom do."""

    __slots__ = ()
    comparisons = 0

    def __eq__(self, other: object) -> bool:
        Counted.comparisons += 1
        return str.__eq__(self, other)

    __hash__ = str.__hash__


def profile_of(parents: Parents) -> BundleRef:
    """The profile of parents that have one."""
    assert parents.profile is not None
    return parents.profile


def silent(text: str) -> None:
    """A clean removal has no warning."""
    raise AssertionError(text)


def unheard(text: str) -> None:
    """How much progress is told depends on how busy the machine is."""
    del text


def put(
    client: TrustHubClient,
    parents: Parents,
    wanted: Sequence[str],
    held: BulkState | None = None,
    options: BulkOptions = OWN,
) -> BulkResult:
    """Bring numbers to where they are wanted, without a warning."""
    warned: list[str] = []
    made = apply(
        Run(client, warned.append, unheard),
        parents,
        wanted,
        held=held or BulkState(),
        options=options,
    )
    assert [] == warned
    return made


def take(
    client: TrustHubClient,
    parents: Parents,
    held: BulkState,
    options: BulkOptions = OWN,
) -> BulkResult:
    """Take numbers off again."""
    run = Run(client, silent, unheard)
    return remove(run, parents, held, options=options)


def tally(simulator: Simulator) -> Counter[str]:
    """How often what was asked for, without SIDs."""
    return Counter(
        f"{entry.method} {entry.path.split('/')[2]}"
        + ("" if entry.method == "DELETE" else f" {entry.path.rsplit('/', 1)[1]}")
        for entry in simulator.control.requests()
    )


def there(client: TrustHubClient, bundle: BundleRef | None) -> list[str]:
    """The numbers on a bundle, sorted."""
    assert bundle is not None
    records = client.records(CHANNEL_ENDPOINT.on(bundle))
    return sorted(record["channel_endpoint_sid"] for record in records)


def voice_product(client: TrustHubClient, parents: Parents) -> BundleRef:
    """Create another product that is linked to the same profile."""
    wanted = {
        **ACME,
        "friendly_name": "Voice",
        "policy_sid": "RN5b3660f9598883b1df4e77f77acefba0",
    }
    product = BundleRef(
        BundleKind.TRUST_PRODUCT, create_bundle(client, BundleKind.TRUST_PRODUCT, wanted)["sid"]
    )
    ensure_assignment(client, ENTITY, product, {"ObjectSid": profile_of(parents).sid})
    return product


def seeded(simulator: Simulator, count: int) -> list[str]:
    """So many numbers of the account, which count their comparisons."""
    [planted] = simulator.control.seed(
        {"accounts": [{"sid": simulator.account_sid, "phone_numbers": count}]}
    )
    return [Counted(sid) for sid in list(planted.phone_numbers.values())[-count:]]
