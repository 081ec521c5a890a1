"""Valid histories: calls driven through ``decide`` by the moves of a test."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from hookflash.domain.call import commands as c
from hookflash.domain.call.call import Call
from hookflash.domain.call.decide import decide
from hookflash.domain.call.events import CallEvent, Mailbox
from hookflash.domain.call.evolve import evolve
from hookflash.domain.call.identity import call_id
from hookflash.domain.contacts.events import CardEvent
from hookflash.domain.contacts.writing import NameContact, RemoveNote, WriteNote, write
from hookflash.domain.inbox.events import ThreadEvent
from hookflash.domain.inbox.marking import Mark, MarkThread, mark
from hookflash.domain.inbox.thread import thread_id
from hookflash.domain.job.action import Destination, SavedAction, SendSms, TransferCall
from hookflash.domain.policy.texting import TextingFacts
from tests.contract.projections.memory_log import MemoryLog

NUMBER = "+14155550100"
CALLER = "+14155550199"
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LINK = "https://example.com/book"

SMS = "send_sms_1"
TO_INBOX = "transfer_call_2"
TO_MEMBER = "transfer_call_3"
TO_NUMBER = "transfer_call_4"
ACTIONS = (
    SavedAction(tool=SMS, job="Booking", version=1, action=SendSms(body=LINK)),
    *(
        SavedAction(
            tool=tool, job="People", version=2, action=TransferCall(destination=destination)
        )
        for tool, destination in (
            (TO_INBOX, Destination(kind="inbox", name="Scheduling")),
            (TO_MEMBER, Destination(kind="member", name="Front Desk")),
            (TO_NUMBER, Destination(kind="external", name="+14155550123")),
        )
    ),
)
FRONT_DESK = c.Recipient(name="Front Desk", phone="+14155550101")
ON_CALL = c.Recipient(name="On Call", phone="+14155550102")
AWAY = c.Recipient(name="Away", phone="+14155550103", do_not_disturb=True)
ALLOWED = TextingFacts(registration="approved", number_kind="local", opted_out=False)


def routing(tool: str, *recipients: c.Recipient) -> c.Routing:
    """Where a transfer by ``tool`` leads; by default to the destination in its name."""
    members = {
        TO_INBOX: (FRONT_DESK, ON_CALL),
        TO_MEMBER: (FRONT_DESK,),
        TO_NUMBER: (c.Recipient(name="+14155550123", phone="+14155550123"),),
    }
    return c.Routing(
        recipients=recipients or members[tool],
        ring_seconds=30,
        mailbox=Mailbox(owner="Scheduling", greeting="Leave a message."),
    )


class Line:
    """One call in progress: every method sends the call a command, a second after the last.

    The caller hears at once, and in full, whatever the agent says.
    """

    def __init__(self, world: "World", call: Call) -> None:
        self.world = world
        self.call = call
        self.events: list[CallEvent] = []
        self.hears = True
        """Whether it is reported at once that the caller heard what was said."""

    @property
    def call_id(self) -> str:
        """The call's id."""
        return self.call.call_id

    def tell(self, command: Callable[..., c.Command], after: float = 1, **data: Any) -> list[str]:
        """Send a command after ``after`` seconds; returns the types of the resulting events."""
        known, at = self.world.next(after)
        events = self._decide(command(id=data.pop("id", known), at=at, **data))
        for said, speech in list(self.call.speeches.items() if self.hears else ()):
            self._decide(
                c.ReportSpeech(
                    id=f"heard/{said}",
                    at=at,
                    speech_id=said,
                    began_at=at,
                    ended_at=at,
                    heard_chars=len(speech.text),
                )
            )
        return [event.type for event in events]

    def _decide(self, command: c.Command) -> tuple[CallEvent, ...]:
        events = decide(self.call, command)
        for event in events:
            evolve(self.call, event)
        self.events += events
        self.world.log.append(events)
        return events

    def text(self) -> str:
        """The key of the newest text."""
        return next(reversed(self.call.texts))

    def transfer(self) -> str:
        """The key of the newest transfer."""
        return next(reversed(self.call.transfers))

    def leg(self, who: str) -> str:
        """The leg of a ringing phone, by its owner."""
        legs = self.call.transfers[self.transfer()].legs.values()
        return next(leg.leg.leg for leg in legs if leg.leg.who == who)

    def say(self, text: str, **data: Any) -> list[str]:
        """The caller says something."""
        return self.tell(c.HearCaller, text=text, **data)

    def send(self, *outcomes: str, **facts: Any) -> None:
        """The agent sends the text; the provider accepts it and reports ``outcomes``."""
        allowed = ALLOWED.model_copy(update=facts)
        self.tell(c.CallTool, tool=SMS, tool_call_id="t", texting=allowed)
        if outcomes:
            key = self.text()
            self.tell(c.Attempt, effect_key=key, attempt=1)
            self.tell(
                c.RecordOutcome, effect_key=key, attempt=1, outcome="accepted", provider_id="SM1"
            )
        for status in outcomes[1:]:
            self.tell(c.ReportSms, effect_key=key, status=status)

    def propose(self, tool: str = TO_INBOX) -> None:
        """The agent proposes the transfer."""
        self.tell(c.CallTool, tool=tool, tool_call_id="t", routing=routing(tool))

    def ring(self, tool: str = TO_INBOX, *recipients: c.Recipient) -> None:
        """The agent asks, the caller agrees, the provider accepts the request to ring."""
        self.propose(tool)
        self.say("Sure, go ahead", routing=routing(tool, *recipients))
        self.tell(c.Attempt, effect_key=self.transfer(), attempt=1)
        self.tell(c.RecordOutcome, effect_key=self.transfer(), attempt=1, outcome="accepted")

    def phone(self, who: str, status: str, after: float = 1, **data: Any) -> None:
        """The provider sends a report about a ringing phone."""
        self.tell(c.ReportLeg, after, leg=self.leg(who), status=status, **data)

    def voicemail(self, seconds: float | None = 4.5) -> None:
        """The voicemail plays, and the caller leaves a message of ``seconds``, or none."""
        assert self.call.voicemail is not None
        key = self.call.voicemail.effect_key
        self.tell(c.Attempt, effect_key=key, attempt=1)
        self.tell(c.RecordOutcome, effect_key=key, attempt=1, outcome="accepted")
        if seconds is not None:
            self.tell(
                c.ReportVoicemail,
                effect_key=key,
                recording="rec/1.wav",
                seconds=seconds,
                transcript="Please call me back",
            )

    def end(self, reason: str = "caller_hung_up") -> None:
        """The caller hangs up."""
        self.tell(c.EndCall, reason=reason)


