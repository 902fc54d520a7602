"""`python -m pulumi_trusthub`: the command, where its script is not on PATH."""

from .cli import app

if __name__ == "__main__":
    app()
