"""What a simulated Twilio holds, and what it holds it against: no rules."""
