"""The real system's clock, ids and outgoing HTTP, behind their ports."""
