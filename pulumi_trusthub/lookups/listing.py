"""Helpers for lookups of lists."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from pulumi_trusthub._core.model.errors import LookupFailedError, NotFoundError
from pulumi_trusthub._core.model.refs import BundleKind, BundleRef
from pulumi_trusthub._core.model.results import Result, read_as
from pulumi_trusthub._core.model.sids import endpoint_problem, in_one_case, sid_problem
from pulumi_trusthub._core.model.statuses import normalize_status
from pulumi_trusthub._core.rules.bundles import explain_other_kind
from pulumi_trusthub._core.rules.corrections import NAMES, name_filter, same_name

from .output import reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from pulumi_trusthub._core.api.client import Record, TrustHubClient
    from pulumi_trusthub.resources.provider import Provider

_R = TypeVar("_R", bound=Result)

_PREFIXES = {
    "account_sid": "AC",
    "customer_profile_sid": "BU",
    "policy_sid": "RN",
    "trust_product_sid": "BU",
}
"""The first letters of the SID in an argument; a channel endpoint may be an object of any kind."""


def read_all(
    model: type[_R],
    provider: Provider | None,
    path: str,
    prepare: Callable[[Record], Record] = dict,
    /,
    **fields: str | None,
) -> tuple[_R, ...]:
    """Read a list for which the API has no filters, as :func:`read_list` does."""
    with reading(provider) as client:
        return read_list(model, client, path, {}, prepare, **fields)


def read_list(
    model: type[_R],
    client: TrustHubClient,
    path: str,
    filters: Mapping[str, str | None],
    prepare: Callable[[Record], Record] = dict,
    /,
    **fields: str | None,
) -> tuple[_R, ...]:
    """Read a list with the API's filters, and compare the records with the filters again.

    The filters are those that the API has for this list, by Twilio's parameters; the fields are
    compared, also where the API has no filter.

    Raises:
        LookupFailedError: A filter is no SID of its kind.
    """
    for name, value in fields.items():
        if name.endswith("_sid") and value is not None:
            require_sid(name, str(value))
    given = _written(filters)
    wanted = _written(fields)
    # A list may hold a trimmed name, which the filter for the name as given would miss.
    if name_filter(given.get("FriendlyName")) is None:
        given.pop("FriendlyName", None)
    found = tuple(
        read_as(model, prepare(record))
        for record in client.records(path, **given)
        if all(
            _fits(name, record.get(name), value, is_filtered=wire_name(name) in given)
            for name, value in wanted.items()
        )
    )
    if not found:
        # Another account's API key would find nothing either.
        client.verify_credentials()
    return found


def _written(values: Mapping[str, str | None]) -> dict[str, str]:
    """Give the known values as texts, SIDs with small letters."""
    return {
        name: in_one_case(str(value)) if name.lower().rstrip("s").endswith("sid") else str(value)
        for name, value in values.items()
        if value is not None
    }


def wire_name(name: str) -> str:
    """Give Twilio's parameter for a field: the field's name in another case."""
    return name.title().replace("_", "")


def _fits(name: str, found: object, wanted: str, *, is_filtered: bool) -> bool:
    """Tell whether a field matches a filter; a missing field does where Twilio has filtered."""
    if found is None:
        return is_filtered
    if name in NAMES:
        return same_name(found, wanted)
    if name == "status":
        return normalize_status(found) == normalize_status(wanted)
    return found == wanted


def one_bundle(trust_product_sid: str | None, customer_profile_sid: str | None) -> BundleRef:
    """Give the bundle of a lookup's two arguments.

    Raises:
        LookupFailedError: No bundle was named, or two were, or the text is no SID of a bundle.
    """
    if (trust_product_sid is None) == (customer_profile_sid is None):
        raise LookupFailedError("Give one of trust_product_sid and customer_profile_sid.")
    if trust_product_sid is not None:
        kind, sid = BundleKind.TRUST_PRODUCT, str(trust_product_sid)
    else:
        kind, sid = BundleKind.CUSTOMER_PROFILE, str(customer_profile_sid)
    return BundleRef(kind, require_sid(kind.input_name, sid))


def require_sid(name: str, sid: str) -> str:
    """Return a SID in one case.

    The name is the argument's, and says of which kind the SID must be.

    Raises:
        LookupFailedError: The text is no SID of this kind.
    """
    prefix = _PREFIXES.get(name)
    problem = sid_problem(sid, prefix) if prefix else endpoint_problem(sid)
    if problem:
        raise LookupFailedError(f"{name} {problem}; got {sid!r}.")
    return in_one_case(sid)


def require_list(name: str, values: Iterable[str], example: str) -> list[str]:
    """Return a list of strings; a single string would be taken for the list of its letters.

    Raises:
        LookupFailedError: The argument is a single string, or holds something else.
    """
    given = [values] if isinstance(values, str) else list(values)
    if isinstance(values, str) or not all(isinstance(value, str) for value in given):
        raise LookupFailedError(
            f"{name} is a list of strings such as {example}; got "
            f"{', '.join(repr(value) for value in given)}."
        )
    return given


@contextmanager
def explaining(client: TrustHubClient, bundle: BundleRef) -> Iterator[None]:
    """Say of a bundle that does not exist whether a bundle of the other kind has the SID."""
    try:
        yield
    except NotFoundError as error:
        hint = explain_other_kind(client, bundle)
        raise (error.with_hint(hint) if hint else error) from None
