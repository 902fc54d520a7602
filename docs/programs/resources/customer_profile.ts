import * as pulumi from "@pulumi/pulumi";
import * as trusthub from "pulumi-trusthub";

const primary = trusthub.getPrimaryCustomerProfile({});
const profile = new trusthub.CustomerProfile("customer", {
    friendlyName: "Example Customer",
    email: "compliance@example.com",
    policySid: trusthub.Policy.SecondaryCustomerProfile,
});
const link = new trusthub.EntityAssignment("primary-profile", {
    customerProfileSid: profile.sid,
    objectSid: primary.then(primary => primary.sid),
});
export const sid = profile.sid;
export const status = profile.status;
