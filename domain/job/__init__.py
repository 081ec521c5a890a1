"""Jobs: what an agent is to do, in plain language with actions inside."""
