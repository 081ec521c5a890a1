"""The console in the browser: ``mount(app, center)``. Needs ``hookflash[console]``."""

from hookflash.orchestrator.console.app import mount

__all__ = ["mount"]
