"""The inbox: what people do with its threads. What is in them follows from the calls."""
