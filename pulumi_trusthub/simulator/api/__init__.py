"""Twilio's two APIs: what an operation takes and answers, and where it is."""
