import * as pulumi from "@pulumi/pulumi";
import * as trusthub from "pulumi-trusthub";

const numbers = trusthub.getPhoneNumbers({
    phoneNumbers: [
        "+12025550100",
        "+12025550101",
    ],
});
const customer = new trusthub.IsvCustomer("customer", {
    friendlyName: "Example Customer",
    email: "compliance@example.com",
    businessInformation: {
        business_name: "Example Customer",
        business_identity: "direct_customer",
        business_type: "Corporation",
        business_industry: "TECHNOLOGY",
        business_registration_identifier: "EIN",
        business_registration_number: "12-3456789",
        business_regions_of_operation: "USA_AND_CANADA",
        website_url: "https://customer.example.com",
    },
    authorizedRepresentative1: {
        first_name: "Jo",
        last_name: "Example",
        email: "jo@customer.example.com",
        phone_number: "+12025550142",
        business_title: "Head of Operations",
        job_position: "Director",
    },
    address: {
        street: "12 Example Street",
        city: "San Francisco",
        region: "CA",
        postal_code: "94105",
        iso_country: "US",
    },
    phoneNumberSids: numbers.then(numbers => numbers.sids),
});
export const customerProfileStatus = customer.customerProfileStatus;
export const attestations = customer.attestations;
