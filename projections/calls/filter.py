"""What a list of calls can be narrowed to, and in which order it comes."""

import re
from typing import Annotated, Final, Literal, get_args

from pydantic import AfterValidator, Field, model_validator

from hookflash.domain.call.command import StorableText
from hookflash.domain.policy.phone import e164
from hookflash.domain.value import Value
from hookflash.projections.calls.outcome import CallOutcome
from hookflash.projections.calls.period import Instant

ListedOutcome = Literal[CallOutcome, "live"]
"""How a call ended; ``live`` if it has not."""
CallSort = Literal[
    "received",
    "-received",
    "duration",
    "-duration",
    "outcome",
    "-outcome",
    "events",
    "-events",
]
"""``-`` is descending. Calls that are equal come in the order in which they were received."""
NEWEST_FIRST: Final[CallSort] = "-received"
MOST: Final = 50
"""The most values of one filter."""
RESULTS: Final = {
    "text": ("queued", "unknown", "sent", "delivered", "undelivered", "failed"),
    "transfer": (
        *("proposed", "confirmed", "asked", "ringing", "connected", "handed_over", "voicemail"),
        *("abandoned", "declined", "lapsed", "failed", "refused"),
    ),
    "voicemail": (),
}
"""What became of an action, by its kind."""
_WRITTEN: Final = re.compile(r"(?:Send SMS|Transfer call): ")


def _action(written: str) -> str:
    """Check the kind of an action, its kind and result, or the action as its job writes it."""
    kind, colon, result = written.partition(":")
    if _WRITTEN.match(written) or (kind in RESULTS and (not colon or result in RESULTS[kind])):
        return written
    if RESULTS.get(kind):
        raise ValueError(f"After “{kind}:” write one of {', '.join(RESULTS[kind])}")
    raise ValueError(
        "Write text, transfer or voicemail, one with its result, such as text:failed, "
        "or an action as its job writes it, such as “Transfer call: Scheduling”"
    )


def _number(written: str) -> str:
    read = e164(written)
    if isinstance(read, str):
        return read
    raise ValueError(read.right.removesuffix("."))


Job = Annotated[str, Field(min_length=1, max_length=100)]
Reason = Annotated[str, Field(min_length=1, max_length=200)]
Action = Annotated[str, Field(min_length=1, max_length=2_000), AfterValidator(_action)]
Number = Annotated[str, Field(max_length=40), AfterValidator(_number)]


class CallFilter(Value):
    """Narrows a list of calls. Of several values of one field, any will do.

    ``q`` is searched in what was said, texted, or left on voicemail, in the contact's and the
    business's numbers (from three digits on), and compared with the call's id. ``outcome`` includes
    ``live``. ``reason`` is why a person has to follow up, or why a text or a transfer came to
    nothing, such as a carrier's code. ``job`` is one that acted, ``action`` is ``text``,
    ``transfer`` or ``voicemail``, optionally with what became of it (``text:failed``), or an action
    as its job writes it. ``since`` is inclusive, ``until`` is not, both with a time zone.
    ``contact`` is as listed: ``anonymous`` if it was withheld.
    """

    q: StorableText = Field("", max_length=200)
    outcome: tuple[ListedOutcome, ...] = Field((), max_length=MOST)
    reason: tuple[Reason, ...] = Field((), max_length=MOST)
    follow_up: bool | None = None
    number: tuple[Number, ...] = Field((), max_length=MOST)
    job: tuple[Job, ...] = Field((), max_length=MOST)
    action: tuple[Action, ...] = Field((), max_length=MOST)
    contact: StorableText | None = Field(None, min_length=1, max_length=200)
    since: Instant | None = None
    until: Instant | None = None
    test: bool | None = None
    state: Literal["live", "ended"] | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "CallFilter":
        if self.since and self.until and self.since >= self.until:
            raise ValueError("since: Give the earlier time first; until comes after it")
        return self


class CallCounts(Value):
    """How many calls a filter finds.

    ``count`` is exact. ``outcomes`` are counts by outcome without the filters on outcome and state,
    ``follow_up`` counts the calls that need one without the filter on that: what another choice
    would find.
    """

    count: int
    outcomes: dict[str, int]
    follow_up: int


EVERY_CALL: Final = CallFilter()
OUTCOMES: Final[tuple[ListedOutcome, ...]] = (*get_args(CallOutcome), "live")
