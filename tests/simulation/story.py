"""A story: one call, its participants, and every fault in it, all drawn from a seed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from random import Random
from typing import Final, Literal

from hookflash.domain.call.events.speech import Playback

Does = Literal["answer", "ignore", "reject", "busy", "fail"]
Ports = Literal["none", "telephony", "messaging"]

SAYINGS: Final = (
    "I'd like to book an appointment",
    "Could I talk to a person?",
    "Please text me the link",
    "Can you send it again?",
    "Yes",
    "Yes, got it",
    "Sure, go ahead",
    "No",
    "No thanks, not yet",
    "Not yet, nothing came",
    "Hmm, what was that?",
    "Transfer me to the front desk please",
)
YES, NO, AGAIN = "Sure, go ahead", "No thanks, not yet", "Can you send it again?"
BOOK, PERSON = "I'd like to book an appointment", "Could I talk to a person?"
PLOTS: Final = (
    (BOOK, "Yes, got it"),
    (BOOK, "Not yet, nothing came", "Yes", AGAIN),
    (BOOK, AGAIN, "Yes, got it", PERSON, YES),
    (BOOK, "Please text me the link", PERSON, YES),
    (PERSON, YES),
    (PERSON, "Hmm, what was that?", YES),
    (PERSON, "Hmm, what was that?", "Hmm, what was that?", PERSON, YES),
    (PERSON, NO, PERSON, YES),
    (YES, PERSON, YES, YES),
    (),
)
"""What callers say in turn; a line of another plot is inserted now and then."""
CONSENTS: Final = ("Yes", "Sure, go ahead", PERSON)
"""What says yes to any transfer."""
FAULTS: Final = {
    "send": ("lose", "take_silently", "take_late", "break_after", "throttle", "refuse", "not_sent"),
    "ring": ("lose", "take_silently", "take_late", "break_after", "throttle", "refuse"),
    "hand_over": ("lose", "take_silently", "break_after", "throttle", "refuse"),
    "play": ("lose", "take_silently", "break_after", "throttle", "refuse"),
    "release": ("raise",),
    "find": ("blind", "raise"),
    "find_legs": ("blind", "raise"),
    "text_report": ("drop", "twice", "late", "cancel"),
    "leg_report": ("drop", "twice", "late", "cancel"),
}
"""The possible faults of each request to the carrier and of each report by it."""
TALKING: Final = {
    "say": ("raise", "slow", "die_before", "die_after", "all_die"),
    "speech_report": ("drop", "twice", "late", "late", "cancel"),
    "send": ("lose",),
    "agent": ("hang", "hang", "hang", "raise", "silent", "babble", "die"),
}
"""The same for what may happen late in a call. A worker may die as it asks for a speech."""
APPENDS: Final = (
    "CallAnswered",
    "CallerSpoke",
    "AgentSpoke",
    "AgentSpoke",
    "SmsRequested",
    "TransferProposed",
    "TransferConfirmed",
    "TransferLapsed",
    "TransferUnanswered",
    "SmsFailed",
)
"""The events at whose append something may happen to the worker: between this and what follows."""
APPEND_FAULTS: Final = ("die", "die", "hold", "lose")
"""It dies; the answer comes late, while others read what it stored; the answer is lost."""
PACES: Final = (12.0, 20.0, 33.0)
"""Characters a second; not slower than what the core assumes where playback is not reported."""


VISITED: Final = 0.25
"""The share of stories in which a process without all ports has the log open."""
SKEWED: Final = 0.3
"""The share of stories in which the host's clock differs from ours."""
APART: Final = 0.3
"""The share of stories in which the clocks of the workers differ."""
INTERRUPTED: Final = 0.25
"""The share of stories in which something happens to a worker at an append."""
OUT: Final = 0.15
"""The share of stories in which the log cannot be reached for a while."""
STREAMED: Final = 0.35
"""The share of stories in which the agent streams what it says."""
STREAM_FAULTS: Final = ("break_off", "stall", "several", "several")
"""Its stream raises or hangs in the middle, or it makes more moves than the scripted agent."""
ASTRAY: Final = 0.05
"""The share of stories in which a request to ring comes through late, and little is reported."""
CALM: Final = 0.35
"""The share of stories in which nobody interrupts, and the agent does what it should."""


@dataclass(frozen=True)
class Step:
    """The caller speaks or presses a key after ``after`` seconds.

    ``early``: how many seconds before that the words began; None if the host cannot tell. ``aim``:
    they begin this long after the caller heard where a transfer leads. ``partial``: partial words
    come this long before; ``final`` is False if no others do. ``cancel``: the host cancels its
    request after this long. ``waits``: the caller lets the agent finish first.
    """

    say: str = ""
    press: str = ""
    tool: str = ""
    after: float = 1.0
    early: float | None = None
    aim: float | None = None
    partial: float | None = None
    final: bool = True
    cancel: float | None = None
    waits: bool = True


