"""A call made into a fixture: nobody is in it any more, and it takes the same course.

Every decision is recalled, its command disguised, and decided anew. What follows from words and
names, such as questions, reasons and effect keys, so comes out consistent by itself.
"""

from collections.abc import Iterable

from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call
from hookflash.domain.call.decide import decide
from hookflash.domain.call.evolve import evolve
from hookflash.domain.call.recall import Decided, recall
from hookflash.domain.call.redecide import decisions
from hookflash.domain.erasure.pseudonyms import Disguise
from hookflash.domain.errors import HookflashError


class NoFixture(HookflashError, ValueError):
    """A call that cannot be disguised without taking another course."""


def fixture(history: Iterable[e.CallEvent]) -> list[e.CallEvent]:
    """The call of ``history`` without anybody's number, name or words.

    The caller's words become plain ones that are understood alike; greetings, the texts of actions
    and the names of jobs stay, being the workspace's own. Raises :class:`NoFixture` if today's
    rules do not decide what was recorded.
    """
    disguise, disguised = Disguise(), list[e.CallEvent]()
    real, staged = Call(""), Call("")
    for decided in decisions(history):
        if not real.call_id:
            real, staged = Call(decided[0].call_id), Call(decided[0].call_id)
        again = _again(disguise, real, staged, decided)
        for event, disguise_of_it in zip(decided, again, strict=True):
            evolve(real, event)
            evolve(staged, disguise_of_it)
        disguised += again
    return disguised


def _again(
    disguise: Disguise, real: Call, staged: Call, decided: Decided
) -> tuple[e.CallEvent, ...]:
    command = recall(real, decided)
    about = real.current.destination.name if real.current else ""
    again = decide(staged, disguise.command(command, about)) if command is not None else ()
    if [event.type for event in again] != [event.type for event in decided]:
        raise NoFixture(
            f"{decided[0].call_id}, position {decided[0].position}: disguised, the call would go "
            f"on otherwise from here; export it without --redact, and take out by hand what is "
            f"personal"
        )
    return again
