"""How simulated phones and the simulated carrier behave."""

from typing import Literal

from pydantic import Field

from hookflash.domain.value import Value

Does = Literal["answer", "ignore", "reject", "busy", "fail"]


class PhoneBehaviour(Value):
    """What a phone does after ringing for ``after`` seconds."""

    does: Does = "ignore"
    after: float = Field(default=0.0, ge=0)
    accepts: bool = True
    """Presses 1 where it is asked to; False: the phone's own voicemail has answered."""


class TextBehaviour(Value):
    """The outcome of texts: ``delivered``, ``undelivered``, ``fail:<carrier code>`` or ``lost``.

    ``lost``: the provider does not answer and has no trace of it later.
    """

    outcome: str = Field(
        default="delivered", pattern=r"^(delivered|undelivered|lost|fail:\d{4,6})$"
    )

    @property
    def code(self) -> str:
        """The carrier's code for a failure; empty if there is none."""
        return self.outcome.partition(":")[2] or ("30003" if self.outcome == "undelivered" else "")


class Behaviour(Value):
    """How phones and texts behave. Phones are keyed by member or number; others ``ignore``."""

    phones: dict[str, PhoneBehaviour] = {}
    texts: TextBehaviour = TextBehaviour()

    def phone(self, who: str, number: str) -> PhoneBehaviour:
        """What the phone of ``who`` with ``number`` does."""
        return self.phones.get(who) or self.phones.get(number) or PhoneBehaviour()