@dataclass(frozen=True)
class Fault:
    """The fault of request or report number ``number`` (from 1) of kind ``what``."""

    what: str
    number: int
    how: str
    seconds: float = 0.0


@dataclass(frozen=True)
class Kill:
    """A worker dies at second ``at``, and restarts three seconds later."""

    worker: int
    at: float


@dataclass(frozen=True)
class Visit:
    """A process has the log open from second ``at``, for ``seconds``, with ``ports`` only."""

    ports: Ports
    at: float
    seconds: float


@dataclass(frozen=True)
class Outage:
    """No worker reaches the log from second ``at``, for ``seconds``."""

    at: float
    seconds: float

    def lasts(self, now: float) -> bool:
        """Whether it has begun by then, and is not over."""
        return self.at <= now < self.at + self.seconds


@dataclass(frozen=True)
class Story:
    """Everything that determines a run."""

    seed: int
    steps: tuple[Step, ...]
    hang_up: float | None
    phones: dict[str, tuple[Does, float]] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    kills: tuple[Kill, ...] = ()
    visits: tuple[Visit, ...] = ()
    destination: str = "Front"
    message: str = ""
    playback: Playback = "say_waits"
    pace: float = 33.0
    can_search_by_key: bool = True
    skew: float = 0.0
    """How many seconds the host's clock is ahead."""
    outages: tuple[Outage, ...] = ()
    streamed: bool = False
    """Whether the agent streams what it says, in pieces with pauses."""
    clocks: tuple[float, ...] = (0.0,)
    """How many seconds the clocks of the workers' hosts are ahead, in turn."""

    def out(self, now: float) -> bool:
        """Whether no worker reaches the log at that second."""
        return any(outage.lasts(now) for outage in self.outages)

    def fault(self, what: str, number: int) -> Fault | None:
        """Return the fault of request or report ``number`` of kind ``what``."""
        wanted = (f for f in self.faults if (f.what, f.number) == (what, number))
        return next(wanted, None)


def story(seed: int) -> Story:
    """Draw the story of a seed."""
    lot = Random(seed)  # noqa: S311 - it has to be repeatable
    told = Story(
        seed=seed,
        steps=tuple(_steps(lot)),
        hang_up=round(lot.choice((15, 40, 90)) * lot.random(), 1) if lot.random() < 0.4 else None,
        phones={who: _phone(lot) for who in ("Ann", "Ben", "Cy")},
        faults=tuple(_fault(lot) for _ in range(lot.choice((0, 1, 1, 2, 3, 5)))),
        kills=tuple(_kill(lot) for _ in range(lot.choice((0, 0, 1, 2)))),
        destination=lot.choice(("Front", "Front", "Ann", "+14155550188")),
        message=lot.choice(("", "Please call me back")),
    )
    told = replace(
        told,
        visits=tuple(_visits(seed)),
        playback=lot.choice(("none", "say_waits", "reports", "reports")),
        pace=lot.choice(PACES),
        can_search_by_key=lot.random() < 0.5,
        skew=_skew(seed),
    )
    told = _streaming(seed, _at_the_log(seed, told))
    if lot.random() < CALM:
        return told
    return replace(
        told,
        steps=tuple(_talk(lot, step) for step in told.steps),
        faults=(*told.faults, *(_fault(lot, TALKING, 6) for _ in range(lot.choice((0, 0, 1, 2))))),
    )


def _visits(seed: int) -> Iterator[Visit]:
    """By a lot of their own, so that the rest of the story is the same without them."""
    lot = Random(f"visits/{seed}")  # noqa: S311 - it has to be repeatable
    if lot.random() < VISITED:
        ports: Ports = lot.choice(("none", "telephony", "telephony", "messaging"))
        yield Visit(ports, round(lot.uniform(0.0, 10.0), 1), round(lot.uniform(10.0, 90.0), 1))


def _at_the_log(seed: int, told: Story) -> Story:
    """What happens to workers at the log, and their clocks; by lots of their own, as the visits."""
    lot = Random(f"log/{seed}")  # noqa: S311 - it has to be repeatable
    if lot.random() < APART:
        clocks = tuple(lot.choice((0.0, -40.0, -3.0, 5.0, 40.0, 90.0)) for _ in range(4))
        told = replace(told, clocks=clocks)
    if lot.random() < INTERRUPTED:
        told = replace(told, faults=(*told.faults, _append_fault(lot)))
    if lot.random() < OUT:
        seconds = lot.choice((1.0, 6.0, 31.0)) * lot.uniform(0.5, 1.0)
        outage = Outage(round(lot.uniform(1.0, 45.0), 1), round(seconds, 1))
        told = replace(told, outages=(outage,))
    return _astray(lot, told) if lot.random() < ASTRAY else told


