"""The read models: tables built from the event log, and the queries on them.

Import as ``hookflash.projections``, never as ``projections``.
"""

if __name__ != "hookflash.projections":
    # Imported under two names, every class would exist twice and isinstance would fail.
    raise ImportError("import hookflash.projections, not projections")
