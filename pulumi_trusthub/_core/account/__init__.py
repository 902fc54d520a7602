"""A whole account: what exists, what is wrong, what remains."""
