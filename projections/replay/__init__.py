"""One call looked at event by event: pure functions of its stream, nothing stored."""
