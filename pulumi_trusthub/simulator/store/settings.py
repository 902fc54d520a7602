"""The switches: for rules that no source settles, and for trouble on demand."""

from __future__ import annotations

import dataclasses
from typing import Any, Literal

import pydantic.dataclasses
from pydantic import ConfigDict, NonNegativeFloat, NonNegativeInt, ValidationError

from .validation import expected, first_problem

CHECKED = ConfigDict(extra="forbid", strict=True)
"""For what comes as JSON: unknown keys and values of another type are refused."""

Rule = Literal["refuse", "accept"]
Removal = Literal["refuse", "allow"]
ReviewMode = Literal["manual", "immediate", "time"]


class UnknownSettingError(ValueError):
    """A setting that does not exist, or a value outside of its type."""


@pydantic.dataclasses.dataclass(config=CHECKED, frozen=True, slots=True, kw_only=True)
class Settings:
    """How the simulator behaves where Twilio's behaviour is unverified, and what goes wrong."""

    duplicate_assignments: Rule = "refuse"
    """The same object or number twice on one bundle: refused with 409, or doubled."""

    number_exclusivity: Literal["per_policy", "none"] = "per_policy"
    """One number on two trust products of the same policy: refused with 409, or accepted."""

    delete_under_review: Removal = "refuse"
    """Deleting a bundle in `pending-review` or `in-review`: 21647, or done."""

    delete_with_assignments: Removal = "refuse"
    """Deleting what is still assigned: 21644, 21645, 21646, 21648, or done with its assignments."""

    delete_with_entities: Removal = "allow"
    """Deleting a bundle with entities on it: 409, or done with their assignments."""

    remove_entity_in_review_or_approved: Removal = "allow"
    """Taking an entity off a bundle that is in review or approved: done, or 22206."""

    remove_number_from_profile_while_on_product: Removal = "refuse"
    """Taking a number off a profile while a product linked to this profile carries it."""

    status_with_properties: Rule = "refuse"
    """`Status` and other fields in one request: 22204, or done."""

    edit_in_review_or_approved: Rule = "refuse"
    """New name or email on a bundle in review or approved; a new entity on one in review."""

    primary_profile_by_api: Rule = "refuse"
    """Creating a primary customer profile, which Twilio's pages leave to the Console."""

    submit_answer: Literal["pending-review", "in-review", "draft"] = "pending-review"
    """The status in the answer to a submission; `draft` is the observed 200 without a change."""

    evaluation_shape: Literal["invalid", "fields"] = "invalid"
    """Failures of an evaluation in `invalid[]`, or in `fields[]` with `passed`."""

    object_type_finds_linked_profiles: bool = False
    """The filter `ObjectType=customer_profile` finds linked customer profiles."""

    review: ReviewMode = "manual"
    """Reviews move when told, at the next read of the bundle, or after `review_seconds`."""

    review_seconds: NonNegativeFloat = 60.0
    """How long a review by `time` takes; the automatic check is over after half of it."""

    normalize_fields: bool = False
    """What is sent is kept in another form: e-mail addresses and SIDs with small letters, names
    without white space at their ends, URLs with a path, phone numbers in E.164, registration
    numbers without dashes."""

    approval_days: float = 365.0
    """How long an approval lasts, a year in Twilio's example; below 0 the approval has ended."""

    read_lag: NonNegativeInt = 0
    """How many reads of a new object still miss it."""

    lists_miss_new_seconds: NonNegativeFloat = 0.0
    """How long no list shows a new object, which a read by its SID finds."""

    lists_keep_deleted_seconds: NonNegativeFloat = 0.0
    """How long lists still show a deleted object, which a read by its SID does not find."""

    evaluations_miss_new_seconds: NonNegativeFloat = 0.0
    """How long evaluations do not see what was put on a bundle."""

    conflict_on_parallel_updates: bool = False
    """Two changes of a bundle at once: the later change is refused with 20162."""

    max_concurrent_requests: NonNegativeInt = 0
    """More than this many requests at once: 429; 0 is no limit."""

    retry_after: NonNegativeInt | None = None
    """Seconds in the `Retry-After` header of a 429."""

    latency_seconds: NonNegativeFloat = 0.0
    """How long every request takes at least."""

    def changed(self, changes: dict[str, Any]) -> Settings:
        """These settings with some others in their place, each checked."""
        try:
            return Settings(**dataclasses.asdict(self) | changes)
        except ValidationError as error:
            problem = first_problem(error)
        name = problem["loc"][0]
        if problem["type"] == "unexpected_keyword_argument":
            known = ", ".join(field.name for field in dataclasses.fields(self))
            raise UnknownSettingError(f"There is no setting {name!r}. The settings are {known}.")
        number = problem["type"] in {"int_type", "float_type", "greater_than_equal"}
        wanted = "a number from 0 on" if number else expected(problem)
        raise UnknownSettingError(f"{name} is {wanted}, not {problem['input']!r}.")
