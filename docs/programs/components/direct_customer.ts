import * as pulumi from "@pulumi/pulumi";
import * as trusthub from "pulumi-trusthub";

const customer = new trusthub.DirectCustomer("customer", {
    friendlyName: "SHAKEN/STIR",
    email: "compliance@example.com",
    phoneNumbers: [
        "+12025550100",
        "+12025550101",
    ],
});
export const status = customer.status;
export const attestations = customer.attestations;
