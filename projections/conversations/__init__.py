"""What was said on each call."""
