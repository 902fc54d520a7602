"""Two providers in one program: what Trust Hub grants is written where a dialler reads it."""

import json

import pulumi
from report_file import ReportFile

import pulumi_trusthub as trusthub

config = pulumi.Config()
e164_numbers = config.require_object("phoneNumbers")
numbers = trusthub.get_phone_numbers_output(e164_numbers)

shaken_stir = trusthub.ShakenStir(
    "shaken-stir",
    friendly_name="SHAKEN/STIR",
    email=config.require("email"),
    phone_number_sids=numbers.apply(lambda found: {str(it.phone_number): it.sid for it in found}),
)

# The numbers that a dialler may call from today: those whose calls are signed with A.
signed_with_a = shaken_stir.attestations.apply(
    lambda found: sorted(number for number, it in found.items() if it["attestation"] == "A")
)
report = ReportFile(
    "caller-ids",
    path=config.require("reportFile"),
    content=signed_with_a.apply(lambda found: json.dumps({"caller_ids": found}, indent=2) + "\n"),
)

pulumi.export("trust_product_sid", shaken_stir.trust_product_sid)
pulumi.export("status", shaken_stir.status)
pulumi.export("caller_ids", signed_with_a)
pulumi.export("report_file", report.id)
