"""Faults, kills and Ctrl-C in the middle of up and destroy; afterwards exactly one of everything.

A run is a seed: it chooses how a Trust Hub behaves where Twilio's behaviour is unverified, what
goes wrong, and where.  The same seed gives the same plan (which request of several that are under
way at once is the n-th is up to the threads).

    python -m benchmarks.campaign --runs 200
    python -m benchmarks.campaign --engine pulumi --runs 100
"""
