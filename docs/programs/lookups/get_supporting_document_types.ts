import * as pulumi from "@pulumi/pulumi";
import * as trusthub from "pulumi-trusthub";

const kinds = trusthub.getSupportingDocumentTypes({
    machineName: "customer_profile_address",
});
export const sids = kinds.then(kinds => kinds.sids);
