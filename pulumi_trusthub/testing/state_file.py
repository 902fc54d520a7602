"""The state in Pulumi's own form (deployment, version 3), with its secrets encrypted."""

from __future__ import annotations

import base64
import json
import os
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from pulumi_trusthub.testing.values.property_values import SECRET, SIGNATURE, each, is_secret
from pulumi_trusthub.testing.values.state import Pending, Snapshot, State

if TYPE_CHECKING:
    from pathlib import Path

    from cryptography.fernet import Fernet

_VERSION = 3
_PROVIDER = "pulumi_trusthub.testing"


class Vault:
    """Encrypts secrets with a passphrase, or else with a random key that is not stored."""

    def __init__(self, passphrase: str | None) -> None:
        self._passphrase = passphrase
        self._salt = os.urandom(16)
        self._cipher: Fernet | None = None
        self.foreign: dict[str, Any] | None = None
        """The encryption settings of a state from the pulumi command, kept for the command."""

    def key(self) -> dict[str, Any]:
        """Give the state's entry from which the key can be derived again."""
        salt = base64.b64encode(self._salt).decode()
        return {"type": _PROVIDER, "state": {"salt": salt}}

    def use(self, key: dict[str, Any] | None) -> None:
        """Derive the key again from the state's entry."""
        if key is None:
            return
        if key.get("type") != _PROVIDER:
            self.foreign = key
        else:
            self._salt = base64.b64decode(key["state"]["salt"])
            self._cipher = None

    def seal(self, value: Any) -> Any:
        """Encrypt every secret at any depth."""
        if is_secret(value):
            text = json.dumps(_without_marks(value["value"]), separators=(",", ":"), sort_keys=True)
            sealed = self._fernet().encrypt(text.encode()).decode()
            return {SIGNATURE: SECRET, "ciphertext": sealed}
        return each(value, self.seal)

    def open(self, value: Any) -> Any:
        """Decrypt every secret at any depth, including plain secrets of ``--show-secrets``."""
        if isinstance(value, dict) and value.get(SIGNATURE) == SECRET:
            if "plaintext" in value:
                return {SIGNATURE: SECRET, "value": json.loads(value["plaintext"])}
            return {SIGNATURE: SECRET, "value": json.loads(self._decrypted(value["ciphertext"]))}
        return each(value, self.open)

    def _decrypted(self, text: str) -> bytes:
        from cryptography.fernet import InvalidToken  # noqa: PLC0415 - only for states with secrets

        try:
            return self._fernet().decrypt(text)
        except InvalidToken:
            raise ValueError(
                "a secret in the state cannot be read: is PULUMI_CONFIG_PASSPHRASE what it was? "
                "(what the pulumi command encrypted must be exported with --show-secrets)"
            ) from None

    def _fernet(self) -> Fernet:
        from cryptography.fernet import Fernet  # noqa: PLC0415 - only for states with secrets
        from cryptography.hazmat.primitives.kdf.scrypt import Scrypt  # noqa: PLC0415

        if self._cipher is None:
            if self._passphrase is None:
                self._cipher = Fernet(Fernet.generate_key())
            else:
                derived = Scrypt(salt=self._salt, length=32, n=2**14, r=8, p=1)
                key = derived.derive(self._passphrase.encode())
                self._cipher = Fernet(base64.urlsafe_b64encode(key))
        return self._cipher


def _without_marks(value: Any) -> Any:
    return _without_marks(value["value"]) if is_secret(value) else each(value, _without_marks)


def _shown(value: Any) -> Any:
    if is_secret(value):
        text = json.dumps(_without_marks(value["value"]), separators=(",", ":"), sort_keys=True)
        return {SIGNATURE: SECRET, "plaintext": text}
    return each(value, _shown)


def to_deployment(
    states: list[State], pending: list[Pending], *, vault: Vault, show_secrets: bool = False
) -> dict[str, Any]:
    """Write a state as ``pulumi stack export`` does."""
    write = _shown if show_secrets else vault.seal
    operations = [
        {"resource": write(found.state.to_json()), "type": found.kind} for found in pending
    ]
    deployment: dict[str, Any] = {
        "manifest": {"time": datetime.now(timezone.utc).isoformat(), "magic": "", "version": ""},
        "resources": [write(state.to_json()) for state in states],
    }
    key = vault.foreign if show_secrets else vault.key()
    if key is not None:
        deployment["secrets_providers"] = key
    if operations:
        deployment["pending_operations"] = operations
    return {"version": _VERSION, "deployment": deployment}


def from_deployment(exported: dict[str, Any], vault: Vault) -> tuple[list[State], list[Pending]]:
    """Read a state as ``pulumi stack import`` does."""
    if exported.get("version") != _VERSION:
        raise ValueError(f"a deployment of version {_VERSION} is wanted")
    deployment = exported["deployment"]
    vault.use(deployment.get("secrets_providers"))
    states = [State.from_json(vault.open(found)) for found in deployment.get("resources") or ()]
    pending = [
        Pending(State.from_json(vault.open(found["resource"])), found["type"])
        for found in deployment.get("pending_operations") or ()
    ]
    return states, pending


class StateFile:
    """A state on disk that is whole at every moment."""

    def __init__(self, path: Path, vault: Vault) -> None:
        self._path = path
        self._vault = vault

    def load(self) -> tuple[list[State], list[Pending]]:
        """Read the file, which may be missing."""
        if not self._path.exists():
            return [], []
        return from_deployment(json.loads(self._path.read_text(encoding="utf-8")), self._vault)

    def save(self, snapshot: Snapshot) -> None:
        """Write a new file beside the old file, then replace the old file."""
        outer = to_deployment([], snapshot.pending(), vault=self._vault)
        text = json.dumps(outer)
        resources = ",\n".join(self._text(state) for state in snapshot.resources())
        text = text.replace('"resources": []', f'"resources": [\n{resources}\n]', 1)
        beside = self._path.with_name(f"{self._path.name}.new")
        beside.write_text(text, encoding="utf-8")
        beside.replace(self._path)

    def _text(self, state: State) -> str:
        if state.encoded is None:
            state.encoded = json.dumps(self._vault.seal(state.to_json()))
        return state.encoded
