"""Reports written down: as CSV, JSON, Parquet."""
