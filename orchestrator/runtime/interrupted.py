"""The question that the caller interrupts by beginning to speak."""

from typing import NamedTuple

from hookflash.domain.call.call import Call


class Interrupted(NamedTuple):
    """The question that was open when the caller began to speak, and the last event by then."""

    position: int
    effect_key: str
    asks: int
    """How often it had been put; 0 without a question."""

    @classmethod
    def now(cls, call: Call) -> "Interrupted":
        """What is open on ``call``."""
        transfer = call.current
        if call.state != "confirm_transfer" or transfer is None:
            return cls(call.position, "", 0)
        return cls(call.position, transfer.effect_key, transfer.asks)

    def answered(self, call: Call) -> bool:
        """Whether the final words are in the log."""
        since = (line for line in call.lines if line.position > self.position)
        return any(line.by == "caller" for line in since)
