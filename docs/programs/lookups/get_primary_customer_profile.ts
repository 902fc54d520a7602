import * as pulumi from "@pulumi/pulumi";
import * as trusthub from "pulumi-trusthub";

const profile = trusthub.getPrimaryCustomerProfile({});
export const sid = profile.then(profile => profile.sid);
