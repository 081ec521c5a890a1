"""What is counted of a day's limits: laws for any calls, interleaved in any order."""

from datetime import timedelta
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st

from hookflash.domain.call import commands as c
from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call
from hookflash.domain.call.decide import decide
from hookflash.domain.call.errors import TooManyRefusals
from hookflash.domain.call.evolve import evolve
from hookflash.domain.event import Actor
from hookflash.domain.policy.limits import ProposalLimits, TextLimits
from hookflash.domain.workspace.usage import Usage, count, counts
from hookflash.domain.workspace.usage import evolve as evolve_usage
from tests.cast import ACTIONS, CALLER, EXTERNAL, NOON, NUMBER, TEXT, TO_OUTSIDE, facts, routing

DAY: Final = "2026-03-02"
CALLERS: Final = (CALLER, "+14155550177")
PER_CALL, PER_CONTACT, PER_DAY, OUTSIDE_PER_DAY = 3, 4, 6, 3
STEPS: Final = ("text", "outside", "yes", "no", "lapse", "end")


class Office:
    """Some calls of one workspace on one day, and what is counted."""

    def __init__(self, *, test: bool = False) -> None:
        self.usage = Usage("harbor-dental", DAY)
        self.calls = [self._call(n, test=test) for n in range(4)]
        self.requested: list[e.SmsRequested] = []
        self.outside: dict[str, str] = {}
        """The outside transfers by effect key, each with how it stands."""
        self._number = 0

    def _call(self, number: int, *, test: bool) -> Call:
        call = Call(f"harbor-dental.call.{number:016}")
        received = c.ReceiveCall(
            id="received",
            at=NOON,
            call_id=call.call_id,
            provider_call_id=f"CA{number}",
            contact=CALLERS[number % 2],
            number=NUMBER,
            test=test,
            agent_name="Sona",
            greeting="Hello.",
            voicemail_greeting="",
            actions=ACTIONS,
            jobs=(),
        )
        for command in (received, c.AnswerCall(id="answer", at=NOON, agent="agent")):
            for event in decide(call, command):
                evolve(call, event)
        return call

    def take(self, number: int, step: str) -> None:
        """Take a step on a call, and count it."""
        call = self.calls[number]
        self._number += 1
        command = self._command(call, step)
        if command is None:
            return
        try:
            events = decide(call, command)
        except TooManyRefusals:
            return
        for found in counts(call, events):
            self.usage = evolve_usage(self.usage, count(self.usage, found, events[0]))
        for event in events:
            evolve(call, event)
            self._note(event)

    def _command(self, call: Call, step: str) -> c.Command | None:
        known = {"id": f"command/{self._number}", "at": NOON + timedelta(seconds=self._number)}
        key = call.current.effect_key if call.current else ""
        match step:
            case "text":
                return self._text(call)
            case "outside":
                limit = ProposalLimits(
                    per_call=3,
                    external_per_day=OUTSIDE_PER_DAY,
                    day=DAY,
                    external=self.usage.external,
                )
                there = routing(EXTERNAL)
                return c.CallTool(
                    **known, tool=TO_OUTSIDE, tool_call_id="1", limits=limit, routing=there
                )
            case "yes" | "no" if call.state == "confirm_transfer" and call.current is not None:
                self._hear_question(call)
                words = "Yes, please" if step == "yes" else "No, thanks"
                return c.HearCaller(**known, text=words, routing=routing(EXTERNAL))
            case "lapse" if call.current is not None:
                return c.LapseConfirmation(**known, effect_key=key, asks=call.current.asks)
            case "end":
                return c.EndCall(**known, reason="caller_hung_up", by=Actor.CALLER)
        return None

    def _text(self, call: Call) -> c.Command:
        """The caller asks for a text, and the agent uses the tool."""
        limits = TextLimits(
            regions=("US",),
            per_call=PER_CALL,
            per_contact=PER_CONTACT,
            per_day=PER_DAY,
            day=DAY,
            to_contact=self.usage.to(call.contact),
            in_workspace=self.usage.texts,
        )
        texting = facts().model_copy(update={"limits": limits})
        words = "Could you text me the link?"
        for event in decide(call, c.HearCaller(id=f"hear/{self._number}", at=NOON, text=words)):
            evolve(call, event)
        known = f"tool/{self._number}"
        return c.CallTool(id=known, at=NOON, tool=TEXT, tool_call_id="1", texting=texting)

    def _hear_question(self, call: Call) -> None:
        """The caller hears the open question in full."""
        question = call.current.question if call.current else None
        if question is None or question.heard_at is not None:
            return
        spoken = c.ReportSpeech(
            id=f"spoken/{self._number}",
            at=NOON,
            speech_id=question.speech_id,
            began_at=NOON,
            ended_at=NOON,
            heard_chars=question.characters,
        )
        for event in decide(call, spoken):
            evolve(call, event)

    def _note(self, event: e.CallEvent) -> None:
        match event:
            case e.SmsRequested():
                self.requested.append(event)
            case e.TransferProposed():
                self.outside[event.effect_key] = "asked"
            case e.TransferConfirmed():
                self.outside[event.effect_key] = "confirmed"
            case e.TransferDeclined() | e.TransferLapsed():
                self.outside[event.effect_key] = "off"
            case e.TransferAbandoned(stage="asked"):
                self.outside[event.effect_key] = "off"


stories = st.lists(st.tuples(st.integers(0, 3), st.sampled_from(STEPS)), max_size=60)


@settings(max_examples=200)
@given(stories)
def test_what_is_counted_is_what_was_done_and_never_exceeds_a_limit(
    story: list[tuple[int, str]],
) -> None:
    """Texts by contact and in all; outside transfers that are asked about or took place."""
    office = Office()
    for step in story:
        office.take(*step)
        usage = office.usage
        assert usage.texts == len(office.requested) <= PER_DAY
        for caller in CALLERS:
            sent = sum(text.recipient == caller for text in office.requested)
            assert usage.to(caller) == sent <= PER_CONTACT
        counted = [state for state in office.outside.values() if state != "off"]
        assert 0 <= usage.external == len(counted) <= OUTSIDE_PER_DAY
    assert all(call.texts_requested <= PER_CALL for call in office.calls)


@given(stories)
def test_test_calls_count_nothing(story: list[tuple[int, str]]) -> None:
    """They change no real count, whatever happens on them."""
    office = Office(test=True)
    for step in story:
        office.take(*step)
    assert office.usage == Usage("harbor-dental", DAY)
