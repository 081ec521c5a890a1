"""Call flows: the steps that a call to a business number goes through."""
