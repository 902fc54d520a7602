"""A whole account: its objects, its problems, and its leftovers."""
