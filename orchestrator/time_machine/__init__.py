"""Decides recorded calls again under other circumstances, and tells what would have changed."""
