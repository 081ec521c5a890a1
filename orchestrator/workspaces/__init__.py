"""Workspaces: stored, edited, versioned, previewed, and read from files."""
