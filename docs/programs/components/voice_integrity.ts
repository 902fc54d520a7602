import * as pulumi from "@pulumi/pulumi";
import * as trusthub from "pulumi-trusthub";

const numbers = trusthub.getPhoneNumbers({
    phoneNumbers: [
        "+12025550100",
        "+12025550101",
    ],
});
const integrity = new trusthub.VoiceIntegrity("voice-integrity", {
    friendlyName: "Voice Integrity",
    email: "compliance@example.com",
    voiceIntegrityInformation: {
        use_case: "Order Notifications",
        business_employee_count: "20",
        average_business_day_call_volume: "500",
    },
    phoneNumberSids: numbers.then(numbers => numbers.sids),
});
export const status = integrity.status;
export const coverage = integrity.coverage;
