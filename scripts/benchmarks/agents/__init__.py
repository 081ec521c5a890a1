"""Part 9: what Hookflash adds to the work of agent frameworks."""
