"""Part 10: the bare log."""
