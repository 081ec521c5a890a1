"""Transfers: the audit trail, with the event behind every line."""
