"""Reports about calls that nobody knows: kept apart, and visible."""
