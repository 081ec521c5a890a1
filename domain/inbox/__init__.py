"""The inbox: what people do with its threads. Its contents are derived from the calls."""
