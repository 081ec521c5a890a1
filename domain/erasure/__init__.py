"""Erasing a person from the log: what they said and their number go, what happened stays."""
