import * as pulumi from "@pulumi/pulumi";
import * as trusthub from "pulumi-trusthub";

const profile = trusthub.getPrimaryCustomerProfile({});
const numbers = trusthub.getPhoneNumbers({
    phoneNumbers: ["+12025550100"],
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
const onProfile = new trusthub.ChannelEndpointAssignment("number-on-profile", {
    customerProfileSid: profile.then(profile => profile.sid),
    channelEndpointSid: numbers.then(numbers => numbers.sids[0]),
});
const onProduct = new trusthub.ChannelEndpointAssignment("number-on-product", {
    trustProductSid: product.sid,
    channelEndpointSid: numbers.then(numbers => numbers.sids[0]),
}, {
    dependsOn: [
        onProfile,
        link,
    ],
});
export const sid = onProduct.sid;
