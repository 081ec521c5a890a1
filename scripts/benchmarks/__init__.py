"""Measures Hookflash beside others, side by side in one run. Run by ``scripts/bench``."""
