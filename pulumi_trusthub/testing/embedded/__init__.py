"""An engine in Python that decides as Pulumi's does."""
