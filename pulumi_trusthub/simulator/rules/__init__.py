"""What Twilio accepts, refuses and does by itself: no HTTP."""
