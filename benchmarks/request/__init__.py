"""Processor time of one request."""
