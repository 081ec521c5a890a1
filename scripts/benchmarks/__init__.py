"""Measures Hookflash and other tools in the same run; started by ``scripts/bench``."""
