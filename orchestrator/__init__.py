"""The orchestrator: everything that acts. Import it as ``hookflash.orchestrator``."""

if __name__ != "hookflash.orchestrator":
    # The same class under two names would be two classes.
    raise ImportError("import hookflash.orchestrator, not orchestrator")
