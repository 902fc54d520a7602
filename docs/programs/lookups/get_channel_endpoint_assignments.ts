import * as pulumi from "@pulumi/pulumi";
import * as trusthub from "pulumi-trusthub";

const profile = trusthub.getPrimaryCustomerProfile({});
const assignments = profile.then(profile => trusthub.getChannelEndpointAssignments({
    customerProfileSid: profile.sid,
}));
export const sids = assignments.then(assignments => assignments.sids);
