"""Adoption of existing objects: bundles, end users, documents and addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pulumi_trusthub._core.api.request_log import Decision
from pulumi_trusthub._core.model.errors import PartialStateError, TrustHubError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pulumi_trusthub._core.api.client import Record
    from pulumi_trusthub._core.api.run import Run

    from .base import Properties


def adoption_outputs(state: Mapping[str, Any]) -> dict[str, bool]:
    """Keep the outputs about adoption, which Twilio does not know."""
    return {"adopted": bool(state.get("adopted"))}


def adopt_or_create(
    run: Run,
    noun: str,
    adopt: bool | str | None,  # noqa: FBT001 - the input as a program gives it
    *,
    find: Callable[[str | None], Record | None],
    create: Callable[[], Properties],
    update: Callable[[Record], Properties],
    found: Callable[[Record], Properties] = dict,
) -> tuple[str, Properties]:
    """Adopt an existing object, or create a new one.

    Args:
        run: The client of the account, and where to report to.
        noun: The name of the kind of object, for people.
        adopt: The input: a SID, or True for the object with the same natural key.
        find: Finds the object to adopt, by SID or else by natural key.
        create: Creates the object, and gives its outputs.
        update: Changes an adopted object to what is declared, and gives its outputs.
        found: Gives the outputs of an adopted object that could not be changed.

    Returns:
        The SID and the outputs.

    Raises:
        PartialStateError: The object is adopted, but could not be changed.
    """
    if adopt:
        run.client.verify_credentials()
        # One at a time: no two resources of a program adopt the same object by name, and none
        # adopts an object that another resource is creating.
        with run.memory.lock("adopt", noun):
            # The first list may lack an object that a killed up has created.
            record = find(None if adopt is True else str(adopt)) or find(None)
            if record is None:
                return _created(create())
            run.memory.adopted.add(record["sid"])
            run.client.decided(Decision.ADOPTED, sid=record["sid"])
        try:
            return record["sid"], {**update(record), "adopted": True}
        except TrustHubError as error:
            outputs = {**found(record), "adopted": True}
            raise PartialStateError(record["sid"], outputs, [str(error)]) from error
    return _created(create())


def delete_unless_adopted(
    run: Run,
    noun: str,
    id_: str,
    state: Mapping[str, Any],
    delete: Callable[[], bool],
    *,
    display_name: str | None = None,
) -> bool:
    """Delete an object, unless the stack adopted it; False when the object was gone already."""
    if state.get("adopted"):
        run.warn(
            f"the {noun} {display_name or id_} was adopted, so it is left in place; it is no "
            f"longer managed by this stack."
        )
        return True
    return was_adopted_again(run, noun, id_) or delete()


def was_adopted_again(run: Run, noun: str, id_: str) -> bool:
    """Tell whether another resource of the program has adopted the object in this run."""
    if id_ not in run.memory.adopted:
        return False
    run.warn(
        f"the {noun} {id_} stays: another resource of this program has taken it over in this run "
        f"(was it renamed? an alias would have said so)."
    )
    return True


def _created(outputs: Properties) -> tuple[str, Properties]:
    return outputs["sid"], {**outputs, "adopted": False}
