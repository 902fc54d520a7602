"""The page on which a person does what tests do through the control routes."""
