"""Part 1: commands a second."""
