"""Transfers: the audit trail of each, with the event behind every line.

Queries: ``queries.Trails``.
"""
