"""The real machine: clock, ids, outgoing HTTP."""
