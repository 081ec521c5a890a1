"""One line on which a host plays its agent's words and ours, and a caller who answers.

What is said and heard happens in one order; what is reported of it comes in any other.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import heappop, heappush
from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st

from hookflash.domain.call import commands as c
from hookflash.domain.call import events as e
from hookflash.domain.call.decide import decide
from hookflash.domain.call.evolve import evolve
from hookflash.domain.call.hearing import TOLERANCE_SECONDS, audible_after
from hookflash.domain.call.timers import pending_timers
from hookflash.testing import agent_uses, caller_says
from tests.cast import INBOX, TO_INBOX, routing
from tests.unit.call.situations import CONVERSING, a_call
from tests.unit.call.test_laws import command_of

Build = Callable[[datetime], c.Command]
ASKING = "Would you like to book a table?"
TELLING = "It is quiet on Mondays."


@dataclass(frozen=True)
class Told:
    """Words of the host's agent, queued at a second of the story, and how they are reported."""

    at: float
    asks: bool
    share: float
    """How much of them is played."""
    delay: float
    """Seconds until they are reported."""


@dataclass(frozen=True)
class Yes:
    """The caller agrees, from a second of the story on."""

    at: float
    delay: float


@dataclass
class Heard:
    """What the caller heard: whose words, between which moments, and when it was reported."""

    ours: bool
    asks: bool
    began_at: datetime
    named_at: datetime
    reported_at: datetime


@dataclass
class Line:
    """Plays one speech after the other, and reports each as the story says."""

    pace: float
    delays: list[float]
    heard: list[Heard] = field(default_factory=list)
    agreed: list[datetime] = field(default_factory=list)
    free_at: datetime | None = None

    def play(self, at: datetime, characters: int) -> tuple[datetime, datetime]:
        """Play so many characters after what is being played; returns when."""
        began = max(at, self.free_at or at)
        self.free_at = began + timedelta(seconds=characters / self.pace)
        return began, self.free_at


class Play:
    """A call whose transfer question is put at second 0, told in the order of its reports."""

    def __init__(self, pace: float, delays: list[float]) -> None:
        self.story = a_call(*CONVERSING, caller_says("Can I talk to somebody?"))
        self.story.playback = False
        self.line = Line(pace, delays)
        self.start = self.story.now + timedelta(seconds=1)
        self._due: list[tuple[datetime, int, Build]] = []
        self._number = count()
        self._known: set[str] = set()

    def at(self, seconds: float) -> datetime:
        """A moment of the story."""
        return self.start + timedelta(seconds=seconds)

    def plan(self, at: datetime, build: Build) -> None:
        """Give a command at that moment."""
        heappush(self._due, (at, next(self._number), build))

    def run(self) -> None:
        """Give every command, and those of the timers, until nothing is left."""
        self.story.when(agent_uses(TO_INBOX))
        self._say_ours(self.story.now)
        while self._due and self.story.call.state != "transferring":
            at, _, build = heappop(self._due)
            self._fire_until(at)
            self._give(build(at), at)

    def _fire_until(self, at: datetime) -> None:
        for _ in range(10):
            asked = [t for t in pending_timers(self.story.call) if t.kind in ("lapse", "ask_again")]
            due = [t for t in asked if t.since + timedelta(seconds=t.seconds) < at]
            if not due or self.story.call.state != "confirm_transfer":
                return
            command = command_of(due[0]).model_copy(update={"id": f"timer/{next(self._number)}"})
            self._give(command, due[0].since + timedelta(seconds=due[0].seconds))

    def _give(self, command: c.Command, at: datetime) -> None:
        events = decide(self.story.call, command.model_copy(update={"at": at}))
        for event in events:
            evolve(self.story.call, event)
        self.story.history += events
        self._say_ours(at)

    def _say_ours(self, at: datetime) -> None:
        """The host plays what the core says, and reports it."""
        for said, speech in self.story.call.speeches.items():
            if said in self._known or speech.asks is None:
                continue
            self._known.add(said)
            length = len(speech.text)
            began, ended = self.line.play(at, length)
            named = began + timedelta(seconds=audible_after(speech.text, INBOX) / self.line.pace)
            reported = ended + timedelta(seconds=self.line.delays[len(self._known) % 3])
            self.line.heard.append(Heard(True, True, began, named, reported))  # noqa: FBT003
            self.plan(reported, self._played(said, began, ended, length))

    def _played(self, said: str, began: datetime, ended: datetime, length: int) -> Build:
        return lambda at: c.ReportSpeech(
            id=f"played/{said}",
            at=at,
            speech_id=said,
            began_at=began,
            ended_at=ended,
            heard_chars=length,
            routing=routing(INBOX),
        )

    def agent(self, told: Told) -> None:
        """The host plays words of its agent, and reports them."""
        words = ASKING if told.asks else TELLING
        if told.at < 0:  # before our question: it is being played, or waits
            self._agent_speaks(self.at(told.at), words, told)
        else:
            self.plan(self.at(told.at), lambda at: self._agent_speaks(at, words, told))

    def _agent_speaks(self, at: datetime, words: str, told: Told) -> c.Command:
        heard = int(len(words) * told.share)
        began, ended = self.line.play(at, heard)
        whole = told.asks and heard >= len(words) - 1
        reported = ended + timedelta(seconds=told.delay)
        self.line.heard.append(Heard(False, whole, began, ended, reported))  # noqa: FBT003
        number = next(self._number)
        self.plan(
            reported,
            lambda then: c.ReportAgentWords(
                id=f"said/{number}", at=then, text=words, began_at=began, heard_chars=heard
            ),
        )
        return c.RecordLive(id=f"nothing/{number}", at=at)

    def caller(self, yes: Yes) -> None:
        """The caller agrees to whatever they heard last."""
        began, number = self.at(yes.at), next(self._number)
        self.line.agreed.append(began)
        self.plan(
            began + timedelta(seconds=0.3 + yes.delay),
            lambda at: c.HearCaller(
                id=f"yes/{number}",
                at=at,
                text="Yes please",
                began_at=began,
                routing=routing(INBOX),
            ),
        )


