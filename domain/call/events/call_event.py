"""The base of all events of a call."""

from hookflash.domain.event import Event


class CallEvent(Event):
    """One fact about one call; ``call_id`` is ``<workspace>.call.<hex>``."""

    call_id: str

    @property
    def stream(self) -> str:
        """The call's stream, named by its id."""
        return self.call_id

    @property
    def workspace(self) -> str:
        """The slug of the call's workspace."""
        return self.call_id.partition(".")[0]
