"""Evaluations: Twilio's comparison of a bundle with its policy."""

from __future__ import annotations

import re
import time
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any

from pulumi_trusthub._core.api.exactly_once import create_or_find, poll
from pulumi_trusthub._core.api.retry import UNSEEN_WAIT
from pulumi_trusthub._core.model.codes import END_USER_FAILURES
from pulumi_trusthub._core.model.errors import NoncompliantError
from pulumi_trusthub._core.model.refs import ENTITY, BundleRef
from pulumi_trusthub._core.model.sids import END_USERS, SUPPORTING_DOCUMENTS

from .read_lag import seconds_young

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pulumi_trusthub._core.api.client import Record, TrustHubClient

_OF_END_USERS = frozenset(map(str, END_USER_FAILURES))
_STATUS = re.compile(r"\b(approved|in-review)\b", re.IGNORECASE)
"""Words of a failure that tells the status of a profile: the evaluation has seen the profile."""


def evaluate(client: TrustHubClient, bundle: BundleRef, record: Record) -> Record:
    """Have Twilio compare a bundle with its policy; the result is known at once.

    An evaluation may not see yet what was put on the bundle a moment ago.  So an evaluation that
    misses objects is repeated, as long as each of its failures may be that of a young object.
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
    does not have.  A failure that no young object explains would be the same the next time.  An
    earlier run may have put objects there, too.
    """
    parts = _objects(evaluation.get("results"))
    left = _seconds_young(client, bundle)
    young = {sid for sid, seconds in left.items() if seconds}
    if len(left) <= sum(map(_is_seen, parts)) or not young:
        return 0.0
    types = {sid: _type_of(client, sid) for sid in left}
    explained = [
        {sid for sid in young if _may_be(part, sid, types)} for part in parts if not _passed(part)
    ]
    if not all(explained):
        return 0.0
    return max(left[sid] for sid in set().union(*explained) or young)


def _seconds_young(client: TrustHubClient, bundle: BundleRef) -> dict[str, float]:
    """Give for each object on a bundle the seconds for which an evaluation may not see it."""
    left = {
        str(record.get(ENTITY.target_field)): seconds_young(client, record.get("date_created"))
        for record in client.records(ENTITY.on(bundle))
    }
    for (path, sid), (its_path, moment) in list(client.memory.assigned_at.items()):
        is_here = path == bundle.path and its_path.startswith(ENTITY.on(bundle))
        if is_here and its_path not in client.memory.deleted:
            left[sid] = max(client.settings.read_lag + moment - time.monotonic(), 0.0)
    return left


def _type_of(client: TrustHubClient, sid: str) -> str | None:
    """Read the type of an end user or a document; None for a profile, or where nothing is read."""
    collection = {"IT": END_USERS, "RD": SUPPORTING_DOCUMENTS}.get(sid[:2])
    record = client.get_or_none(f"{collection}/{sid}") if collection else None
    return str(record["type"]).lower() if record and record.get("type") else None


def _may_be(part: Record, sid: str, types: Mapping[str, str | None]) -> bool:
    """Tell whether an evaluation may miss an object, by a requirement that has failed.

    A requirement names the type of its object. Of a type that no object has, a policy may accept
    another, and a profile has none. The types have None for a type that is not known.
    """
    wanted = str(part.get("object_type") or "").lower()
    if wanted in types.values():
        return types[sid] in {wanted, None} and sid[:2] != "BU"
    fields = _objects(part.get("invalid")) + _objects(part.get("fields"))
    is_person = any(str(it.get("error_code")) in _OF_END_USERS for it in [part, *fields])
    return sid[:2] == "IT" or not is_person


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
