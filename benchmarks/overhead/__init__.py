"""What every command costs over the same command for an empty stack."""
