"""What carriers told, as they told it: their callbacks are kept beside what was made of them."""

from typing import ClassVar, Final

from hookflash.domain.event import Event

_KIND: Final = "message"


class CarrierMessageReceived(Event):
    """A carrier's callback of a ``kind``, with every field that it had, also unknown ones.

    ``call_id`` is the call or text that it is about, perhaps one that the log does not have.
    ``about`` is from the address that we had given the carrier, ``message`` from the carrier.
    Headers, and with them signatures, are not kept. The same message is kept once.
    """

    TOPIC: ClassVar[str] = "carrier.message_received.v1"

    call_id: str
    carrier: str
    kind: str
    about: dict[str, str]
    message: dict[str, str]

    @property
    def stream(self) -> str:
        """``<workspace>.message.<rest of the call's id>``."""
        return message_stream(self.call_id)


def message_stream(call_id: str) -> str:
    """The stream for the messages about one call or text."""
    workspace, _, rest = call_id.partition(".")
    return f"{workspace}.{_KIND}.{rest}"
