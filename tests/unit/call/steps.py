"""What may happen on a call, as the tests say it. Each is a step of a :class:`CallStory`."""

from datetime import timedelta
from typing import Any, Literal

from hookflash.domain.call import commands as c
from hookflash.domain.call.conversation import Question
from hookflash.domain.call.effects import ReleasePhone, open_effects
from hookflash.domain.call.events.transfers import Unavailability
from hookflash.domain.event import Actor
from hookflash.domain.job.action import SavedAction, TransferCall
from hookflash.domain.policy.texting import TextingFacts
from tests.cast import ACTIONS, CALL, CALLER, NUMBER, TO_INBOX, facts, routing
from tests.unit.call.harness import CallStory, Step

SmsReport = Literal["accepted", "sent", "delivered", "undelivered", "failed"]
LegReport = Literal["ringing", "answered", "unavailable", "stopped"]
Outcome = Literal["accepted", "refused", "unknown", "postponed"]


def step(kind: type[c.Command], **fields: Any) -> Step:
    """A command of ``kind``; a field given as a function is asked of the story."""

    def make(story: CallStory) -> c.Command:
        known = {n: f(story) if callable(f) else f for n, f in fields.items()}
        return kind.model_validate({"id": story.command_id(), "at": story.now, **known})

    return make


def comes_in(
    contact: str | None = CALLER,
    *,
    actions: tuple[SavedAction, ...] = ACTIONS,
    test: bool = False,
    language: str = "en",
) -> Step:
    """A call comes in."""
    return step(
        c.ReceiveCall,
        call_id=CALL,
        provider_call_id="CA1",
        contact=contact,
        number=NUMBER,
        test=test,
        agent_name="Sona",
        greeting="Thanks for calling.",
        voicemail_greeting="Please leave a message.",
        actions=actions,
        jobs=(("Booking", 1),),
        language=language,
    )


def agent_answers() -> Step:
    """The agent picks up."""
    return step(c.AnswerCall, agent="Scripted agent (no AI model)")


def caller_says(text: str, *, seconds_ago: float | None = None, gone: bool = False) -> Step:
    """The caller speaks, having begun ``seconds_ago``; ``gone``: the destination is not there."""
    began = None if seconds_ago is None else timedelta(seconds=seconds_ago)
    return step(
        c.HearCaller,
        text=text,
        began_at=lambda story: story.now - began if began is not None else None,
        routing=lambda story: None if gone else answer_routing(story),
    )


def caller_presses(digits: str) -> Step:
    """The caller presses keys."""
    return step(c.PressDigits, digits=digits, routing=answer_routing)


def answer_routing(story: CallStory, *undisturbed: str) -> c.Routing | None:
    """Where the transfer leads that the caller is being asked about."""
    transfer = story.call.current
    if transfer is None or story.call.state != "confirm_transfer":
        return None
    return routing(transfer.destination, undisturbed=undisturbed)


def caller_agrees_while(*undisturbed: str) -> Step:
    """The caller says yes while the named members do not want to be disturbed."""
    return step(
        c.HearCaller, text="Yes please", routing=lambda story: answer_routing(story, *undisturbed)
    )


def agent_says(text: str, asks: str = "", about: str = "") -> Step:
    """The agent speaks; a question may be about the last text."""

    def question(story: CallStory) -> Question | None:
        key = about or (text_key(story) if asks.startswith("sms") else "")
        return Question.model_validate({"kind": asks, "about": key}) if asks else None

    return step(c.Speak, text=text, asks=question)


def agent_uses(
    tool: str,
    *,
    texting: TextingFacts | None = None,
    gone: bool = False,
    **arguments: object,
) -> Step:
    """The agent uses a tool; ``gone``: the transfer's destination is not there any more."""

    def leads_to(story: CallStory) -> c.Routing | None:
        saved = story.call.actions.get(tool)
        action = saved.action if saved else None
        if gone or not isinstance(action, TransferCall):
            return None
        return routing(action.destination)

    return step(
        c.CallTool,
        tool=tool,
        arguments=arguments,
        tool_call_id=lambda story: f"model-{len(story.asked)}",
        texting=texting or facts(),
        routing=leads_to,
    )


def silence(asks: int = 1) -> Step:
    """The caller has said nothing for too long after question number ``asks``."""
    return step(c.LapseConfirmation, effect_key=transfer_key, asks=asks)


def text_key(story: CallStory) -> str:
    """The last text that was let through, or the last at all."""
    texts = story.call.texts.values()
    return [t.effect_key for t in sorted(texts, key=lambda t: t.status != "refused")][-1]


