"""Measures Hookflash beside other tools in one run. Run by ``scripts/bench``."""
