"""Taking over what exists already: once for bundles, people, documents and addresses."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import AfterValidator

from ._errors import PartlyDoneError, TrustHubError
from ._ids import sid_problem
from ._provider import Properties, TrustHubProvider
from ._status import warn

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ._client import TrustHubClient


def adoptable(prefix: str) -> AfterValidator:
    """Check what is said of adoption: True, False, or a SID that begins like this."""

    def check(value: object) -> object:
        if isinstance(value, bool):
            return value
        is_text = isinstance(value, str)
        problem = sid_problem(str(value), prefix) if is_text else "is neither true nor a SID"
        if problem:
            raise ValueError(problem)
        return value

    return AfterValidator(check)


def remembered(props: Mapping[str, Any]) -> dict[str, bool]:
    """Give what earlier outputs say of adoption, which Twilio does not know."""
    return {"adopted": bool(props.get("adopted"))}


class AdoptingProvider(TrustHubProvider):
    """The six verbs over what can be taken over, and is then left in place on destroy.

    Attributes:
        prefix: How its SIDs begin.
    """

    prefix: ClassVar[str]

    def make(self, client: TrustHubClient, props: Properties) -> tuple[str, Properties]:
        """Take over the one that is meant, or make one."""
        adopt = props.get("adopt")
        if not adopt:
            return self._made(client, props)
        client.prove_account()
        # One at a time: no two resources of a program take the same one by its name, nor does one
        # take what the other is just making.
        with client.alone("adopt", self.noun):
            record = self._taken(client, props, None if adopt is True else adopt)
            if record is None:
                return self._made(client, props)
        try:
            outputs = self.brought_to(client, record, props)
        except TrustHubError as error:
            as_it_is = {**self.as_found(record, props), "adopted": True}
            outputs = self._outputs(client, as_it_is, props)
            raise PartlyDoneError(record["sid"], outputs, [str(error)]) from error
        return record["sid"], {**outputs, "adopted": True}

    def _made(self, client: TrustHubClient, props: Properties) -> tuple[str, Properties]:
        record = self.make_new(client, props)
        return record["sid"], {**record, "adopted": False}

    def _taken(
        self, client: TrustHubClient, props: Properties, sid: str | None
    ) -> Properties | None:
        record = self.existing(client, props, sid)
        if record is None:
            # What an up that was killed has made may be missing from the first list.
            record = self.existing(client, props, None)
        if record is not None:
            client.taken.add(record["sid"])
        return record

    def remove(self, client: TrustHubClient, id_: str, props: Properties) -> bool:
        """Delete it, unless it was adopted."""
        if props.get("adopted"):
            warn(
                f"the {self.noun} {self.called(id_, props)} was adopted, so it is left in place; "
                f"it is no longer managed by this stack."
            )
            return True
        return self.is_taken(client, id_) or self.deleted(client, id_)

    def called(self, id_: str, props: Properties) -> str:
        """Name one for people."""
        del props
        return id_

    # What a resource's own provider says.

    @abstractmethod
    def existing(
        self, client: TrustHubClient, props: Properties, sid: str | None
    ) -> Properties | None:
        """Find the one to take over: that of a SID, or without one that of the same key.

        Raises:
            RefusedError: There is none of that SID, it cannot become this one, or several match.
        """

    @abstractmethod
    def make_new(self, client: TrustHubClient, props: Properties) -> Properties:
        """Make one, exactly once."""

    @abstractmethod
    def brought_to(
        self, client: TrustHubClient, record: Properties, props: Properties
    ) -> Properties:
        """Change what was found to what is declared, and give its outputs."""

    def as_found(self, record: Properties, props: Properties) -> Properties:
        """Give the outputs of what was found and could not be changed."""
        del props
        return record

    @abstractmethod
    def deleted(self, client: TrustHubClient, id_: str) -> bool:
        """Delete it; False when it was gone already."""
