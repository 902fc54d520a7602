import * as pulumi from "@pulumi/pulumi";
import * as trusthub from "pulumi-trusthub";

const config = new pulumi.Config();
const subaccountSid = config.require("subaccountSid");
const subaccountToken = config.requireSecret("subaccountToken");
const subaccount = new trusthub.Provider("subaccount", {
    accountSid: subaccountSid,
    authToken: subaccountToken,
});
const product = new trusthub.TrustProduct("shaken-stir", {
    friendlyName: "SHAKEN/STIR",
    email: "compliance@example.com",
    policySid: trusthub.Policy.ShakenStir,
}, {
    provider: subaccount,
});
export const accountSid = product.accountSid;
