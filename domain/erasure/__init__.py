"""Removing a person's words and number from the log while the record of what happened stays."""
