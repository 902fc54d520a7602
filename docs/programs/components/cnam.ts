import * as pulumi from "@pulumi/pulumi";
import * as trusthub from "pulumi-trusthub";

const numbers = trusthub.getPhoneNumbers({
    phoneNumbers: [
        "+12025550100",
        "+12025550101",
    ],
});
const caller = new trusthub.Cnam("caller-name", {
    friendlyName: "Caller name",
    email: "compliance@example.com",
    cnamDisplayName: "EXAMPLE INC",
    phoneNumberSids: numbers.then(numbers => numbers.sids),
});
export const status = caller.status;
export const coverage = caller.coverage;
