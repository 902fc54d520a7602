"""The handlers as a native provider plugin, for programs in every language of Pulumi."""
