"""A simulated voice platform and carrier, for tests, test calls and demonstrations."""
