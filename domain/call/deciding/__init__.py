"""The decision functions, one per command, grouped by subject."""
