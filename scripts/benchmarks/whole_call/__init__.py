"""Part 2: one whole call, on Hookflash and on two durable-execution systems."""
