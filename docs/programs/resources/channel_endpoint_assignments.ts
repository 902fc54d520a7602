import * as pulumi from "@pulumi/pulumi";
import * as trusthub from "pulumi-trusthub";

const profile = trusthub.getPrimaryCustomerProfile({});
const numbers = trusthub.getPhoneNumbers({
    phoneNumbers: [
        "+12025550100",
        "+12025550101",
    ],
});
const product = new trusthub.TrustProduct("shaken-stir", {
    friendlyName: "SHAKEN/STIR",
    email: "compliance@example.com",
    policySid: trusthub.Policy.ShakenStir,
});
const link = new trusthub.EntityAssignment("profile", {
    trustProductSid: product.sid,
    objectSid: profile.then(profile => profile.sid),
});
const assigned = new trusthub.ChannelEndpointAssignments("numbers", {
    customerProfileSid: profile.then(profile => profile.sid),
    trustProductSid: product.sid,
    channelEndpointSids: numbers.then(numbers => numbers.sids),
}, {
    dependsOn: [link],
});
export const channelEndpointSids = assigned.channelEndpointSids;
