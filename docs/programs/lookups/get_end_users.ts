import * as pulumi from "@pulumi/pulumi";
import * as trusthub from "pulumi-trusthub";

const people = trusthub.getEndUsers({
    type: "authorized_representative_1",
});
export const sids = people.then(people => people.sids);
