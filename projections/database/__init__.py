"""Access to the database that holds the read models: engine, column types, URLs."""
