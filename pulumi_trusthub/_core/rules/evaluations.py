"""Evaluations: Twilio's comparison of a bundle with its policy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pulumi_trusthub._core.api.exactly_once import post_idempotently
from pulumi_trusthub._core.model.errors import NoncompliantError

if TYPE_CHECKING:
    from pulumi_trusthub._core.api.client import Record, TrustHubClient
    from pulumi_trusthub._core.model.refs import BundleRef


def evaluate(client: TrustHubClient, bundle: BundleRef, policy_sid: str) -> Record:
    """Have Twilio compare a bundle with its policy; the result is known at once.

    Evaluations are kept for ever, so the existing ones are listed first: the result of a lost
    response is then found among the new ones.
    """
    path = bundle.evaluations
    before = {record["sid"] for record in client.records(path)}

    def new() -> Record | None:
        return next((e for e in client.records(path) if e["sid"] not in before), None)

    record, _ = post_idempotently(
        client, lambda: client.create(path, {"PolicySid": policy_sid}), new
    )
    return record


def require_compliant(client: TrustHubClient, bundle: BundleRef, policy_sid: str) -> None:
    """Evaluate a bundle, and raise an error if it is noncompliant.

    Raises:
        NoncompliantError: Lists all failures of the evaluation.
    """
    evaluation = evaluate(client, bundle, policy_sid)
    if str(evaluation.get("status")).lower() == "compliant":
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