def _streaming(seed: int, told: Story) -> Story:
    """Whether the agent streams, and what goes wrong then; by a lot of its own, as the visits."""
    lot = Random(f"stream/{seed}")  # noqa: S311 - it has to be repeatable
    if lot.random() >= STREAMED:
        return told
    faults = tuple(
        Fault("agent", lot.randint(1, 8), lot.choice(STREAM_FAULTS))
        for _ in range(lot.choice((0, 0, 1, 2)))
    )
    return replace(told, streamed=True, faults=(*told.faults, *faults))


def _append_fault(lot: Random) -> Fault:
    number, how = lot.choice((1, 1, 2, 3)), lot.choice(APPEND_FAULTS)
    return Fault(lot.choice(APPENDS), number, how, round(lot.uniform(0.2, 6.0), 1))


def _astray(lot: Random, told: Story) -> Story:
    """The phones ring late, after a hang-up or the end of the ring time."""
    late = Fault("ring", 1, "take_late", round(lot.uniform(0.5, 60.0), 1))
    dropped = tuple(Fault("leg_report", n, "drop") for n in (1, 2, 3, 4) if lot.random() < 0.6)
    hang_up = round(lot.uniform(5.0, 45.0), 1) if lot.random() < 0.7 else told.hang_up
    steps = (Step(say=PERSON, after=1.0), Step(say=YES, after=4.0))
    return replace(told, steps=steps, faults=(late, *dropped), hang_up=hang_up)


def _skew(seed: int) -> float:
    """By a lot of its own, as the visits."""
    lot = Random(f"skew/{seed}")  # noqa: S311 - it has to be repeatable
    return lot.choice((-90.0, -5.0, 3.0, 40.0, 200.0)) if lot.random() < SKEWED else 0.0


def _talk(lot: Random, step: Step) -> Step:
    """How the words of ``step`` come: whether they interrupt, and what is known of them."""
    aim = round(lot.uniform(-2.5, 1.5), 2) if lot.random() < 0.3 else None
    if aim is not None or (step.early is None and lot.random() < 0.25):
        step = replace(step, early=lot.choice((None, round(lot.uniform(0.0, 0.6), 2))))
    interrupts = aim is not None or lot.random() < 0.15
    partial = None
    if step.say and lot.random() < (0.3 if interrupts else 0.05):
        partial = round(lot.uniform(0.1, 2.0), 2)
    return replace(
        step,
        aim=aim,
        partial=partial,
        final=partial is None or lot.random() < 0.8,
        cancel=round(lot.choice((0.0, 0.1, 2.0)) * lot.random(), 2) if lot.random() < 0.1 else None,
        waits=not interrupts,
        tool=lot.choice(("send_sms_1", "transfer_call_2")) if lot.random() < 0.03 else "",
    )


def _steps(lot: Random) -> Iterator[Step]:
    for words in lot.choice(PLOTS):
        if lot.random() < 0.15:
            yield _step(lot, lot.choice(SAYINGS))
        yield _step(lot, words)
    for _ in range(lot.choice((0, 0, 1, 3))):
        yield _step(lot, lot.choice(SAYINGS))


def _step(lot: Random, words: str) -> Step:
    after = round(lot.choice((0.1, 1.0, 1.0, 2.5, 5.0, 25.0)) * lot.uniform(0.5, 1.5), 2)
    if lot.random() < 0.1:
        return Step(press=lot.choice("123"), after=after)
    early = round(lot.uniform(0.5, 6), 2) if lot.random() < 0.15 else None
    return Step(say=words, after=after, early=early)


def _phone(lot: Random) -> tuple[Does, float]:
    does: Does = lot.choice(("answer", "answer", "ignore", "reject", "busy", "fail"))
    # Some answer at once, or just when the other phones are being released.
    return does, lot.choice((0.0, 3.0, 3.0, 29.7, 29.9, round(lot.uniform(0, 35), 1)))


def _fault(lot: Random, faults: Mapping[str, Sequence[str]] = FAULTS, latest: int = 0) -> Fault:
    """A fault of one of the first requests; of any of the first ``latest``, if that is given."""
    what = lot.choice(tuple(faults))
    how = lot.choice(faults[what])
    number = lot.randint(1, latest) if latest else lot.choice((1, 1, 1, 2, 3))
    return Fault(what, number, how, round(lot.uniform(0.5, 60), 1))


def _kill(lot: Random) -> Kill:
    return Kill(lot.randint(0, 1), round(lot.uniform(0.5, 25), 2))
