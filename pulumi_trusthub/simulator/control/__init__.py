"""The control routes for tests, and the client of these routes."""
