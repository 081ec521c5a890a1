"""Turns a recorded call into a test fixture: the same course of events, nothing personal.

For every recorded decision, the command behind it is recovered, its personal data is replaced, and
it is decided again. Whatever follows from words and names, such as questions, reasons and effect
keys, is therefore consistent in the fixture too.
"""

from collections.abc import Iterable

from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call
from hookflash.domain.call.commands import Command, ReportSpeech
from hookflash.domain.call.decide import decide
from hookflash.domain.call.evolve import evolve
from hookflash.domain.call.recall import Decided, recall
from hookflash.domain.call.redecide import decisions
from hookflash.domain.erasure.agent_sayings import plain_playback
from hookflash.domain.erasure.pseudonyms import Pseudonyms, Waiting
from hookflash.domain.errors import HookflashError


class NoFixture(HookflashError, ValueError):
    """The call cannot be made a fixture: without its personal data it is decided differently."""


def fixture(history: Iterable[e.CallEvent]) -> list[e.CallEvent]:
    """The call in ``history`` without anyone's number, name or words.

    The words of the caller and of the agent become stock phrases that are understood in the same
    way. Greetings, the texts of actions and the names of jobs stay: they belong to the workspace.
    Raises :class:`NoFixture` if today's rules do not decide what was recorded.
    """
    pseudonyms, anonymous = Pseudonyms(), list[e.CallEvent]()
    real, staged = Call(""), Call("")
    for decided in decisions(history):
        if not real.call_id:
            real, staged = Call(decided[0].call_id), Call(decided[0].call_id)
        again = _decide_again(pseudonyms, real, staged, decided)
        for event, stand_in in zip(decided, again, strict=True):
            evolve(real, event)
            evolve(staged, stand_in)
        anonymous += again
    return anonymous


def _decide_again(
    pseudonyms: Pseudonyms, real: Call, staged: Call, decided: Decided
) -> tuple[e.CallEvent, ...]:
    """Decide the command behind ``decided`` again, on ``staged`` and without personal data."""
    command = recall(real, decided)
    plain = _without_personal_data(pseudonyms, real, staged, command) if command else None
    again = decide(staged, plain) if plain is not None else ()
    if [event.type for event in again] != [event.type for event in decided]:
        raise NoFixture(
            f"{decided[0].call_id}, position {decided[0].position}: without its personal data, the "
            f"call is decided differently from here; export it without --redact and remove the "
            f"personal data by hand"
        )
    return again


def _without_personal_data(
    pseudonyms: Pseudonyms, real: Call, staged: Call, command: Command
) -> Command:
    """What ``command`` on ``real`` is on ``staged``."""
    if isinstance(command, ReportSpeech):
        command = plain_playback(command, real, staged)
    about = real.current.destination.name if real.current else ""
    waiting = Waiting(_waiting_words(real), _waiting_words(staged), real.language)
    return pseudonyms.replace(command, about, waiting)


def _waiting_words(call: Call) -> str:
    """What the caller said before it was known whether the question was heard."""
    question = call.current.question if call.current else None
    return question.held.words if question is not None and question.held is not None else ""
