"""A stack that Pulumi's own engine deploys."""