SECONDS = st.integers(-30, 250).map(lambda tenths: tenths / 10)
DELAYS = st.sampled_from([0.0, 0.0, 0.2, 1.0, 4.0])
AGENT = st.builds(Told, SECONDS, st.booleans(), st.sampled_from([1.0, 1.0, 1.0, 0.5]), DELAYS)
CALLER = st.builds(Yes, SECONDS.map(abs), DELAYS)


@settings(max_examples=400)
@given(
    st.sampled_from([12.0, 20.0, 33.0]),
    st.lists(DELAYS, min_size=3, max_size=3),
    st.lists(AGENT, max_size=4),
    st.lists(CALLER, min_size=1, max_size=4),
)
def test_a_transfer_has_a_yes_that_began_after_ours_was_heard_last(
    pace: float, delays: list[float], agent: list[Told], caller: list[Yes]
) -> None:
    """Faults 43, 51: no question of the agent that the core knows of lies between the two."""
    play = Play(pace, delays)
    for told in agent:
        play.agent(told)
    for yes in caller:
        play.caller(yes)
    play.run()
    confirmed = [event for event in play.story.history if isinstance(event, e.TransferConfirmed)]
    for event in confirmed:
        known = [one for one in play.line.heard if one.ours or one.reported_at < event.at]
        assert any(_consents(began, known) for began in play.line.agreed)


def _consents(began: datetime, known: list[Heard]) -> bool:
    """Whether the last question before the yes is ours, and its destination was heard."""
    asked = [one for one in known if one.asks and one.began_at <= began]
    last = max(asked, key=lambda one: one.began_at, default=None)
    if last is None or not last.ours:
        return False
    return last.named_at <= began + timedelta(seconds=TOLERANCE_SECONDS)


def test_the_law_is_not_kept_by_refusing_everyone() -> None:
    """Ours is put again after the agent's question, and the caller's yes to that transfers."""
    play = Play(20.0, [0.0, 0.0, 0.0])
    play.agent(Told(0.3, asks=True, share=1.0, delay=0.0))
    play.caller(Yes(12.0, 0.0))
    play.run()
    assert any(isinstance(event, e.TransferAskedAgain) for event in play.story.history)
    assert play.story.call.state == "transferring"


def test_words_that_are_played_before_ours_delay_nothing() -> None:
    """The model announces its tool call, and asks for consent itself."""
    play = Play(20.0, [0.0, 0.0, 0.0])
    play.agent(Told(-0.1, asks=True, share=1.0, delay=0.0))
    play.caller(Yes(5.0, 0.0))
    play.run()
    assert not any(isinstance(event, e.TransferAskedAgain) for event in play.story.history)
    assert play.story.call.state == "transferring"
