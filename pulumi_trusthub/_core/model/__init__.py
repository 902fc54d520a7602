"""Plain data: ids, fields, settings, statuses, errors and results."""
