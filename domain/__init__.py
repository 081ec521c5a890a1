"""The domain layer; import it as ``hookflash.domain``, never as ``domain``."""

if __name__ != "hookflash.domain":
    # Imported under two names, each class would exist twice.
    raise ImportError("import hookflash.domain, not domain")