def transfer_key(story: CallStory) -> str:
    """The transfer that was asked for last."""
    return list(story.call.transfers)[-1]


def voicemail_key(story: CallStory) -> str:
    """The voicemail."""
    assert story.call.voicemail is not None
    return story.call.voicemail.effect_key


def text_is_attempted(attempt: int = 1, *, idempotent: bool = False) -> Step:
    """A worker is about to send the text."""
    return step(c.Attempt, effect_key=text_key, attempt=attempt, idempotent=idempotent)


def text_answer(outcome: Outcome, attempt: int = 1, **said: Any) -> Step:
    """The provider answers the request to send the text."""
    return step(c.RecordOutcome, effect_key=text_key, attempt=attempt, outcome=outcome, **said)


def text_report(status: SmsReport, **said: Any) -> Step:
    """The provider reports on the text."""
    return step(c.ReportSms, effect_key=text_key, status=status, **said)


def text_is_not_found(search: int) -> Step:
    """The provider was asked about the text, and had nothing new."""
    return step(c.RecordSearch, effect_key=text_key, search=search)


def text_is_flagged() -> Step:
    """Nothing more can be found out about the text."""
    return step(c.Flag, effect_key=text_key, reason="no trace at the provider")


def ring_is_attempted(attempt: int = 1, *, idempotent: bool = False) -> Step:
    """A worker is about to have the phones rung."""
    return step(c.Attempt, effect_key=transfer_key, attempt=attempt, idempotent=idempotent)


def ring_answer(outcome: Outcome, attempt: int = 1, **said: Any) -> Step:
    """The provider answers the request to ring."""
    return step(c.RecordOutcome, effect_key=transfer_key, attempt=attempt, outcome=outcome, **said)


def phone(who: str, status: LegReport, reason: Unavailability = "failed", code: str = "") -> Step:
    """The provider reports on one person's phone."""

    def leg(story: CallStory) -> str:
        legs = [leg.leg for t in story.call.transfers.values() for leg in t.legs.values()]
        return next((leg.leg for leg in legs if leg.who == who), f"no-leg-of-{who}")

    return step(c.ReportLeg, leg=leg, status=status, reason=reason, code=code)


def releases(story: CallStory) -> list[str]:
    """Whose phones are to be let go."""
    effects = open_effects(story.call)
    return [effect.leg.who for effect in effects if isinstance(effect, ReleasePhone)]


def ring_times_out() -> Step:
    """The phones have rung long enough."""
    return step(c.TimeOutRing, effect_key=transfer_key)


def voicemail_is_attempted(attempt: int = 1) -> Step:
    """A worker is about to have the voicemail played."""
    return step(c.Attempt, effect_key=voicemail_key, attempt=attempt)


def voicemail_answer(outcome: Outcome, attempt: int = 1, **said: Any) -> Step:
    """The provider answers the request to play the voicemail."""
    answer = {"attempt": attempt, "outcome": outcome, **said}
    return step(c.RecordOutcome, effect_key=voicemail_key, **answer)


def message_is_recorded(recording: str = "https://example.com/recording") -> Step:
    """The provider has a recording."""
    return step(c.ReportVoicemail, effect_key=voicemail_key, recording=recording, seconds=7.5)


def message_is_too_long() -> Step:
    """The message has reached its longest."""
    return step(c.StopVoicemail, effect_key=voicemail_key)


def call_ends(by: Actor = Actor.CALLER) -> Step:
    """The call is over."""
    return step(c.EndCall, reason="hung up", by=by)


RINGING = (comes_in(),)
CONVERSING = (*RINGING, agent_answers())
TEXTED = (*CONVERSING, agent_uses("send_sms_1"))
ASKED = (*CONVERSING, caller_says("Can I talk to somebody?"), agent_uses(TO_INBOX))
AGREED = (*ASKED, caller_says("Yes please"))
RUNG = (*AGREED, ring_is_attempted(), ring_answer("accepted"))
CONNECTED = (*RUNG, phone("On Call", "answered"))
UNANSWERED = (*RUNG, ring_times_out())
PLAYING = (*UNANSWERED, voicemail_is_attempted(), voicemail_answer("accepted"))
ENDED = (*CONVERSING, call_ends())


def asked_for(tool: str) -> tuple[Step, ...]:
    """The caller is asked about the transfer of ``tool``."""
    return (*CONVERSING, agent_uses(tool))


def rung_for(tool: str) -> tuple[Step, ...]:
    """The caller agreed to the transfer of ``tool``, and its phones ring."""
    return (*asked_for(tool), caller_says("Yes please"), ring_is_attempted())
