import pulumi

import pulumi_trusthub as trusthub

numbers = trusthub.get_phone_numbers_output(["+12025550100", "+12025550101"])

integrity = trusthub.VoiceIntegrity(
    "voice-integrity",
    friendly_name="Voice Integrity",
    email="compliance@example.com",
    voice_integrity_information={
        "use_case": "Order Notifications",
        "business_employee_count": "20",
        "average_business_day_call_volume": "500",
    },
    phone_number_sids=numbers.apply(lambda found: [it.sid for it in found]),
)

pulumi.export("status", integrity.status)
pulumi.export("coverage", integrity.coverage)
