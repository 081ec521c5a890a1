"""Spanish: the phrases that each reader looks for, written without accents."""
