"""Conversations: what was said on each call, for threads and for search.

Read through ``inbox.queries``.
"""
