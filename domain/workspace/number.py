"""Business numbers, and their registration for texting."""

from typing import Literal

from hookflash.domain.value import Value

NumberKind = Literal["local", "toll_free"]
Registration = Literal["unregistered", "pending", "approved", "rejected"]


class BusinessNumber(Value):
    """A number (E.164) that callers dial.

    ``registration`` is its status in A2P 10DLC (a local number) or toll-free verification (a
    toll-free number). Texts are sent only from an ``approved`` number.
    """

    number: str
    kind: NumberKind
    registration: Registration = "unregistered"
    rejection_reason: str = ""
    """The carrier's reason; only with ``rejected``."""
    language: str = ""
    """A BCP 47 tag; empty: the workspace's language."""
    carrier: str = ""
    """The name of the workspace's carrier that has it; empty: the one that the process is given."""
