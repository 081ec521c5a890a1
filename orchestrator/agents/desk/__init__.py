"""The desk of an agent that the host runs: what it may do on one call, and what it is told."""
