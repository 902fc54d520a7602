"""Functions that read existing objects."""
