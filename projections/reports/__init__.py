"""Reports: the outcomes of calls, texts and transfers, by day, number, job and action.

Queries: ``queries.Reports``; for SQL tools, the database views in ``views``.
"""
