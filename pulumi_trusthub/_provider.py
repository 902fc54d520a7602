"""Pulumi's six verbs and their traps, once for every resource.

A resource's own provider says only what is particular to it: how to make, look, change and remove.
It must be stateless and keep its module and name for ever: the engine stores a pickled reference
to the class in the state of every resource, and refresh and delete load it from there.
"""

from __future__ import annotations

import functools
import os
from abc import abstractmethod
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any, ClassVar, ParamSpec, TypeVar

from pulumi.dynamic import (
    CheckFailure,
    CheckResult,
    CreateResult,
    DiffResult,
    ReadResult,
    ResourceProvider,
    UpdateResult,
)

from ._config import configured_account, read_settings
from ._errors import (
    AuthenticationError,
    LookupFailedError,
    NotFoundError,
    PartlyDoneError,
    TrustHubError,
    WrongAccountError,
    missing,
)
from ._inputs import Inputs, holds_unknown, problems
from ._once import look_again
from ._recent import instant
from ._status import PROVIDER_KEY, tell_failure, tell_partly_done, warn

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pulumi.dynamic import Config, ConfigureRequest

    from ._client import TrustHubClient

YOUNG = timedelta(minutes=1)
"""How long after its creation an object that cannot be read may just not be readable yet."""

_FAST = timedelta(hours=1)
"""How much this machine's clock may be fast."""

ROTATED = (
    "If they are in the stack's configuration and were rotated: refresh and destroy use the ones "
    "in its state, so run `pulumi up` first, or add --run-program."
)

DELETED = "It was deleted outside this stack: run `pulumi refresh`, and `pulumi up` makes it again."

Properties = dict[str, Any]
_P = ParamSpec("_P")
_T = TypeVar("_T")


def told(verb: Callable[_P, _T]) -> Callable[_P, _T]:
    """Have what a verb raises on purpose reach the user as one line.

    The inputs of a verb are its last argument: what the engine saves of an object that was made in
    part must hold them.
    """

    @functools.wraps(verb)
    def telling(*args: _P.args, **kwargs: _P.kwargs) -> _T:
        try:
            return verb(*args, **kwargs)
        except PartlyDoneError as error:
            inputs = args[-1]
            tell_partly_done(error, inputs if isinstance(inputs, dict) else {})
            raise error from None
        except TrustHubError as error:
            tell_failure(str(error))
            # The host sends the whole traceback along, which must leave room for the line.
            raise error from None

    return telling


