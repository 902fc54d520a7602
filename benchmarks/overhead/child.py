"""One command on one stack, in a process that has loaded nothing for it: prints its seconds."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

import pulumi
from pulumi.dynamic import CreateResult, Resource, ResourceProvider

from pulumi_trusthub.testing import PulumiStack, Secret


class _NothingProvider(ResourceProvider):
    """Makes nothing."""

    def create(self, props: dict[str, object]) -> CreateResult:
        """Give an id."""
        return CreateResult("nothing", props)


class Nothing(Resource):
    """A dynamic resource that does nothing."""

    def __init__(self, name: str) -> None:
        super().__init__(_NothingProvider(), name, {"value": "1"})


def empty() -> None:
    """Declare nothing."""


def nothing() -> None:
    """Declare one dynamic resource that does nothing, whose cost is Pulumi's."""
    Nothing("nothing")


def three() -> None:
    """Declare a product, its link to the profile, and its numbers."""
    import pulumi_trusthub as trusthub  # noqa: PLC0415 - what it costs to load is measured

    wanted = json.loads(Path(os.environ["BENCHMARK_WANTED"]).read_text(encoding="utf-8"))
    product = trusthub.TrustProduct(
        "product",
        friendly_name="Benchmark",
        email="compliance@example.com",
        policy_sid=trusthub.Policy.SHAKEN_STIR,
    )
    link = trusthub.EntityAssignment(
        "link", trust_product_sid=product.sid, object_sid=wanted["profile_sid"]
    )
    trusthub.ChannelEndpointAssignments(
        "numbers",
        customer_profile_sid=wanted["profile_sid"],
        trust_product_sid=product.sid,
        channel_endpoint_sids=wanted["numbers"],
        opts=pulumi.ResourceOptions(depends_on=[link]),
    )


PROGRAMS = {"empty": empty, "nothing": nothing, "three": three}


def main(program: str, command: str, state: str) -> None:
    """Run a command, and print the seconds from its call to its end."""
    wanted = json.loads(Path(os.environ["BENCHMARK_WANTED"]).read_text(encoding="utf-8"))
    with PulumiStack(
        PROGRAMS[program],
        state=Path(state),
        passphrase="benchmark",  # noqa: S106 - of a state in a temporary folder
        config={
            "trusthub:accountSid": wanted["account_sid"],
            "trusthub:authToken": Secret(wanted["auth_token"]),
            "trusthub:baseUrl": wanted["url"],
            "trusthub:maxConcurrency": "64",
        },
    ) as stack:
        stack.export(show_secrets=True)  # so that the stack is there
        begun = time.monotonic()
        getattr(stack, command)()
        print(time.monotonic() - begun)


if __name__ == "__main__":
    main(*sys.argv[1:])
