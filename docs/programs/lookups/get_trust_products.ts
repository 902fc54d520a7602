import * as pulumi from "@pulumi/pulumi";
import * as trusthub from "pulumi-trusthub";

const products = trusthub.getTrustProducts({
    policySid: trusthub.Policy.ShakenStir,
});
export const sids = products.then(products => products.sids);
