import * as pulumi from "@pulumi/pulumi";
import * as trusthub from "pulumi-trusthub";

const profile = trusthub.getPrimaryCustomerProfile({});
const product = new trusthub.TrustProduct("shaken-stir", {
    friendlyName: "SHAKEN/STIR",
    email: "compliance@example.com",
    policySid: trusthub.Policy.ShakenStir,
});
const link = new trusthub.EntityAssignment("profile", {
    trustProductSid: product.sid,
    objectSid: profile.then(profile => profile.sid),
});
const evaluation = new trusthub.Evaluation("evaluation", {trustProductSid: product.sid}, {
    dependsOn: [link],
});
export const status = evaluation.status;
export const failures = evaluation.failures;
