"""The views of the log. Imported as ``hookflash.projections``, never as ``projections``."""

if __name__ != "hookflash.projections":
    # The same class under two names would be two classes.
    raise ImportError("import hookflash.projections, not projections")
