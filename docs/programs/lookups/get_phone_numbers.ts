import * as pulumi from "@pulumi/pulumi";
import * as trusthub from "pulumi-trusthub";

const numbers = trusthub.getPhoneNumbers({
    phoneNumbers: [
        "+12025550100",
        "+12025550101",
    ],
});
export const sids = numbers.then(numbers => numbers.sids);
