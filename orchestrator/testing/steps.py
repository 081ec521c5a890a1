"""The steps of a call story: what the caller, the agent, the provider and the timers do.

Each function returns a step for :meth:`CallStory.given` or :meth:`CallStory.when`. Steps of the
provider are about the last text, the last transfer or the voicemail of the call.
"""

from collections.abc import Callable, Collection
from datetime import timedelta
from typing import Any, Literal

from hookflash.domain.call import commands as c
from hookflash.domain.call.conversation import Question
from hookflash.domain.call.events.transfers import Unavailability
from hookflash.domain.event import Actor
from hookflash.domain.job.action import TransferCall
from hookflash.domain.policy.texting import TextingFacts
from hookflash.orchestrator.testing.call_story import CallStory, Step

TextReport = Literal["accepted", "sent", "delivered", "undelivered", "failed"]
PhoneReport = Literal["ringing", "answered", "unavailable", "stopped"]
ProviderAnswer = Literal["accepted", "refused", "unknown", "postponed"]


def step(kind: type[c.Command], **fields: Any) -> Step:
    """Give a command of ``kind``; its id and time come from the story.

    A field given as a function is called with the story, when the step is taken.
    """

    def make(story: CallStory) -> c.Command:
        known = {n: f(story) if callable(f) else f for n, f in fields.items()}
        return kind.model_validate({"id": story.next_command_id(), "at": story.now, **known})

    return make


def call_comes_in(**changes: Any) -> Step:
    """A call comes in, as the scene has it; ``changes`` are other values for ``ReceiveCall``."""
    received = {
        "call_id": lambda story: story.scene.call_id,
        "provider_call_id": "CA1",
        "contact": lambda story: story.scene.caller,
        "number": lambda story: story.scene.number,
        "agent_name": "Sona",
        "greeting": "Thanks for calling.",
        "voicemail_greeting": "Please leave a message.",
        "actions": lambda story: story.scene.actions,
        "jobs": _jobs,
    }
    return step(c.ReceiveCall, **(received | changes))


def agent_answers(label: str = "Scripted agent (no AI model)") -> Step:
    """The agent picks up; ``label`` says what kind of agent it is."""
    return step(c.AnswerCall, agent=label)


def caller_says(
    text: str,
    *,
    seconds_ago: float | None = None,
    do_not_disturb: Collection[str] = (),
    gone: bool = False,
) -> Step:
    """The caller says ``text``.

    ``seconds_ago``: when they began to speak; unknown by default.
    ``do_not_disturb``: names of the transfer's recipients who do not want calls now.
    ``gone``: the transfer's destination does not exist any more.
    """
    began = None if seconds_ago is None else timedelta(seconds=seconds_ago)
    return step(
        c.HearCaller,
        text=text,
        began_at=lambda story: None if began is None else story.now - began,
        routing=lambda story: None if gone else _answer_routing(story, do_not_disturb),
    )


def caller_presses(digits: str) -> Step:
    """The caller presses keys."""
    return step(c.PressDigits, digits=digits, routing=_answer_routing)


def agent_says(text: str, asks: str = "", about: str = "") -> Step:
    """The agent says ``text``.

    ``asks``: the kind of question in it (``transfer``, ``sms_arrived``, ``sms_again``, ``other``).
    ``about``: the effect key that the question is about; the last text by default.
    """

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
    """The agent uses a tool, with ``arguments`` (the call rejects any).

    ``texting``: what the workspace knows about texting; the scene's by default.
    ``gone``: the transfer's destination does not exist any more.
    """

    def leads_to(story: CallStory) -> c.Routing | None:
        saved = story.call.actions.get(tool)
        action = saved.action if saved else None
        if gone or not isinstance(action, TransferCall):
            return None
        return story.scene.routing(action.destination)

    return step(
        c.CallTool,
        tool=tool,
        arguments=arguments,
        tool_call_id=lambda story: f"model-{len(story.commands)}",
        texting=lambda story: texting or story.scene.texting,
        routing=leads_to,
    )


def question_lapses(asks: int = 1) -> Step:
    """The caller has been silent for too long after transfer question number ``asks``."""
    return step(c.LapseConfirmation, effect_key=transfer_key, asks=asks)


def text_is_attempted(
    attempt: int = 1, *, idempotent: bool = False, texting: TextingFacts | None = None
) -> Step:
    """A worker is about to send the text.

    ``idempotent``: the carrier promises to send at most one text for this key. ``texting``: what is
    known now about texting the caller, if that was looked up again.
    """
    promise = {"attempt": attempt, "idempotent": idempotent}
    return step(c.Attempt, effect_key=text_key, **promise, texting=texting)


def text_is_late() -> Step:
    """The time is over in which the text may be sent after the call."""
    return step(c.ExpireText, effect_key=text_key)


def text_answer(outcome: ProviderAnswer, attempt: int = 1, **details: Any) -> Step:
    """The carrier answers the request to send the text; ``details`` as in ``RecordOutcome``."""
    return step(c.RecordOutcome, effect_key=text_key, attempt=attempt, outcome=outcome, **details)


def text_report(status: TextReport, **details: Any) -> Step:
    """The carrier reports on the text; ``details`` as in ``ReportSms``."""
    return step(c.ReportSms, effect_key=text_key, status=status, **details)


