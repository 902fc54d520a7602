"""The limiter's rule and its cap, in virtual time."""
