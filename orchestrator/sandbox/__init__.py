"""Test calls: real rules, simulated phones and texts."""
