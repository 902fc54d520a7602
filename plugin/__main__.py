"""The plugin, as Pulumi's host for Python starts it: by the path of this folder."""

from __future__ import annotations

from pulumi_trusthub.plugin.__main__ import main

if __name__ == "__main__":
    main()
