"""The domain layer of Hookflash; it is imported as ``hookflash.domain``, never as ``domain``."""

if __name__ != "hookflash.domain":
    # The same class under two names would be two classes.
    raise ImportError("import hookflash.domain, not domain")
