"""Calls: one row per call, for the live board, the call list and recovery after a restart.

Queries: ``queries.CallList``.
"""
