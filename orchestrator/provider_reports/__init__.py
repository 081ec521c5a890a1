"""Receives signed provider reports: authenticates, parses and records them."""
