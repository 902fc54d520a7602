import * as pulumi from "@pulumi/pulumi";
import * as trusthub from "pulumi-trusthub";

const address = new trusthub.Address("head-office", {
    customerName: "Example Customer",
    street: "12 Example Street",
    city: "San Francisco",
    region: "CA",
    postalCode: "94105",
    isoCountry: "US",
});
export const sid = address.sid;
