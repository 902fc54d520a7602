"""What tests tell a simulator, and what it tells them."""
