"""A voice platform and a carrier that exist only here: for tests, test calls and demonstrations."""
