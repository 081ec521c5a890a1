"""Desks: agents that a host runs."""
