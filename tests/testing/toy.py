"""A dynamic provider that keeps its objects as files, and fails when a file says so.

The hosts import it by name, so this folder is put on their path.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pulumi
from google.protobuf import any_pb2, struct_pb2
from pulumi.dynamic import (
    CheckFailure,
    CheckResult,
    ConfigureRequest,
    CreateResult,
    DiffResult,
    ReadResult,
    Resource,
    ResourceProvider,
    UpdateResult,
)
from pulumi.output import Unknown
from pulumi.runtime.proto import provider_pb2, status_pb2

if TYPE_CHECKING:
    from types import FrameType

IN_PLACE = ("value", "tags", "note", "meet")
REPLACES = ("kind", "unique")


class ThingProvider(ResourceProvider):
    """All verbs, each of which writes a line into the log."""

    serialize_as_secret_always = False

    def __init__(self) -> None:
        super().__init__()
        self._owner: str | None = None

    def __reduce__(self) -> tuple[type, tuple[()]]:
        return type(self), ()

    def configure(self, req: ConfigureRequest) -> None:
        self._owner = req.config.get("toy:owner")

    def check(self, olds: dict[str, Any], news: dict[str, Any]) -> CheckResult:
        _log("check", news, "anew" if not olds else "again")
        _trouble("check", news)
        wrong = news.get("value") == "wrong"
        failures = [CheckFailure("value", "it is wrong")] if wrong else []
        return CheckResult(news, failures)

    def diff(self, _id: str, olds: dict[str, Any], news: dict[str, Any]) -> DiffResult:
        changed = {
            key
            for key in (*IN_PLACE, *REPLACES)
            if isinstance(news.get(key), Unknown) or olds.get(key) != news.get(key)
        }
        _log("diff", news, ",".join(sorted(changed)))
        _trouble("diff", news)
        return DiffResult(
            changes=bool(changed),
            replaces=sorted(changed.intersection(REPLACES)),
            delete_before_replace="unique" in changed,
        )

    def create(self, props: dict[str, Any]) -> CreateResult:
        _log("create", props)
        if props.get("meet"):
            _meet(int(props["meet"]))
        _trouble("create", props)
        id_ = f"{props['name']}-{uuid.uuid4().hex[:6]}"
        outputs = self._outputs(props)
        _file(id_).write_text(json.dumps(_kept(outputs)), encoding="utf-8")
        _half("create", id_, outputs, props)
        return CreateResult(id_, outputs)

    def update(self, _id: str, olds: dict[str, Any], news: dict[str, Any]) -> UpdateResult:
        _log("update", news, str(olds.get("value")))
        _trouble("update", news)
        outputs = self._outputs(news)
        _file(_id).write_text(json.dumps(_kept(outputs)), encoding="utf-8")
        _half("update", _id, outputs, news)
        return UpdateResult(outputs)

    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:
        _log("read", props, f"for {self._owner}")
        _trouble("read", props)
        if not _file(id_).exists():
            if "serial" not in props:
                raise RuntimeError(f"there is no {id_}")
            return ReadResult("", {})
        outputs = json.loads(_file(id_).read_text(encoding="utf-8"))
        inputs = {k: v for k, v in outputs.items() if k in {"name", *IN_PLACE, *REPLACES}}
        if "serial" not in props:
            return ReadResult(id_, outputs)
        return ReadResult(id_, outputs, inputs)

    def delete(self, _id: str, props: dict[str, Any]) -> None:
        _log("delete", props, f"for {self._owner}")
        if props.get("meet"):
            _meet(int(props["meet"]))
        _trouble("delete", props)
        _file(_id).unlink(missing_ok=True)

    def _outputs(self, props: dict[str, Any]) -> dict[str, Any]:
        return {**props, "serial": f"serial of {props['value']}", "owner": self._owner}


class Thing(Resource, module="toy", name="Thing"):
    """An object of the toy provider."""

    value: pulumi.Output[Any]
    tags: pulumi.Output[Any]
    serial: pulumi.Output[str]
    owner: pulumi.Output[str | None]

    def __init__(
        self,
        resource_name: str,
        value: Any = "1",
        *,
        opts: pulumi.ResourceOptions | None = None,
        **props: Any,
    ) -> None:
        super().__init__(
            ThingProvider(),
            resource_name,
            {"name": resource_name, "value": value, "serial": None, "owner": None, **props},
            opts,
        )


def _world() -> Path:
    return Path(os.environ["TOY_WORLD"])


def _file(id_: str) -> Path:
    return _world() / "objects" / id_


def _kept(outputs: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in outputs.items() if key != "__provider"}


def _log(verb: str, props: dict[str, Any], more: str = "") -> None:
    with (_world() / "log").open("a", encoding="utf-8") as log:
        log.write(f"{verb} {props.get('name')} {more}".rstrip() + "\n")


def _told(verb: str, props: dict[str, Any]) -> str:
    file = _world() / f"trouble-{verb}-{props.get('name')}"
    return file.read_text(encoding="utf-8") if file.exists() else ""


def _trouble(verb: str, props: dict[str, Any]) -> None:
    told = _told(verb, props)
    if told == "print":
        sys.stderr.write(f"a word from {verb}\n")
    elif told == "plain":
        raise RuntimeError(f"{verb} went wrong")
    elif told == "clean":
        _set_status(status_pb2.Status(code=2, message=f"{verb} was refused"))
        raise RuntimeError(f"{verb} went wrong")
    elif told == "die":
        os._exit(3)


def _half(verb: str, id_: str, outputs: dict[str, Any], props: dict[str, Any]) -> None:
    if _told(verb, props) != "half":
        return
    saved = struct_pb2.Struct()
    saved.update({key: value for key, value in outputs.items() if value is not None})
    detail = any_pb2.Any()
    detail.Pack(
        provider_pb2.ErrorResourceInitFailed(
            id=id_, properties=saved, reasons=["the first half", "the second half"]
        )
    )
    _set_status(status_pb2.Status(code=2, message="made, but not whole", details=[detail]))
    raise RuntimeError("made, but not whole")


def _set_status(status: status_pb2.Status) -> None:
    frame: FrameType | None = sys._getframe()
    while frame is not None:
        context: Any = frame.f_locals.get("context")
        if hasattr(context, "set_trailing_metadata"):
            trailer = ("grpc-status-details-bin", status.SerializeToString())
            context.set_trailing_metadata((trailer,))
            return
        frame = frame.f_back


def _meet(port: int) -> None:
    """Wait until the test has seen as many as it waits for."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        if not connection.recv(1):
            raise RuntimeError("nobody else came")
