"""What each event changes in a call, by subject."""
