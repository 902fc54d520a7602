"""What each step costs a large account, and how that grows."""
