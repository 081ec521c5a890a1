"""The orchestrator layer of Hookflash; it is imported as ``hookflash.orchestrator``, never as ``orchestrator``."""

if __name__ != "hookflash.orchestrator":
    # The same class under two names would be two classes.
    raise ImportError("import hookflash.orchestrator, not orchestrator")
