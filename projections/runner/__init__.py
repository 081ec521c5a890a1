"""Keeps read models up to date with the log, and rebuilds them."""
