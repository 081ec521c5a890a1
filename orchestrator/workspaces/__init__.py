"""Stores, edits, versions and previews workspaces, and reads them from files."""
