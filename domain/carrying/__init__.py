"""Whether the live calls of a database are carried by a platform, or simulated."""
