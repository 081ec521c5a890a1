"""Tool calls of hosted agents."""
