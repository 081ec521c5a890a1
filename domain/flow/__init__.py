"""Call flows: the steps that a call to a number walks through."""
