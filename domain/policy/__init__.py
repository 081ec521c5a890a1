"""Pure judgements: may we text, may we ring that, was that a yes."""
