"""What was said on each call, and the words to find it by."""
