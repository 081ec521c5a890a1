"""Parked events: those a read model could not handle, set aside so that the rest goes on.

Queries: ``queries.parked_events``.
"""
