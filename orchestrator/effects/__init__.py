"""Requested, attempted, known: how an action of a call is carried out, at most once."""
