import * as pulumi from "@pulumi/pulumi";
import * as trusthub from "pulumi-trusthub";

const documents = trusthub.getSupportingDocuments({
    type: "customer_profile_address",
});
export const sids = documents.then(documents => documents.sids);
