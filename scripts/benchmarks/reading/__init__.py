"""Part 3: loading a call, scanning the log."""
