"""What people wrote about contacts: one row per contact with a name or notes.

Queries: ``queries.Cards``; other lists join ``table.CONTACTS`` on workspace and contact.
"""
