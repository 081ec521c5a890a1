"""Invalid commands (a refusal, by contrast, is an event)."""

from hookflash.domain.errors import HookflashError


class NoSuchCall(HookflashError, LookupError):
    """A command names a call that has not been received."""

    def __init__(self, call_id: str) -> None:
        super().__init__(f"no call {call_id!r}: it has not been received, or the id is misspelt")
        self.call_id = call_id
