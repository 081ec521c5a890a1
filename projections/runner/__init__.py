"""The machinery of read models: projects events into tables, and rebuilds them."""
