"""What can be wrong with a wish, as opposed to a wish that is refused."""

from hookflash.domain.errors import HookflashError


class NoSuchCall(HookflashError, LookupError):
    """A command names a call that has not come in."""

    def __init__(self, call_id: str) -> None:
        super().__init__(f"no call {call_id!r}: it has not been received, or the id is misspelt")
        self.call_id = call_id
