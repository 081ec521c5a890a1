"""The command line: ``hookflash``."""
