"""Everything that can happen on a call, as single moves for property tests."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

from hypothesis import strategies as st

from hookflash.domain.call import commands as c
from hookflash.domain.call.call import Text, Transfer
from hookflash.domain.call.conversation import CallState, Question
from hookflash.domain.inbox.marking import Mark
from tests.contract.projections.world import (
    ALLOWED,
    AWAY,
    CALLER,
    FRONT_DESK,
    SMS,
    TO_INBOX,
    TO_MEMBER,
    TO_NUMBER,
    Line,
    World,
    routing,
)

MARKS: tuple[Mark, ...] = ("done", "open", "read", "unread")
Act = Callable[[Line, int], object]
ACTS: list[Act] = []
WORDS = (
    "Sure, go ahead",
    "No thanks",
    "What do you mean?",
    "Could you text me the link?",
    "Yes, got it",
    "It didn't come",
)


def act(do: Act) -> Act:
    """Register a function as a possible move."""
    ACTS.append(do)
    return do


@act
def answer(line: Line, _: int) -> None:
    """The agent picks up."""
    line.tell(c.AnswerCall, agent="Scripted agent (no AI model)")


@act
def say(line: Line, n: int) -> None:
    """The caller says something."""
    line.say(WORDS[n % len(WORDS)], routing=_routing(line, n))


@act
def agree(line: Line, n: int) -> None:
    """The caller says yes."""
    line.say(WORDS[0], routing=_routing(line, n))


@act
def press(line: Line, n: int) -> None:
    """The caller presses a key."""
    line.tell(c.PressDigits, digits="1259"[n % 4], routing=_routing(line, n))


@act
def speak(line: Line, n: int) -> None:
    """The agent says something, or asks whether the text arrived."""
    text = next(reversed(line.call.texts), None)
    asks = Question(kind="sms_arrived", about=text) if text and n % 2 else None
    line.tell(c.Speak, text="Did it arrive?" if asks else "One moment.", asks=asks)


@act
def host_speaks(line: Line, n: int) -> None:
    """The host reports what its agent said: just now, late or cut off."""
    said = ("Did it arrive?", "We are open from nine to five.", "Shall I send it again?")[n % 3]
    began_at = line.events[-1].at - timedelta(seconds=n % 5) if n % 2 and line.events else None
    heard = (None, len(said), 5, 0)[n % 4]
    line.tell(c.ReportAgentWords, text=said, began_at=began_at, heard_chars=heard)


@act
def send(line: Line, n: int) -> None:
    """The agent sends the text, which may be refused."""
    facts = ({}, {}, {"opted_out": True}, {"registration": "pending"})[n % 4]
    texting = ALLOWED.model_copy(update=facts)
    line.tell(c.CallTool, tool=SMS, tool_call_id=f"t{n}", texting=texting)


@act
def propose(line: Line, n: int) -> None:
    """The agent proposes a transfer, whose destination may be gone."""
    tool = (TO_INBOX, TO_INBOX, TO_MEMBER, TO_NUMBER)[n % 4]
    line.tell(
        c.CallTool, tool=tool, tool_call_id=f"t{n}", routing=None if n == 9 else routing(tool)
    )


@act
def misuse(line: Line, n: int) -> None:
    """The agent makes an invalid tool call."""
    tool, arguments = ("dial", {}) if n % 2 else (SMS, {"to": "+1"})
    line.tell(c.CallTool, tool=tool, tool_call_id="t", arguments=arguments)


@act
def lapse(line: Line, n: int) -> None:
    """The caller stays silent."""
    if transfer := line.call.current:
        line.tell(c.LapseConfirmation, effect_key=transfer.effect_key, asks=1 + n % 2)


@act
def attempt(line: Line, n: int) -> None:
    """A worker is about to ask a provider."""
    for key, attempts in _actions(line, n):
        line.tell(c.Attempt, effect_key=key, attempt=attempts + 1, idempotent=n == 9)


@act
def outcome(line: Line, n: int) -> None:
    """A provider answers."""
    outcomes = ("accepted", "accepted", "refused", "unknown", "postponed")
    for key, attempts in _actions(line, n):
        line.tell(
            c.RecordOutcome,
            effect_key=key,
            attempt=attempts,
            outcome=outcomes[n % 5],
            provider_id="SM1",
            code="30006" if n % 5 == 2 else "",
            reason="a reason",
            seconds=2.0,
        )


@act
def search(line: Line, n: int) -> None:
    """A provider is asked about an action, and has no record."""
    for key, _ in _actions(line, n):
        action = line.call.texts.get(key) or line.call.transfers.get(key)
        line.tell(c.RecordSearch, effect_key=key, search=action.searches + 1 if action else 1)


@act
def flag(line: Line, n: int) -> None:
    """An action is flagged for a person to check."""
    for key, _ in _actions(line, n):
        line.tell(c.Flag, effect_key=key, reason="no trace at the provider")


@act
def receipt(line: Line, n: int) -> None:
    """A provider reports about a text, in any order."""
    statuses = ("sent", "delivered", "undelivered", "failed", "accepted")
    for key in list(line.call.texts)[n % 2 : n % 2 + 1]:
        line.tell(c.ReportSms, effect_key=key, status=statuses[n % 5], code="30003")


@act
def phone(line: Line, n: int) -> None:
    """A provider reports about a phone, in any order."""
    statuses = ("ringing", "answered", "unavailable", "stopped")
    legs = [leg for transfer in line.call.transfers.values() for leg in transfer.legs]
    for leg in legs[n % 3 : n % 3 + 1]:
        line.tell(c.ReportLeg, leg=leg, status=statuses[n % 4], reason="busy")


@act
def connect(line: Line, n: int) -> None:
    """A carrier asks about a phone, has connected it, or has let it go."""
    legs = [leg for transfer in line.call.transfers.values() for leg in transfer.legs]
    for leg in legs[n % 2 : n % 2 + 1]:
        if n % 3 == 0:
            line.tell(c.ReportLeg, leg=leg, status="answered", asked=True)
        else:
            line.tell(c.ReportBridged if n % 3 == 1 else c.LetGo, leg=leg)


@act
def ring_out(line: Line, _: int) -> None:
    """The ring timeout fires."""
    if transfer := line.call.current:
        line.tell(c.TimeOutRing, effect_key=transfer.effect_key)


@act
def record(line: Line, n: int) -> None:
    """A voicemail was recorded, or reached its maximum length."""
    if voicemail := line.call.voicemail:
        key = voicemail.effect_key
        if n % 3 == 0:
            line.tell(c.StopVoicemail, effect_key=key)
        elif n % 3 == 1:
            line.tell(c.ReportTranscript, effect_key=key, transcript="Monday")
        else:
            said: dict[str, Any] = {
                "recording": "r",
                "seconds": 2.5,
                "transcript": "Hm",
                "keep": n % 2 == 0,
            }
            line.tell(c.ReportVoicemail, effect_key=key, **said)


@act
def keep(line: Line, n: int) -> None:
    """A worker fetches the recording, or fails to; a kept one may expire."""
    recording = line.call.voicemail.recording if line.call.voicemail else None
    if line.call.voicemail is None or recording is None:
        return
    key = line.call.voicemail.effect_key
    if n % 5 == 0:
        line.tell(c.AttemptRecording, effect_key=key, attempt=recording.attempts + 1)
    elif n % 5 == 1:
        tried = recording.attempts
        line.tell(c.PostponeRecording, effect_key=key, attempt=tried, reason="HTTP 404")
    elif n % 5 == 2:
        line.tell(c.LoseRecording, effect_key=key, reason="HTTP 410")
    elif n % 5 == 3:
        sound: dict[str, Any] = {"content_type": "audio/wav", "size": 3, "sha256": "ba7816bf"}
        line.tell(c.KeepRecording, effect_key=key, **sound)
    else:
        line.tell(c.ExpireRecording, effect_key=key)


@act
def end(line: Line, _: int) -> None:
    """The caller hangs up."""
    line.end()


@act
def look_up(line: Line, n: int) -> None:
    """The provider is asked about the call, and still has it."""
    line.tell(c.RecordLive, after=400 * (n % 2))


@act
def mark(line: Line, n: int) -> None:
    """A person marks the call's thread."""
    line.world.mark(MARKS[n % 4], line.call.contact)


