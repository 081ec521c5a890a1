"""Texts: one row for each, including refused and failed ones.

Read through ``inbox.queries`` and ``reports.queries``.
"""
