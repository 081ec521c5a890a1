"""Verifying, exporting and importing the log, and erasing a contact from it."""
