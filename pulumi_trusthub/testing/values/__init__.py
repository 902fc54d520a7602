"""Property values, paths, URNs and results."""
