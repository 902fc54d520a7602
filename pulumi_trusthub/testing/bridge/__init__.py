"""Pulumi's program and provider host, as processes and servers."""
