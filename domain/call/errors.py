"""Invalid commands (a refusal, by contrast, is an event)."""

from hookflash.domain.errors import HookflashError


class NoSuchCall(HookflashError, LookupError):
    """A command names a call that has not been received."""

    def __init__(self, call_id: str) -> None:
        super().__init__(f"no call {call_id!r}: it has not been received, or the id is misspelt")
        self.call_id = call_id


class TooManyRefusals(HookflashError, RuntimeError):
    """An agent keeps calling tools that are refused; nothing more of that is recorded."""

    def __init__(self, call_id: str, most: int) -> None:
        super().__init__(
            f"{call_id}: {most} tool calls were refused on this call, and so is this one, which is "
            "not recorded; only call the tools of this call, and only as the caller asks for them"
        )
        self.call_id = call_id


class InvalidWords(HookflashError, ValueError):
    """Words of an agent, or what was said about them, that cannot be recorded.

    ``field`` is the parameter that is wrong.
    """

    def __init__(self, field: str, wrong: str, right: str) -> None:
        super().__init__(f"{field}: {wrong}; give {right}")
        self.field = field
