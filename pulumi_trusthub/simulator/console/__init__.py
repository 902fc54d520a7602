"""The page for people; its forms act like the control routes."""