def text_is_not_found(search: int) -> Step:
    """Search number ``search`` at the carrier has found nothing new about the text."""
    return step(c.RecordSearch, effect_key=text_key, search=search)


def text_is_flagged() -> Step:
    """All searches for the text have failed."""
    return step(c.Flag, effect_key=text_key, reason="no trace at the provider")


def ring_is_attempted(
    attempt: int = 1, *, idempotent: bool = False, screening: bool = False
) -> Step:
    """A worker is about to have the phones of the transfer rung.

    ``screening``: by a carrier that asks before it connects one of them.
    """
    known = {"attempt": attempt, "idempotent": idempotent, "screening": screening}
    return step(c.Attempt, effect_key=transfer_key, **known)


def ring_answer(outcome: ProviderAnswer, attempt: int = 1, **details: Any) -> Step:
    """The platform answers the request to ring; ``details`` as in ``RecordOutcome``."""
    known = {"attempt": attempt, "outcome": outcome, **details}
    return step(c.RecordOutcome, effect_key=transfer_key, **known)


def phone_reports(
    who: str, status: PhoneReport, reason: Unavailability = "failed", code: str = ""
) -> Step:
    """The platform reports on the phone of ``who``.

    ``reason`` and ``code`` (the carrier's) go with ``unavailable``.
    """
    return step(c.ReportLeg, leg=_leg_of(who), status=status, reason=reason, code=code)


def carrier_asks_about(who: str) -> Step:
    """The phone of ``who`` was answered, and the carrier asks whether to connect it."""
    return step(c.ReportLeg, leg=_leg_of(who), status="answered", asked=True)


def carrier_connects(who: str) -> Step:
    """The carrier has connected the phone of ``who`` with the caller."""
    return step(c.ReportBridged, leg=_leg_of(who))


def ring_times_out() -> Step:
    """The phones have rung for as long as the destination allows."""
    return step(c.TimeOutRing, effect_key=transfer_key)


def voicemail_is_attempted(attempt: int = 1) -> Step:
    """A worker is about to have the voicemail played."""
    return step(c.Attempt, effect_key=voicemail_key, attempt=attempt)


def voicemail_answer(outcome: ProviderAnswer, attempt: int = 1, **details: Any) -> Step:
    """The platform answers the request for the voicemail; ``details`` as in ``RecordOutcome``."""
    known = {"attempt": attempt, "outcome": outcome, **details}
    return step(c.RecordOutcome, effect_key=voicemail_key, **known)


def message_is_recorded(
    recording: str = "https://example.com/recording", *, seconds: float = 7.5, keep: bool = False
) -> Step:
    """The platform reports the recorded message; ``keep``: it is to be fetched and stored."""
    said = {"recording": recording, "seconds": seconds, "keep": keep}
    return step(c.ReportVoicemail, effect_key=voicemail_key, **said)


def message_is_transcribed(transcript: str = "Please call me back.") -> Step:
    """The platform reports the transcript of the message."""
    return step(c.ReportTranscript, effect_key=voicemail_key, transcript=transcript)


def message_is_too_long() -> Step:
    """The message has reached its maximum length."""
    return step(c.StopVoicemail, effect_key=voicemail_key)


def call_ends(by: Actor = Actor.CALLER) -> Step:
    """The call ends; ``by`` says who ended it."""
    return step(c.EndCall, reason="hung up", by=by)


def text_key(story: CallStory) -> str:
    """The effect key of the last text that was not refused, else of the last text."""
    texts = sorted(story.call.texts.values(), key=lambda text: text.status != "refused")
    return _last([text.effect_key for text in texts], "text")


def transfer_key(story: CallStory) -> str:
    """The effect key of the last transfer."""
    return _last(list(story.call.transfers), "transfer")


def voicemail_key(story: CallStory) -> str:
    """The effect key of the voicemail."""
    voicemail = story.call.voicemail
    return _last([voicemail.effect_key] if voicemail else [], "voicemail")


def _jobs(story: CallStory) -> tuple[tuple[str, int], ...]:
    return tuple(dict.fromkeys((saved.job, saved.version) for saved in story.scene.actions))


def _leg_of(who: str) -> Callable[[CallStory], str]:
    def leg(story: CallStory) -> str:
        legs = [leg.leg for t in story.call.transfers.values() for leg in t.legs.values()]
        return next((leg.leg for leg in legs if leg.who == who), f"no-leg-of-{who}")

    return leg


def _last(keys: list[str], what: str) -> str:
    if not keys:
        raise AssertionError(f"the story has no {what} that this step could be about")
    return keys[-1]


def _answer_routing(story: CallStory, do_not_disturb: Collection[str] = ()) -> c.Routing | None:
    """Where the transfer leads that the caller is being asked about."""
    transfer = story.call.current
    if transfer is None or story.call.state != "confirm_transfer":
        return None
    routing = story.scene.routing(transfer.destination)
    if routing is None:
        return None
    recipients = tuple(
        one.model_copy(update={"do_not_disturb": one.do_not_disturb or one.name in do_not_disturb})
        for one in routing.recipients
    )
    return routing.model_copy(update={"recipients": recipients})
