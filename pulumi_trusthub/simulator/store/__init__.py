"""The objects of a simulated Twilio, its policies, settings and errors: no rules."""
