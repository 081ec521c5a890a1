"""English: the phrases that each reader looks for."""
