"""Agents of every kind, held to one contract."""
