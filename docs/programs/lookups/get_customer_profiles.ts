import * as pulumi from "@pulumi/pulumi";
import * as trusthub from "pulumi-trusthub";

const profiles = trusthub.getCustomerProfiles({
    status: "twilio-approved",
});
export const sids = profiles.then(profiles => profiles.sids);
