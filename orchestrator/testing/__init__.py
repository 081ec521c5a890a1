"""The tools that hosts test their jobs and adapters with. Public as ``hookflash.testing``."""
