"""The inbox: one thread per contact per number, with all that happened between the two."""
