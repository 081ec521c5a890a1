"""What a caller meant: a yes, a request for a person or a text, an answer about its arrival."""
