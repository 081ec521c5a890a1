"""Texts that contacts sent: one row per text."""
