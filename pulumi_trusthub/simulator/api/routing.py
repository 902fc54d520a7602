"""Credentials, parameters and answers: the parts that all operations share.

An operation is a row of a table; its handler gets an `ApiRequest` and returns plain data, or an
object that the operation's serializer makes plain.
"""

from __future__ import annotations

import base64
import binascii
import dataclasses
import json
from collections.abc import Callable
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..rules.normalization import normalized_parameter, normalized_sids
from ..store import errors
from ..store.errors import TwilioError, invalid, not_found
from ..store.models import Account
from ..store.store import Store
from .parameters import FORM, Parameter, accepted, field_of, parse

NO_CONTENT = 204

as_json = json.JSONEncoder(separators=(",", ":")).encode
"""Writes an answer; `json.dumps` would make the encoder anew each time."""

PAGING = (Parameter("PageSize"), Parameter("Page"), Parameter("PageToken"))


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ApiRequest:
    """A request to an operation."""

    store: Store
    account: Account
    """Whose credentials were sent."""
    by_api_key: bool
    base: str
    """Scheme and host as the client addressed them."""
    path: str
    path_values: dict[str, str]
    values: dict[str, str]
    """The parameters of the query or of the form, checked."""

    @property
    def fields(self) -> dict[str, str]:
        """The parameters by the fields of an object that they set."""
        return {field_of(name): value for name, value in self.values.items()}


@dataclasses.dataclass(frozen=True, slots=True)
class Operation:
    """A method of a path."""

    method: str
    path: str
    handler: Callable[[ApiRequest], Any]
    parameters: tuple[Parameter, ...] = ()
    status: int = dataclasses.field(default=200, kw_only=True)
    serializer: Callable[[Any, str], Any] | None = dataclasses.field(default=None, kw_only=True)

    def route(self, store: Callable[[], Store]) -> Route:
        """The operation as Starlette knows it; each request asks anew for the store."""

        async def endpoint(request: Request) -> Response:
            if request.method != self.method:  # Starlette answers HEAD where there is GET
                raise HTTPException(405)
            answer = self.answer(
                store(),
                authorization=request.headers.get("authorization"),
                content_type=request.headers.get("content-type", ""),
                query=request.url.query,
                body=await request.body(),
                path=request.url.path,
                path_values=request.path_params,
                base=f"{request.url.scheme}://{request.headers.get('host', '')}",
            )
            if self.status == NO_CONTENT:
                return Response(status_code=NO_CONTENT)
            return json_response(answer, status=self.status)

        return Route(self.path, endpoint, methods=[self.method])

    def answer(
        self,
        store: Store,
        *,
        authorization: str | None,
        content_type: str,
        query: str,
        body: bytes,
        path: str,
        path_values: dict[str, str],
        base: str,
    ) -> Any:
        """The answer to a request as JSON has it, without a word on how the request came."""
        in_form = self.method == "POST"
        user, account = _authenticated(store, authorization)
        pairs = parse(query)
        if in_form:
            pairs += _form(content_type, body)
        if store.settings.normalize_fields:
            written = normalized_parameter if in_form else _sids_alone
            pairs = [(name, written(name, value)) for name, value in pairs]
            path_values = {name: normalized_sids(value) for name, value in path_values.items()}
        answer = self.handler(
            ApiRequest(
                store=store,
                account=account,
                by_api_key=user.startswith("SK"),
                base=base,
                path=path,
                path_values=path_values,
                values=accepted(pairs, self.parameters),
            )
        )
        return answer if self.serializer is None else self.serializer(answer, base)


def json_response(
    body: Any, *, status: int = 200, headers: dict[str, str] | None = None
) -> Response:
    """An answer in JSON."""
    return Response(as_json(body), status, headers, media_type="application/json")


def _sids_alone(name: str, value: str) -> str:
    """A filter as the client sent it, but for SIDs."""
    return normalized_sids(value) if name.endswith(("Sid", "Sids")) else value


def _form(content_type: str, body: bytes) -> list[tuple[str, str]]:
    if not body:
        return []
    if content_type.partition(";")[0].strip().lower() != FORM:
        raise invalid(f"The body is not {FORM}.", code=errors.UNKNOWN_PARAMETER)
    try:
        return parse(body.decode())
    except ValueError as error:
        raise invalid("The body is not UTF-8.", code=errors.UNKNOWN_PARAMETER) from error


def _authenticated(store: Store, header: str | None) -> tuple[str, Account]:
    """User name and account of Basic credentials."""
    scheme, _, encoded = (header or "").partition(" ")
    if scheme.lower() == "basic":
        try:
            decoded = base64.b64decode(encoded, validate=True).decode()
        except (binascii.Error, ValueError):
            decoded = ""
        user, _, password = decoded.partition(":")
        known = store.users.get(user)
        if known is not None and known[0] == password:
            return user, known[1]
    headers = {"WWW-Authenticate": 'Basic realm="Twilio API"'}
    raise TwilioError(401, errors.AUTHENTICATION, "Authenticate", headers=headers)


def refusal(error: TwilioError) -> Response:
    """Response with Twilio's body for an error."""
    return json_response(error.body(), status=error.status, headers=error.headers)


async def refused(_request: Request, error: Any) -> Response:
    """Starlette's handler for refusals of a rule."""
    return refusal(error)


async def no_such_route(request: Request, error: Exception) -> Response:
    """Starlette's handler for paths and methods that are not served."""
    if not isinstance(error, HTTPException) or error.status_code == 404:  # noqa: PLR2004
        return refusal(not_found(request.url.path))
    message = f"Method {request.method} is not allowed on {request.url.path}"
    return refusal(TwilioError(error.status_code, errors.METHOD_NOT_ALLOWED, message))