class TrustHubProvider(ResourceProvider):
    """The six verbs over one kind of object.

    Attributes:
        noun: What it is, for people.
        inputs: The model of its inputs.
        delete_before_replace: Whether two copies cannot exist at once.
        born: The output that says when it came to be.
    """

    serialize_as_secret_always = False
    noun: ClassVar[str]
    inputs: ClassVar[type[Inputs]]
    delete_before_replace: ClassVar[bool] = False
    born: ClassVar[str] = "date_created"
    _config: Config | None = None

    def __reduce__(self) -> tuple[type[TrustHubProvider], tuple[()]]:
        """Be pickled as module and name alone: see the module's docstring."""
        return type(self), ()

    def configure(self, req: ConfigureRequest) -> None:
        """Remember the configuration; it is read when a verb needs it.

        A preview configures too, and must work where there are no credentials.
        """
        self._config = req.config

    # The six verbs.

    def check(self, olds: Properties, news: Properties) -> CheckResult:
        """Report every problem of the inputs at once, and give them back as they came."""
        del olds
        values = _without_provider(news)
        failures = [CheckFailure(name, reason) for name, reason in problems(self.inputs, values)]
        return CheckResult(dict(news), failures)

    @told
    def diff(self, id_: str, olds: Properties, news: Properties) -> DiffResult:
        """Compare the declared inputs with what is there, and name those that replace."""
        del id_
        self._require_same_account(olds)
        changed = self.changed(olds, news)
        replaces = [name for name in changed if name in self.inputs.replaces]
        return DiffResult(
            changes=bool(changed),
            replaces=replaces,
            delete_before_replace=bool(replaces) and self.delete_before_replace,
        )

    @told
    def create(self, props: Properties) -> CreateResult:
        """Make it, exactly once."""
        client = self._client()
        id_, record = self.make(client, _without_provider(props))
        return CreateResult(id_, self._outputs(client, record, props))

    @told
    def read(self, id_: str, props: Properties) -> ReadResult:
        """Read what is there now; an empty id says that it is gone.

        Raises:
            LookupFailedError: A ``get`` of something that is not there: the engine would not
                notice an empty answer.
        """
        # A refresh passes outputs, account_sid among them; a get passes inputs, which have none.
        is_get = "account_sid" not in props
        self._require_same_account(props)
        client = self._client()
        try:
            record = self.look(client, id_, props)
            if record is None and _is_young_at_twilio(client, props.get(self.born)):
                record = _look_again(client, lambda: self.look(client, id_, props))
        except AuthenticationError as error:
            raise (error if is_get else error.with_hint(ROTATED)) from error
        if record is None:
            if is_get:
                raise LookupFailedError(self.explain_missing(client, id_))
            return ReadResult("", {})
        outputs = self._outputs(client, record, props)
        return ReadResult(id_, outputs, self._inputs_of(outputs))

    @told
    def update(self, id_: str, olds: Properties, news: Properties) -> UpdateResult:
        """Change what can be changed in place."""
        self._require_same_account(olds)
        client = self._client()
        try:
            record = self.change(client, id_, _without_provider(olds), _without_provider(news))
        except NotFoundError as error:
            raise error.with_hint(DELETED) from error
        return UpdateResult(self._outputs(client, record, news))

    @told
    def delete(self, id_: str, props: Properties) -> None:
        """Remove it; what is gone already is done."""
        self._require_same_account(props)
        client = self._client()
        try:
            removed = self.remove(client, id_, props)
            if not removed and _is_young_at_twilio(client, props.get(self.born)):
                _look_again(client, lambda: self.remove(client, id_, props) or None)
        except AuthenticationError as error:
            raise error.with_hint(ROTATED) from error

    # What a resource's own provider says.

    @abstractmethod
    def make(self, client: TrustHubClient, props: Properties) -> tuple[str, Properties]:
        """Make it, and give its id and outputs."""

    @abstractmethod
    def look(self, client: TrustHubClient, id_: str, props: Properties) -> Properties | None:
        """Give its outputs as they are now, None when it is gone."""

    @abstractmethod
    def change(
        self, client: TrustHubClient, id_: str, olds: Properties, news: Properties
    ) -> Properties:
        """Bring it from the old outputs to the new inputs, and give its outputs."""

    @abstractmethod
    def remove(self, client: TrustHubClient, id_: str, props: Properties) -> bool:
        """Remove it; False when it was gone already."""

    def is_taken(self, client: TrustHubClient, id_: str) -> bool:
        """Tell whether another resource of the program took this object over in this very run."""
        if id_ not in client.taken:
            return False
        warn(
            f"the {self.noun} {id_} stays: another resource of this program has taken it over in "
            f"this run (was it renamed? an alias would have said so)."
        )
        return True

    def explain_missing(self, client: TrustHubClient, id_: str) -> str:
        """Say why a get found nothing."""
        return missing(f"{self.noun} {id_}", client.account_sid)

    def changed(self, olds: Mapping[str, Any], news: Mapping[str, Any]) -> list[str]:
        """Name the declared inputs that differ; one that is left out means empty."""
        return [
            name
            for name in self.inputs.model_fields
            if name not in self.inputs.for_create
            and (holds_unknown(news.get(name)) or _empty(olds.get(name)) != _empty(news.get(name)))
        ]

    def _client(self) -> TrustHubClient:
        # Imported here: Twilio's library takes a quarter of a second to load, and check and diff,
        # all that most previews need, do without it.
        from ._session import client_for  # noqa: PLC0415

        return client_for(read_settings(self._configured, os.environ))

    def _configured(self, key: str) -> str | None:
        value = self._config.get(key) if self._config else None
        return None if value is None or holds_unknown(value) else str(value)

    def _require_same_account(self, olds: Mapping[str, Any]) -> None:
        """Refuse to touch another account's state: wrong credentials must never empty it."""
        owner = olds.get("account_sid")
        configured = configured_account(self._configured, os.environ)
        if owner and configured and owner != configured:
            raise WrongAccountError(f"This {self.noun}", of=owner, configured=configured)

    def _outputs(
        self, client: TrustHubClient, record: Properties, props: Mapping[str, Any]
    ) -> Properties:
        """Put together what is stored: Twilio's fields, and what Twilio does not say.

        Inputs that Twilio never sees are as declared.  So are those that cannot be empty, should an
        answer leave them out: every field of an answer may be null (OpenAPI file).
        """
        outputs = {k: v for k, v in record.items() if k != "sid" and k not in self.inputs.local}
        for name, field in self.inputs.model_fields.items():
            must_be = field.is_required() or name in self.inputs.replaces
            is_ours = name in self.inputs.local or (must_be and outputs.get(name) is None)
            if is_ours and props.get(name) is not None:
                outputs[name] = props[name]
        owner = record.get("account_sid")
        knows_better = client.settings.credentials.proves_account or not owner
        outputs["account_sid"] = client.account_sid if knows_better else owner
        return outputs

    def _inputs_of(self, outputs: Mapping[str, Any]) -> Properties:
        """Give the inputs that would lead to these outputs, so that drift shows."""
        return {
            name: outputs[name]
            for name in self.inputs.model_fields
            if outputs.get(name) not in (None, "")
        }


def _without_provider(properties: Properties) -> Properties:
    return {key: value for key, value in properties.items() if key != PROVIDER_KEY}


def _empty(value: Any) -> Any:
    """Let an input that is left out, empty or false be the same."""
    return None if value in ("", False, {}, []) else value


def _look_again(client: TrustHubClient, look: Callable[[], _T | None]) -> _T | None:
    return look_again(client, look)


def is_young(born: object) -> bool:
    """Tell whether a time of Twilio's is less than a minute ago."""
    then = _time_of(born)
    return then is not None and datetime.now(timezone.utc) - then < YOUNG


def _is_young_at_twilio(client: TrustHubClient, born: object) -> bool:
    """Tell the same of something that was not found: this machine's clock may be fast."""
    then = _time_of(born)
    if then is None or datetime.now(timezone.utc) - then > _FAST:
        return False
    return is_young(born) or client.now() - then < YOUNG


def _time_of(born: object) -> datetime | None:
    return instant(born)
