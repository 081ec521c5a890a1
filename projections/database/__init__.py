"""The database that holds the read models."""
