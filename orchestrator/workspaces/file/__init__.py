"""Reads workspace files (YAML) and reports every problem with its path and line."""
