import * as pulumi from "@pulumi/pulumi";
import * as trusthub from "pulumi-trusthub";

const profile = trusthub.getPrimaryCustomerProfile({});
const evaluations = profile.then(profile => trusthub.getEvaluations({
    customerProfileSid: profile.sid,
}));
export const sids = evaluations.then(evaluations => evaluations.sids);
