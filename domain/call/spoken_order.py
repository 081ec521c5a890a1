"""The order in which the lines of a call were spoken, whenever they were reported.

Lines are in the order of the log, save those of an agent that the host runs: the host reports them
when they are over, or later still. Words of unknown beginning count as spoken when reported.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from hookflash.domain.call.call import Call, OpenSpeech
from hookflash.domain.call.conversation import Line

WAITING_SECONDS = 2.0
"""Speech of ours may wait so long for other words to end, unless its playback was reported."""


def place_of(call: Call, line: Line) -> int:
    """The index among the lines of ``call`` at which ``line``, which the host reports, belongs."""
    began_at = line.began_at
    if began_at is None:
        return len(call.lines)
    return _place_before(call, lambda other: _began(call, other) > began_at)


def place_of_answer(call: Call, began_at: datetime | None) -> int:
    """The index at which words of the caller belong: before what the agent began to say later."""
    if began_at is None:
        return len(call.lines)
    return _place_before(call, lambda other: _is_later(other, began_at))


def _place_before(call: Call, follows: Callable[[Line], bool]) -> int:
    """The index of the first of the last lines that all ``follows``; uses of tools do not count."""
    place = len(call.lines)
    for number in range(place - 1, -1, -1):
        if call.lines[number].by in ("tool", "text"):
            continue
        if not follows(call.lines[number]):
            break
        place = number
    return place


def is_last_question(call: Call, place: int) -> bool:
    """Whether no question comes after the line at ``place``."""
    return all(line.asks is None for line in call.lines[place + 1 :])


def asked_after(call: Call, position: int, began_at: datetime) -> bool:
    """Whether the host's agent asked something after our speech in the event at ``position``.

    ``began_at`` is when the caller began to hear that speech.
    """
    return any(
        line.asks is not None and line.position > position and _is_later(line, began_at)
        for line in call.lines
    )


def note_played(call: Call, speech: OpenSpeech, began_at: datetime) -> None:
    """Enter when the caller began to hear a speech of ours, and put words around it in order."""
    at = next((n for n, line in enumerate(call.lines) if line.position == speech.position), None)
    if at is None:
        return
    began = max(began_at, speech.at)
    call.lines[at] = replace(call.lines[at], began_at=began)
    misplaced = [line for line in call.lines[at + 1 :] if _is_earlier(line, began)]
    misplaced += [line for line in call.lines[:at] if _is_later(line, began)]
    for line in misplaced:
        call.lines.remove(line)
        call.lines.insert(place_of(call, line), line)
    if misplaced and call.open_question is not None:
        asked = (line.asks for line in reversed(call.lines) if line.asks is not None)
        call.open_question = next(asked, None)


def _is_later(line: Line, moment: datetime) -> bool:
    return line.reported and line.began_at is not None and line.began_at >= moment


def _is_earlier(line: Line, moment: datetime) -> bool:
    return line.reported and line.began_at is not None and line.began_at < moment


def _began(call: Call, line: Line) -> datetime:
    """When the caller began to hear a line, as far as is known.

    Speech of ours may wait behind words that the agent began just after it was decided: those that
    came with its tool call. The report of its playback settles the order.
    """
    if line.began_at is not None:
        return line.began_at
    speeches = call.speeches.values()
    speech = next((one for one in speeches if one.position == line.position), None)
    if speech is None:
        return line.at
    if speech.estimated and speech.accepted_at is not None:
        return speech.accepted_at
    return line.at + timedelta(seconds=WAITING_SECONDS)
