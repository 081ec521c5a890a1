"""The business's own numbers, and whether texts may leave from them."""

from typing import Literal

from hookflash.domain.value import Value

NumberKind = Literal["local", "toll_free"]
Registration = Literal["unregistered", "pending", "approved", "rejected"]


class BusinessNumber(Value):
    """A number (E.164) that callers dial.

    ``registration`` is for business messaging: A2P 10DLC for a local number, toll-free
    verification for a toll-free one. Only ``approved`` lets texts out.
    """

    number: str
    kind: NumberKind
    registration: Registration = "unregistered"
    rejection_reason: str = ""
    """Why the carriers refused it, in their words; only with ``rejected``."""
