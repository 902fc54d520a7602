"""A client of the control routes, for a simulator in this process or in another one."""

from __future__ import annotations

import dataclasses
import json
import urllib.error
import urllib.request
from typing import Any, Literal

from pydantic import TypeAdapter

from ..store.settings import Settings
from .faults import Fault, fault_from
from .runtime import LoggedRequest

Status = Literal["draft", "pending-review", "in-review", "twilio-rejected", "twilio-approved"]

_TIMEOUT_SECONDS = 30.0


class ControlError(RuntimeError):
    """The simulator refused an order; the text says why."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """An API key and its secret."""

    sid: str
    secret: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedAccount:
    """An account: credentials, and the SIDs of its objects."""

    sid: str
    auth_token: str
    api_keys: tuple[ApiKey, ...]
    phone_numbers: dict[str, str]
    """E.164 to SID."""
    addresses: tuple[str, ...]
    end_users: tuple[str, ...]
    supporting_documents: tuple[str, ...]
    customer_profiles: tuple[str, ...]
    trust_products: tuple[str, ...]
    subaccounts: tuple[SimulatedAccount, ...]


_ACCOUNTS = TypeAdapter(tuple[SimulatedAccount, ...])


class ControlClient:
    """Client of the control routes of a running simulator."""

    def __init__(self, url: str) -> None:
        self.url = url.strip().rstrip("/")
        # Proxies of the environment are for the world outside, not for loopback.
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def index(self) -> dict[str, Any]:
        """The list of control routes, and how many requests there were."""
        return dict(self._ask("GET", "/"))

    def reset(self, *, empty: bool = False) -> None:
        """Start over with the default world, or with none."""
        self._ask("POST", "/reset", {"empty": empty})

    def seed(self, seed: dict[str, Any]) -> tuple[SimulatedAccount, ...]:
        """Plant a seed (see `docs/testing.md`); the answer holds what was made, by account."""
        return _ACCOUNTS.validate_python(self._ask("POST", "/seed", seed)["accounts"])

    def accounts(self) -> tuple[SimulatedAccount, ...]:
        """All accounts, with their subaccounts inside."""
        return _ACCOUNTS.validate_python(self._ask("GET", "/accounts"))

    def settings(self, **changes: Any) -> Settings:
        """Change settings, if any are given, and tell those in force."""
        document = self._ask("POST" if changes else "GET", "/settings", changes or None)
        return Settings(**document)

    def review(
        self, sid: str, status: Status | None = None, *, errors: tuple[int, ...] | list[int] = ()
    ) -> str:
        """Give a bundle a status, or without one let its review take its next step."""
        told = {"status": status, "errors": list(errors)}
        return str(self._ask("POST", f"/reviews/{sid}", told)["status"])

    def advance_clock(self, seconds: float) -> None:
        """Put the simulator's clock forward."""
        self._ask("POST", "/clock", {"advance_seconds": seconds})

    def fault(
        self,
        *,
        method: str = "*",
        path: str = "",
        query: str = "",
        skip: int = 0,
        times: int = 1,
        **effect: Any,
    ) -> None:
        """Order a fault; the rest of the arguments are the fields of `Effect`."""
        which = {"method": method, "path": path, "query": query, "skip": skip, "times": times}
        self._ask("POST", "/faults", fault_from({**which, "effect": effect}).answer())

    def faults(self) -> list[Fault]:
        """The ordered faults, each with its hits and how many are left."""
        return [fault_from(it) for it in self._ask("GET", "/faults")]

    def clear_faults(self) -> None:
        """Take all faults back."""
        self._ask("DELETE", "/faults")

    def requests(self) -> list[LoggedRequest]:
        """The requests to Twilio's APIs, in the order in which they came."""
        return [LoggedRequest(**it) for it in self._ask("GET", "/requests")]

    def clear_requests(self) -> None:
        """Empty the log."""
        self._ask("DELETE", "/requests")

    def callbacks(self) -> list[dict[str, Any]]:
        """The status callbacks that Twilio would have sent."""
        return list(self._ask("GET", "/callbacks"))

    def state(self, *, objects: bool = True) -> dict[str, Any]:
        """Everything held, by account, or only how much of it."""
        return dict(self._ask("GET", f"/state?objects={str(objects).lower()}"))

    def counts(self) -> dict[str, int]:
        """How many objects of each kind there are in all accounts."""
        return dict(self.state(objects=False)["counts"])

    def _ask(self, method: str, path: str, body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(  # noqa: S310 - the URL is the caller's own simulator
            f"{self.url}/_sim{path}",
            data=data,
            method=method,
            headers={"Content-Type": "application/json"},
        )
        try:
            with self._opener.open(request, timeout=_TIMEOUT_SECONDS) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            with error:
                message = json.load(error)["message"]
            raise ControlError(f"{method} /_sim{path}: {message}") from None
