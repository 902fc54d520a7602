"""Twilio's two APIs: paths, parameters and answers of the operations."""
