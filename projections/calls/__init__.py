"""Calls: the live board, the list, and what a restart has to pick up."""
