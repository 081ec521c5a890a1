"""The event log: mapper, stores, the group-commit writer, followers."""
