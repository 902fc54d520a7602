"""So many numbers on a profile and a product, as one resource or as two for each number."""

import json
import os
from pathlib import Path

import pulumi

import pulumi_trusthub as trusthub

wanted = json.loads(Path(os.environ["BENCHMARK_WANTED"]).read_text(encoding="utf-8"))
profile_sid = wanted["profile_sid"]

if "product_sid" in wanted:
    trusthub.ChannelEndpointAssignments(
        "numbers",
        customer_profile_sid=profile_sid,
        trust_product_sid=wanted["product_sid"],
        channel_endpoint_sids=wanted["numbers"],
    )
else:
    product = trusthub.TrustProduct(
        "product",
        friendly_name="Benchmark",
        email="compliance@example.com",
        policy_sid=trusthub.Policy.SHAKEN_STIR,
    )
    link = trusthub.EntityAssignment("link", trust_product_sid=product.sid, object_sid=profile_sid)

    if wanted["kind"] == "bulk":
        trusthub.ChannelEndpointAssignments(
            "numbers",
            customer_profile_sid=profile_sid,
            trust_product_sid=product.sid,
            channel_endpoint_sids=wanted["numbers"],
            opts=pulumi.ResourceOptions(depends_on=[link]),
        )
    elif wanted["kind"] == "single":
        for number_sid in wanted["numbers"]:
            on_profile = trusthub.ChannelEndpointAssignment(
                f"profile-{number_sid}",
                customer_profile_sid=profile_sid,
                channel_endpoint_sid=number_sid,
            )
            trusthub.ChannelEndpointAssignment(
                f"product-{number_sid}",
                trust_product_sid=product.sid,
                channel_endpoint_sid=number_sid,
                opts=pulumi.ResourceOptions(depends_on=[link, on_profile]),
            )
