import * as pulumi from "@pulumi/pulumi";
import * as trusthub from "pulumi-trusthub";

const kinds = trusthub.getEndUserTypes({
    machineName: "authorized_representative_1",
});
export const sids = kinds.then(kinds => kinds.sids);
