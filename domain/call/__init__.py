"""A call: its events, its chart, and what may be decided in each state."""
