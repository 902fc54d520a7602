"""Functions that read what exists."""
