"""One technology a module; they meet only where the call center is assembled."""
