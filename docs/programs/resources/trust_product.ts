import * as pulumi from "@pulumi/pulumi";
import * as trusthub from "pulumi-trusthub";

const product = new trusthub.TrustProduct("shaken-stir", {
    friendlyName: "SHAKEN/STIR",
    email: "compliance@example.com",
    policySid: trusthub.Policy.ShakenStir,
    statusCallback: "https://example.com/trust-hub",
});
export const sid = product.sid;
export const status = product.status;
