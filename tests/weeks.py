"""Some weeks of calls to one office, of every kind and always the same, for reports."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from typing import Final

from hookflash.domain.call import commands as c
from hookflash.orchestrator.log.store import open_store
from tests.contract.projections.world import (
    NUMBER,
    TO_INBOX,
    TO_MEMBER,
    TO_NUMBER,
    Line,
    World,
    routing,
)

FIRST: Final = datetime(2026, 3, 2, 8, tzinfo=UTC)
DAYS: Final = 21
A_WEEK: Final = (9, 7, 8, 6, 11, 3, 0)
"""Calls on each day of a week."""
A_TIME: Final = 500
SECOND_NUMBER: Final = "+14155550110"


def fill(url: str, workspace: str, first: datetime = FIRST) -> None:
    """Append some weeks of calls to the log at ``url``."""
    with open_store(url) as store:
        for line in weeks(workspace, first):
            store.append(line.events)


def fill_many(url: str, workspace: str, calls: int, last: datetime) -> None:
    """Append so many calls to the log at ``url``, spread over 90 days up to ``last``."""
    world, kinds, step = World(), cycle(KINDS), timedelta(days=90) / calls
    with open_store(url) as store:
        for first in range(0, calls, A_TIME):
            events = []
            for n in range(first, min(first + A_TIME, calls)):
                play = next(kinds)
                world.now = last - step * (calls - n)
                number = SECOND_NUMBER if n % 4 == 3 else NUMBER
                contact = f"+1415555{1000 + n % 8000}"
                line = world.receive(
                    contact, workspace=workspace, number=number, test=play is _test
                )
                play(line, n)
                events += line.events
            store.append(events)
            world.log.events.clear()


def weeks(workspace: str, first: datetime = FIRST) -> list[Line]:
    """Play some weeks of calls; returns all of them."""
    world, kinds, lines = World(), cycle(KINDS), []
    for day, calls in zip(range(DAYS), cycle(A_WEEK), strict=False):
        for n, play in enumerate(islice(kinds, calls)):
            world.now = first + timedelta(days=day, minutes=37 * n)
            number = SECOND_NUMBER if n % 4 == 3 else NUMBER
            contact = f"+1415555{1000 + 20 * day + n}"
            line = world.receive(contact, workspace=workspace, number=number, test=play is _test)
            lines.append(line)
            play(line, day + n)
    return lines


def _answered(line: Line) -> Line:
    line.tell(c.AnswerCall, agent="Scripted agent (no AI model)")
    line.say("Good morning")
    line.tell(c.Speak, text="Good morning. How can I help?")
    return line


def _text(line: Line, _: int) -> None:
    _answered(line).send("accepted", "sent", "delivered")
    line.end()


def _text_undelivered(line: Line, n: int) -> None:
    _answered(line).send("accepted", "sent")
    code = ("30003", "30006", "30003")[n % 3]
    line.tell(c.ReportSms, effect_key=line.text(), status="undelivered", code=code)
    line.end()


def _text_refused(line: Line, _: int) -> None:
    _answered(line).send(opted_out=True)
    line.end()


def _connected(line: Line, n: int) -> None:
    _answered(line).ring(TO_MEMBER)
    line.phone("Front Desk", "answered", 3 + n * 7 % 23)
    line.world.next(95)
    line.end()


def _to_voicemail(line: Line, _: int) -> None:
    _answered(line).ring(TO_INBOX)
    line.tell(c.TimeOutRing, 30, effect_key=line.transfer())
    line.voicemail()
    line.end()


def _declined(line: Line, _: int) -> None:
    _answered(line).propose(TO_INBOX)
    line.say("No thanks")
    line.end()


def _lapsed(line: Line, _: int) -> None:
    _answered(line).propose(TO_INBOX)
    line.tell(c.LapseConfirmation, 10, effect_key=line.transfer(), asks=1)
    line.end()


def _abandoned(line: Line, _: int) -> None:
    _answered(line).propose(TO_MEMBER)
    line.say("Sure, go ahead", routing=routing(TO_MEMBER))
    line.end()


def _handed_over(line: Line, _: int) -> None:
    _answered(line).ring(TO_NUMBER)
    line.end()


def _silent(line: Line, _: int) -> None:
    line.tell(c.AnswerCall, agent="Scripted agent (no AI model)")
    line.end()


def _small_talk(line: Line, _: int) -> None:
    _answered(line).end()


def _gave_up(line: Line, _: int) -> None:
    _answered(line).say("When do you open?")
    line.end()


def _interrupted(line: Line, _: int) -> None:
    _answered(line).end("interrupted")


def _missed(line: Line, _: int) -> None:
    line.end()


def _test(line: Line, _: int) -> None:
    _answered(line).send("accepted", "sent", "delivered")
    line.end()


KINDS: Final[tuple[Callable[[Line, int], None], ...]] = (
    *(_text, _connected, _text, _text, _to_voicemail, _declined, _text_undelivered, _connected),
    *(_text, _text_refused, _connected, _text, _handed_over, _text, _connected, _test, _text),
    *(_abandoned, _text, _connected, _lapsed, _text, _missed),
    *(_small_talk, _gave_up, _silent, _interrupted),
)
