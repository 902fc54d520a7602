import pulumi

import pulumi_trusthub as trusthub

config = pulumi.Config()
numbers = config.get_object("sidsByNumber") or (config.get("numberSids") or "").split()
wanted = (config.get("products") or "shaken cnam voice").split()
adopt = config.get_object("adopt")
name, email = config.get("friendlyName"), "compliance@example.com"

if "shaken" in wanted:
    signed = trusthub.ShakenStir(
        "shaken",
        friendly_name=name or "Signed",
        email=email,
        phone_number_sids=numbers,
        adopt=adopt,
    )
    pulumi.export("shaken", {"sid": signed.trust_product_sid, "numbers": signed.attestations})
if "cnam" in wanted:
    named = trusthub.Cnam(
        "cnam",
        friendly_name=name or "Named",
        email=email,
        phone_number_sids=numbers,
        cnam_display_name=None if adopt else config.get("displayName") or "Acme",
        adopt=adopt,
    )
    pulumi.export("cnam", {"sid": named.trust_product_sid, "numbers": named.coverage})
if "voice" in wanted:
    known = trusthub.VoiceIntegrity(
        "voice",
        friendly_name=name or "Known",
        email=email,
        phone_number_sids=numbers,
        voice_integrity_information=trusthub.VoiceIntegrityInformation(
            use_case="Order Notifications",
            business_employee_count="20",
            average_business_day_call_volume="500",
        ),
        adopt=adopt,
    )
    pulumi.export("voice", {"sid": known.trust_product_sid, "numbers": known.coverage})
