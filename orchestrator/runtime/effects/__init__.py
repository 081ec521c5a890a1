"""Carries out what the log says was requested, and finds out what became of it."""
