"""The states that a release leaves to all later ones: ``make states`` writes those of this version.

Each is what Pulumi's engine, which has to be on PATH, writes of a program on the simulator, in the
dynamic form and in the native form.  A state that is there already is never written anew.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from engines import NATIVE, PROGRAMS, Engine, account_free
from world import number_sids, profile_sid

from pulumi_trusthub import __version__
from pulumi_trusthub.dynamic.names import to_snake
from pulumi_trusthub.simulator import Simulator
from pulumi_trusthub.testing import PulumiStack

STATES = Path(__file__).parent / "states"
NOWHERE = "http://127.0.0.1:1"
"""What stands in a state in place of the simulator's address."""
KINDS = {"": "onboarding", "-people": "people"}
"""The end of a state's name, and its program."""
FORMS: dict[str, dict[str, str]] = {"": {}, "-native": {NATIVE: "true"}}


def credentials(simulator: Simulator) -> dict[str, str | None]:
    """Give the account by the environment, so that no state holds a credential."""
    return account_free() | {
        "TWILIO_ACCOUNT_SID": simulator.account_sid,
        "TWILIO_AUTH_TOKEN": simulator.auth_token,
    }


def deployed(program: str, form: dict[str, str], simulator: Simulator) -> str:
    """Deploy a program, and give its state."""
    config = {"trusthub:baseUrl": simulator.url} | form
    if program == "onboarding":
        config |= {
            "behaviour:profileSid": profile_sid(simulator),
            "behaviour:numberSids": number_sids(simulator, 1),
            "behaviour:submit": "true",
            "behaviour:triggers": json.dumps({"attempt": 1}),
        }
    engine = Engine(PulumiStack, PROGRAMS / program, config, credentials(simulator))
    try:
        outcome = engine.up()
        if not outcome.ok:
            raise SystemExit(outcome.text)
        state = engine.export()
        for resource in state["deployment"]["resources"]:
            for of_this_machine in ("sourcePosition", "stackTrace"):
                resource.pop(of_this_machine, None)
        return json.dumps(state, indent=1).replace(simulator.url, NOWHERE)
    finally:
        engine.end()


def config_of(deployment: dict[str, Any]) -> dict[str, str]:
    """Give the configuration of the program that a state was made with, from its resources."""
    found: dict[str, str] = {}
    for each in deployment["deployment"]["resources"]:
        kind, inputs = each["type"].rpartition(":")[2], to_snake(each.get("inputs", {}))
        if kind == "EntityAssignment":
            found["profileSid"] = inputs["object_sid"]
        if kind == "ChannelEndpointAssignment":
            found["numberSids"] = inputs["channel_endpoint_sid"]
        if kind == "Submission":
            found |= {"submit": "true", "triggers": json.dumps(inputs["triggers"])}
    return found


def main() -> None:
    """Write what is missing."""
    for form, config in FORMS.items():
        for kind, program in KINDS.items():
            path = STATES / f"{__version__}{kind}{form}.json"
            if not path.exists():
                with Simulator() as simulator:
                    path.write_text(deployed(program, config, simulator) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
