"""The inbox: one thread per contact and business number, with everything between the two.

Queries: ``queries.Inbox``.
"""
