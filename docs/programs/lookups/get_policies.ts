import * as pulumi from "@pulumi/pulumi";
import * as trusthub from "pulumi-trusthub";

const policies = trusthub.getPolicies({});
export const sids = policies.then(policies => policies.sids);
