"""The resources that a program declares."""
