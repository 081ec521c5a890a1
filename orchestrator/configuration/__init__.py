"""Files that people write: read as a whole, with every mistake named at once."""
