"""The adapter to Pulumi's dynamic providers."""
