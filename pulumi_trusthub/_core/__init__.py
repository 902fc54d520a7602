"""Everything about Trust Hub that does not depend on Pulumi."""
