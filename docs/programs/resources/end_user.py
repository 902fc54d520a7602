import pulumi

import pulumi_trusthub as trusthub

person = trusthub.EndUser(
    "representative",
    friendly_name="Representative",
    type="authorized_representative_1",
    attributes={
        "first_name": "Jo",
        "last_name": "Example",
        "email": "jo@customer.example.com",
        "phone_number": "+12025550142",
        "business_title": "Head of Operations",
        "job_position": "Director",
    },
)

pulumi.export("sid", person.sid)
