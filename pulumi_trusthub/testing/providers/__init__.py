"""The provider hosts of a deployment, as processes that Pulumi's SDK runs."""
