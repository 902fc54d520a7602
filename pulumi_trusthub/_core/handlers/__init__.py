"""What each noun does on check, diff, create, read, update and delete."""
