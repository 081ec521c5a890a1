"""Jobs: what the agent should do, in plain language with actions in it."""
