"""Evaluations: Twilio's comparison of a bundle with its policy."""

from __future__ import annotations

import re
import time
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any

from pulumi_trusthub._core.api.exactly_once import create_or_find, poll
from pulumi_trusthub._core.api.retry import UNSEEN_WAIT
from pulumi_trusthub._core.model.dates import instant
from pulumi_trusthub._core.model.errors import NoncompliantError
from pulumi_trusthub._core.model.refs import ENTITY

from .read_lag import seconds_young

if TYPE_CHECKING:
    from pulumi_trusthub._core.api.client import Record, TrustHubClient
    from pulumi_trusthub._core.model.refs import BundleRef

_STATUS = re.compile(r"\b(approved|in-review)\b", re.IGNORECASE)
"""Words of a failure that tells the status of a profile: the evaluation has seen the profile."""


def evaluate(client: TrustHubClient, bundle: BundleRef, record: Record) -> Record:
    """Have Twilio compare a bundle with its policy; the result is known at once.

    An evaluation may not see yet what was put on the bundle a moment ago.  So an evaluation that
    misses objects is repeated, as long as the bundle has young objects that it may not have seen.

    Args:
        client: The client of the account.
        bundle: The bundle.
        record: The bundle as Twilio wrote it.
    """
    policy_sid = record.get("policy_sid") or ""
    evaluation = _evaluate(client, bundle, policy_sid)
    seconds = _seconds_unseen(client, bundle, evaluation) if _misses_objects(evaluation) else 0.0
    if not seconds:
        return evaluation

    evaluations = chain([evaluation], iter(partial(_evaluate, client, bundle, policy_sid), None))

    def seeing() -> Record | None:
        nonlocal evaluation
        evaluation = next(evaluations)
        return None if _misses_objects(evaluation) else evaluation

    told = f"the evaluation of the {bundle} misses what was put on it a moment ago"
    return poll(client, seeing, told, seconds, UNSEEN_WAIT) or evaluation


def _evaluate(client: TrustHubClient, bundle: BundleRef, policy_sid: str) -> Record:
    """Create an evaluation.

    Evaluations are kept for ever, so the existing ones are listed first: the result of a lost
    response is then found among the new ones.
    """
    path = bundle.evaluations
    before = {record["sid"] for record in client.records(path)}

    def new() -> Record | None:
        known = before | client.memory.created
        return next((e for e in client.records(path) if e["sid"] not in known), None)

    record, _ = create_or_find(client, lambda: client.create(path, {"PolicySid": policy_sid}), new)
    client.memory.created.add(record["sid"])
    return record


def _seconds_unseen(client: TrustHubClient, bundle: BundleRef, evaluation: Record) -> float:
    """Give the seconds for which an evaluation may not see all objects on a bundle.

    Where an evaluation has seen as many objects as there are, nothing is missed but what the bundle
    does not have.  An earlier run may have put objects there, too.
    """
    seen = sum(map(_is_seen, _objects(evaluation.get("results"))))
    ours = {
        target: moment
        for (path, target), (its_path, moment) in list(client.memory.assigned_at.items())
        if path == bundle.path and its_path.startswith(ENTITY.on(bundle))
        if its_path not in client.memory.deleted
    }
    young = client.settings.read_lag + max(ours.values(), default=0.0) - time.monotonic()
    if len(ours) > seen and young > 0:
        return young
    listed = {it.get(ENTITY.target_field): it for it in client.records(ENTITY.on(bundle))}
    dates = [date for it in listed.values() if (date := instant(it.get("date_created")))]
    if len({*ours, *listed}) <= seen or not dates:
        return 0.0
    return seconds_young(client, max(dates).isoformat())


def _misses_objects(evaluation: Record) -> bool:
    """Tell whether every failure of an evaluation may be that of an unseen object."""
    parts = _objects(evaluation.get("results"))
    return not _is_compliant(evaluation) and not any(
        _is_seen(part) for part in parts if not _passed(part)
    )


def _is_seen(part: Record) -> bool:
    """Tell whether an evaluation has seen a required object: a field passed, or has a status."""
    fields = _objects(part.get("invalid")) + _objects(part.get("fields"))
    return (
        _passed(part)
        or bool(part.get("valid"))
        or any(_passed(field) or _STATUS.search(_reason(field)) for field in [part, *fields])
    )


def _is_compliant(evaluation: Record) -> bool:
    return str(evaluation.get("status")).lower() == "compliant"


def require_compliant(client: TrustHubClient, bundle: BundleRef, record: Record) -> None:
    """Evaluate a bundle, and raise an error if it is noncompliant.

    Raises:
        NoncompliantError: Lists all failures of the evaluation.
    """
    evaluation = evaluate(client, bundle, record)
    if _is_compliant(evaluation):
        return
    found = failures(evaluation) or ["Twilio gave no reason"]
    numbered = "; ".join(f"({number}) {text}" for number, text in enumerate(found, 1))
    raise NoncompliantError(
        f"The {bundle} does not comply with its policy, so nothing was submitted: "
        f"{numbered} (evaluation {evaluation.get('sid')}). Mend what is named here and run "
        f"`pulumi up` again."
    )


def failures(evaluation: Record) -> list[str]:
    """List requirements, field and reason of all failures of an evaluation, each failure once.

    Both forms of a result are read: ``invalid[]`` of Twilio's OpenAPI file, and
    ``fields[].passed``, which live users report.  A reason may be the list of the values that are
    allowed, which no other place shows, so no reason is cut.
    """
    found: dict[str, list[str]] = {}
    for result in _objects(evaluation.get("results")):
        requirement = str(
            result.get("requirement_friendly_name")
            or result.get("friendly_name")
            or result.get("requirement_name")
            or result.get("object_type")
            or "a requirement"
        )
        fields = _objects(result.get("invalid")) + _objects(result.get("fields"))
        bad = [field for field in fields if not _passed(field)]
        for failed in bad or ([] if _passed(result) else [result]):
            requirements = found.setdefault(_one_line(_reason(failed)), [])
            if requirement not in requirements:
                requirements.append(requirement)
    return [_one_line(f"{' and '.join(names)}: {reason}") for reason, names in found.items()]


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _objects(value: Any) -> list[Record]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _passed(item: Any) -> bool:
    """Tell whether a part of an evaluation passed; the API has booleans, guides strings."""
    return str(item.get("passed", False)).lower() == "true"


def _reason(item: Any) -> str:
    field = item.get("object_field") or item.get("friendly_name")
    reason = item.get("failure_reason") or "did not pass"
    code = f" (code {item['error_code']})" if item.get("error_code") else ""
    return f"{field}: {reason}{code}" if field else f"{reason}{code}"
