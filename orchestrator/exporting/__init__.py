"""Exports reports as CSV, JSON or Parquet."""
