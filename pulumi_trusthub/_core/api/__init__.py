"""Twilio's HTTP API: requests, retries, limits, pages."""
