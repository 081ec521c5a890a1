"""What every event of a call carries."""

from hookflash.domain.event import Event


class CallEvent(Event):
    """One fact about one call; ``call_id`` is ``<workspace>.call.<hex>``."""

    call_id: str

    @property
    def stream(self) -> str:
        """A call's stream is named by the call."""
        return self.call_id

    @property
    def workspace(self) -> str:
        """The slug of the workspace the call belongs to."""
        return self.call_id.partition(".")[0]
