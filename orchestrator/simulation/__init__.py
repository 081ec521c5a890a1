"""Scripted callers and carriers in virtual time."""
