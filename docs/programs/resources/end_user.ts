import * as pulumi from "@pulumi/pulumi";
import * as trusthub from "pulumi-trusthub";

const person = new trusthub.EndUser("representative", {
    friendlyName: "Representative",
    type: "authorized_representative_1",
    attributes: {
        first_name: "Jo",
        last_name: "Example",
        email: "jo@customer.example.com",
        phone_number: "+12025550142",
        business_title: "Head of Operations",
        job_position: "Director",
    },
});
export const sid = person.sid;