class World:
    """A log and the calls that write to it, on one clock."""

    def __init__(self, log: MemoryLog | None = None) -> None:
        self.log = log or MemoryLog()
        self.now = START
        self.sent = 0
        self.marks: dict[str, list[ThreadEvent]] = {}
        self.cards: dict[str, list[CardEvent]] = {}

    def next(self, after: float) -> tuple[str, datetime]:
        """Advance the clock; returns a fresh id and the time."""
        self.now += timedelta(seconds=after)
        self.sent += 1
        return f"c{self.sent}", self.now

    def receive(
        self,
        contact: str | None = CALLER,
        *,
        workspace: str = "harbor",
        number: str = NUMBER,
        test: bool = False,
        late_text_seconds: float = 0.0,
    ) -> Line:
        """A call comes in and is not answered yet."""
        line = Line(self, Call(call_id(workspace, f"CA{self.sent}")))
        line.tell(
            c.ReceiveCall,
            call_id=line.call_id,
            provider_call_id=f"CA{self.sent}",
            contact=contact,
            number=number,
            test=test,
            agent_name="Sona",
            greeting="Thanks for calling.",
            voicemail_greeting="Leave a message.",
            actions=ACTIONS,
            jobs=(("Booking", 1), ("People", 2)),
            late_text_seconds=late_text_seconds,
        )
        return line

    def answer(self, *args: Any, **kwargs: Any) -> Line:
        """A call comes in, and the agent answers."""
        line = self.receive(*args, **kwargs)
        line.tell(c.AnswerCall, agent="Scripted agent (no AI model)")
        return line

    def name(self, name: str, contact: str = CALLER, workspace: str = "harbor") -> None:
        """A person names ``contact``."""
        self._write(NameContact, contact, workspace, name=name)

    def note(
        self, text: str, contact: str = CALLER, note: int | None = None, workspace: str = "harbor"
    ) -> None:
        """A person writes a note about ``contact``; empty removes the one given."""
        if text:
            self._write(WriteNote, contact, workspace, text=text, note=note)
        else:
            self._write(RemoveNote, contact, workspace, note=note)

    def _write(self, kind: Any, contact: str, workspace: str, **fields: Any) -> None:
        known, at = self.next(1)
        about = {"workspace": workspace, "contact": contact, "author": "k1"}
        history = self.cards.setdefault(f"{workspace}/{contact}", [])
        events = write(history, kind(id=known, at=at, **about, **fields))
        history += events
        self.log.append(events)

    def mark(
        self,
        what: Mark,
        contact: str | None = CALLER,
        workspace: str = "harbor",
        call_id: str = "",
    ) -> None:
        """A person marks the thread of ``contact``; of a withheld one, that of ``call_id``."""
        known, at = self.next(1)
        names = {"workspace": workspace, "contact": contact, "number": NUMBER, "call_id": call_id}
        history = self.marks.setdefault(thread_id(workspace, contact, NUMBER, call_id), [])
        command = MarkThread.model_validate({"id": known, "at": at, "mark": what, **names})
        events = mark(history, command)
        history += events
        self.log.append(events)
