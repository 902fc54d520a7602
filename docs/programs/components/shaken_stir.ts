import * as pulumi from "@pulumi/pulumi";
import * as trusthub from "pulumi-trusthub";

const numbers = trusthub.getPhoneNumbers({
    phoneNumbers: [
        "+12025550100",
        "+12025550101",
    ],
});
const product = new trusthub.ShakenStir("shaken-stir", {
    friendlyName: "SHAKEN/STIR",
    email: "compliance@example.com",
    phoneNumberSids: numbers.then(numbers => numbers.sids),
});
export const status = product.status;
export const attestations = product.attestations;
