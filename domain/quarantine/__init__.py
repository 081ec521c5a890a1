"""Reports about unknown calls: kept apart, and visible."""
