"""The finding of one check, as it is stored with a decision."""

from hookflash.domain.value import Value


class Check(Value):
    """The finding of one check; ``reason`` is empty if it passed."""

    check: str
    found: str
    reason: str = ""
