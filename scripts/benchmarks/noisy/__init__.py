"""Part 8: what one tenant's callers notice of another tenant's most expensive requests."""
