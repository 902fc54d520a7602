// SHAKEN/STIR onboarding of a direct customer without subaccounts, in TypeScript.
import * as pulumi from "@pulumi/pulumi";
import * as trusthub from "pulumi-trusthub";

const config = new pulumi.Config();

// The numbers by their E.164 form; the function gives their SIDs, in the same order.
const numbers = trusthub.getPhoneNumbersOutput({
    phoneNumbers: config.requireObject<string[]>("phoneNumbers"),
});

// The trust product, its link to the approved business profile, every number on both, and the
// submission after all of them.
const shakenStir = new trusthub.ShakenStir("shaken-stir", {
    friendlyName: config.get("friendlyName") ?? "SHAKEN/STIR",
    email: config.require("email"),
    phoneNumberSids: numbers.sids,
    submit: config.getBoolean("submit") ?? true,
});

export const trustProductSid = shakenStir.trustProductSid;
export const status = shakenStir.status;
export const attestations = shakenStir.attestations;
