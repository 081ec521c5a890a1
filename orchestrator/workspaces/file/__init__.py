"""Reads workspace files (YAML) and names every problem with its place."""