@act
def write(line: Line, n: int) -> None:
    """A person names the caller, or writes a note about them, unless their number is withheld."""
    if line.call.contact is None:
        return
    if n % 2:
        line.world.name(("", "Jane", "Max")[n % 3], line.call.contact)
    else:
        line.world.note(WORDS[n % len(WORDS)], line.call.contact)


def _routing(line: Line, n: int) -> c.Routing | None:
    transfer = line.call.current
    if transfer is None or n == 8:
        return None
    some = {6: (AWAY,), 7: (AWAY, FRONT_DESK)}
    return routing(transfer.tool, *some.get(n, ()))


def _actions(line: Line, n: int) -> list[tuple[str, int]]:
    """One action of the call, more likely the newest."""
    call = line.call
    actions: tuple[Text | Transfer, ...] = (*call.texts.values(), *call.transfers.values())
    found = [(action.effect_key, action.attempts) for action in actions]
    if call.voicemail is not None:
        found.append((call.voicemail.effect_key, call.voicemail.attempts))
    return found[-1 - n % 2 :][:1]


FITTING: dict[CallState, tuple[Act, ...]] = {
    "ringing": (answer,) * 9,
    "conversing": (send, propose, attempt, outcome, receipt, say, speak, search, press) * 2,
    "confirm_transfer": (agree, agree, agree, agree, press, lapse, say, end),
    "transferring": (attempt, attempt, outcome, outcome, phone, phone, connect, ring_out, search),
    "dropped": (phone, connect, receipt, end),
    "voicemail_fallback": (attempt, outcome, record, connect, record, end, outcome, attempt),
    "ended": (outcome, receipt, phone, search, flag, record, keep),
}
"""What is likely in each state; anything else may happen too."""


class Move(NamedTuple):
    """One move on one of the calls, some seconds later, or earlier if the wall clock jumps."""

    line: int
    act: int
    n: int
    after: float


_move = st.builds(
    Move,
    st.sampled_from([0, 0, 0, 1, 2]),
    st.integers(0, 99),
    st.integers(0, 9),
    st.sampled_from([1, 0, 7, 31, -3]),
)
moves = st.lists(_move, max_size=15) | st.lists(_move, min_size=30, max_size=70)


class Stage:
    """Three calls, one a test call and one with a withheld number, on which moves are made."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.lines: dict[int, Line] = {}

    def make(self, move: Move) -> None:
        """Make one move."""
        line = self.lines.get(move.line)
        if line is None:
            contact = None if move.line == 1 else CALLER
            line = self.lines[move.line] = self.world.receive(contact, test=move.line == 2)
        self.world.next(move.after)
        acts = (*FITTING[line.call.state] * 2, *ACTS)
        acts[move.act % len(acts)](line, move.n)
