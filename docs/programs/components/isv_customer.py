import pulumi

import pulumi_trusthub as trusthub

numbers = trusthub.get_phone_numbers_output(["+12025550100", "+12025550101"])

customer = trusthub.IsvCustomer(
    "customer",
    friendly_name="Example Customer",
    email="compliance@example.com",
    business_information={
        "business_name": "Example Customer",
        "business_identity": "direct_customer",
        "business_type": "Corporation",
        "business_industry": "TECHNOLOGY",
        "business_registration_identifier": "EIN",
        "business_registration_number": "12-3456789",
        "business_regions_of_operation": "USA_AND_CANADA",
        "website_url": "https://customer.example.com",
    },
    authorized_representative_1={
        "first_name": "Jo",
        "last_name": "Example",
        "email": "jo@customer.example.com",
        "phone_number": "+12025550142",
        "business_title": "Head of Operations",
        "job_position": "Director",
    },
    address={
        "street": "12 Example Street",
        "city": "San Francisco",
        "region": "CA",
        "postal_code": "94105",
        "iso_country": "US",
    },
    phone_number_sids=numbers.apply(lambda found: [it.sid for it in found]),
)

pulumi.export("customer_profile_status", customer.customer_profile_status)
pulumi.export("attestations", customer.attestations)
