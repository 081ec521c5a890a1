"""Part 1: commands per second."""
