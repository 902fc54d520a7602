"""Voice Integrity: calls that are not labelled as spam, for an approved business profile."""

import pulumi

import pulumi_trusthub as trusthub

config = pulumi.Config()
numbers = trusthub.get_phone_numbers_output(config.require_object("phoneNumbers"))

integrity = trusthub.VoiceIntegrity(
    "voice-integrity",
    friendly_name=config.get("friendlyName") or f"Voice Integrity {pulumi.get_stack()}",
    email=config.require("email"),
    # Data of the business: a secret in the configuration, and so in the state.
    voice_integrity_information=config.require_secret_object("voiceIntegrityInformation"),
    # The keys name the numbers in the output.
    phone_number_sids=numbers.apply(lambda found: {str(it.phone_number): it.sid for it in found}),
    # None is the account's one approved primary profile, which is looked up.
    customer_profile_sid=config.get("customerProfileSid"),
    # A review takes days, and while it runs nothing can be taken down.
    submit=config.get_bool("submit") is not False,
)

pulumi.export("trust_product_sid", integrity.trust_product_sid)
pulumi.export("status", integrity.status)
pulumi.export("coverage", integrity.coverage)
