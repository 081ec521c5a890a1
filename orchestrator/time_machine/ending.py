"""How a call ended, and how its branch did: what of it people would notice."""

from collections.abc import Iterator, Sequence

from hookflash.domain.call.call import Call
from hookflash.domain.call.conversation import CallState
from hookflash.domain.call.events import CallEvent
from hookflash.domain.value import Value
from hookflash.projections.calls.from_log import outcome_of
from hookflash.projections.replay.event_text import describe


class Ending(Value):
    """What came of a call. Each text and transfer is one line, in their order."""

    outcome: str
    """As in reports: ``transferred``; the state, if the call has not ended."""
    state: CallState
    texts: tuple[str, ...]
    transfers: tuple[str, ...]
    voicemail: str = ""
    flags: int = 0
    """How often the promise audit flagged the agent's words."""


class Difference(Value):
    """The first place where a branch goes otherwise: ``was`` recorded, ``instead`` in the branch.

    Positions are those of the call's stream. Empty: nothing more happens.
    """

    position: int
    was: str
    instead: str


def ending_of(call: Call, events: Sequence[CallEvent]) -> Ending:
    """What came of ``call``, which is as these ``events``, its own, left it."""
    return Ending(
        outcome=outcome_of(call.call_id, events) or call.state,
        state=call.state,
        texts=tuple(_texts(call)),
        transfers=tuple(_transfers(call)),
        voicemail=call.voicemail.status if call.voicemail else "",
        flags=len(call.flags),
    )


def first_difference(
    recorded: Sequence[CallEvent], branch: Sequence[CallEvent]
) -> Difference | None:
    """Where a reader would see the branch part from the recording; None if they never would.

    Times and ids do not count.
    """
    for was, now in zip(recorded, branch, strict=False):
        if was is now:
            continue
        said = describe(was), describe(now)
        if type(was) is not type(now) or said[0] != said[1]:
            return Difference(position=was.position, was=said[0], instead=said[1])
    at = min(len(recorded), len(branch))
    if len(recorded) == len(branch):
        return None
    was_left = describe(recorded[at]) if len(recorded) > at else ""
    now_left = describe(branch[at]) if len(branch) > at else ""
    return Difference(position=at + 1, was=was_left, instead=now_left)


def _texts(call: Call) -> Iterator[str]:
    for text in call.texts.values():
        why = f" ({text.reason})" if text.reason else ""
        yield f"{text.status}{why}: {text.body}"


def _transfers(call: Call) -> Iterator[str]:
    for transfer in call.transfers.values():
        why = f" ({transfer.reason})" if transfer.reason else ""
        who = f" by {transfer.winner.leg.who}" if transfer.winner else ""
        yield f"{transfer.destination.name}: {transfer.outcome}{who}{why}"
