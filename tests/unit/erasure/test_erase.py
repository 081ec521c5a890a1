"""Erasing a person's data from events, which still say what happened (fault 36)."""

from types import NoneType
from typing import Any, Literal, get_args, get_origin

from hypothesis import given

from hookflash.domain.call import commands as c
from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call
from hookflash.domain.call.conversation import Question
from hookflash.domain.call.decide import decide
from hookflash.domain.call.evolve import fold
from hookflash.domain.erasure.erase import (
    ERASED,
    IDENTIFYING,
    NAMING,
    READINGS,
    UNLESS_KNOWN,
    WORDS,
    erase_call,
    erase_text,
    erase_thread,
)
from hookflash.domain.event import TOPICS, Actor
from hookflash.domain.inbox import reply_events as r
from hookflash.domain.inbox.events import ThreadDone, text_stream
from hookflash.domain.policy.texting import KnownOptOut
from tests.cast import CALL, CALLER, NOON, NUMBER, facts
from tests.histories import SAYINGS, histories

WHO = "erased-1a2b"
SAID = KnownOptOut(source="words", at=NOON, words="never text Ann again", call=CALL)
REFUSED = KnownOptOut(source="carrier", at=NOON, words="Ann replied STOP", code="21610")

HARMLESS = {
    *("emergency_words", "emergency_jobs", "consent", "text_id"),
    *("agent", "agent_name", "greeting", "voicemail_greeting", "actions", "jobs", "owner"),
    *("language", "carrier", "number", "sender", "destination", "legs", "mailbox", "who"),
    *("report", "facts", "checks", "asks", "contact", "recipient", "speech_id"),
    *("content_type", "began_at", "ended_at", "understanding", "limits", "asked_by"),
}
"""Fields of the workspace and of Hookflash; only the contact's number is replaced."""
DECIDED = {
    *("AgentSilenced.reason", "ToolCallRejected.reason", "SmsRefused.reason"),
    *("SmsRefused.tool", "SmsRequested.tool", "SmsCancelled.reason", "TransferProposed.tool"),
    *("TransferRefused.reason", "TransferRefused.tool", "VoicemailStopped.reason"),
    *("HangUpRequested.reason", "VoicemailDeclined.reason"),
    "CallReceived.drafts",
}
"""Fields that always hold a word of Hookflash or of a job, although they could hold any text."""


def erased(history: list[e.CallEvent]) -> list[e.CallEvent]:
    """The history with its caller erased."""
    return list(erase_call(history, CALLER, WHO))


def erase(event: e.CallEvent, contact: str, pseudonym: str) -> e.CallEvent:
    """One event of a call, with its caller erased."""
    (gone,) = erase_call([event], contact, pseudonym)
    return gone


def shape(call: Call) -> list[Any]:
    """The state of a call without the words spoken."""
    texts = [(t.effect_key, t.effect, t.status, t.attempts, t.arrived) for t in call.texts.values()]
    transfers = [
        (t.effect_key, t.outcome, t.effect, [(leg.leg, leg.status) for leg in t.legs.values()])
        for t in call.transfers.values()
    ]
    lines = [(line.position, line.at, line.by, line.tool in call.actions) for line in call.lines]
    voicemail = call.voicemail and call.voicemail.status
    return [call.state, call.position, call.agent_left, texts, transfers, lines, voicemail]


@given(histories())
def test_what_was_said_and_the_number_are_gone(history: list[e.CallEvent]) -> None:
    """The events contain neither the caller's words nor their number in any notation."""
    written = "\n".join(event.model_dump_json() for event in erased(history))
    personal = [*SAYINGS, "Let me see.", "example.com/r", CALLER.removeprefix("+")]
    assert [found for found in personal if found in written] == []


@given(histories())
def test_the_call_folds_to_what_it_was(history: list[e.CallEvent]) -> None:
    """State, texts, transfers, phones and voicemail are unchanged, so replay and views work."""
    assert shape(fold(CALL, erased(history))) == shape(fold(CALL, history))


@given(histories())
def test_erasing_twice_changes_nothing_more(history: list[e.CallEvent]) -> None:
    """Erasing is idempotent, and the pseudonym stays the same."""
    once = erased(history)
    assert list(erase_call(once, WHO, WHO)) == once


def test_the_free_words_of_a_provider_are_erased() -> None:
    """Carriers quote the number they could not reach, and more. Their code is kept."""
    failed = e.SmsFailed(
        call_id=CALL,
        position=4,
        at=NOON,
        by=Actor.PROVIDER,
        cause="r-1",
        effect_key="k",
        status="failed",
        code="21211",
        reason="'To' number +14155550199 (14155550199) is not valid",
    )
    gone = erase(failed, CALLER, WHO)
    assert isinstance(gone, e.SmsFailed)
    assert (gone.reason, gone.code) == (ERASED, "21211")


def test_ids_that_others_gave_are_erased() -> None:
    """With them, a provider's records lead back to the caller. Decisions stay apart."""
    accepted = e.SmsAccepted(
        call_id=CALL,
        position=5,
        at=NOON,
        by=Actor.PROVIDER,
        cause="http/jane-4155550199/9f1c2d1e",
        effect_key="k",
        provider_id="SM0123456789",
    )
    later = accepted.model_copy(update={"position": 6, "cause": "SM-callback-77"})
    gone = list(erase_call([accepted, later], CALLER, WHO))
    assert [(event.cause, event.model_dump()["provider_id"]) for event in gone] == [
        ("erased-5", ERASED),
        ("erased-6", ERASED),
    ]


def test_what_comes_in_after_the_erasure_is_erased_at_once() -> None:
    """Words, ids, and a recording, which is not fetched any more."""
    call = Call(CALL, position=9, state="ended", contact=WHO)
    (noted,) = decide(call, c.HearCaller(id="host-1", at=NOON, text="It is Jane"))
    assert isinstance(noted, e.LateReportNoted)
    assert (noted.detail, noted.cause) == (ERASED, "erased-10")


def test_the_arguments_of_a_tool_call_are_erased() -> None:
    """A model made them from the conversation; only the fact that there were any is kept."""
    rejected = e.ToolCallRejected(
        call_id=CALL,
        position=4,
        at=NOON,
        by=Actor.AGENT,
        cause="t-1",
        tool="send_sms_1",
        tool_call_id="t-1",
        reason="arguments",
        detail="this tool takes no arguments",
        arguments={"to": CALLER, "name": "Jane"},
    )
    gone = erase(rejected, CALLER, WHO)
    assert isinstance(gone, e.ToolCallRejected)
    assert gone.arguments == {ERASED: ERASED}


def test_the_refusal_of_a_text_keeps_what_was_checked() -> None:
    """An opt-out, for example, is the reason why nothing was sent."""
    refused = e.SmsRefused(
        call_id=CALL,
        position=4,
        at=NOON,
        by=Actor.AGENT,
        cause="t-1",
        effect_key="k",
        tool="send_sms_1",
        tool_call_id="t-1",
        occurrence=1,
        reason="opted_out",
        recipient=CALLER,
        sender=NUMBER,
        body="https://example.com/book",
        facts=facts(opted_out=True).model_copy(update={"opt_outs": (SAID, REFUSED)}),
        checks=(),
    )
    gone = erase(refused, CALLER, WHO)
    assert isinstance(gone, e.SmsRefused)
    assert (gone.recipient, gone.body, gone.sender) == (WHO, ERASED, NUMBER)
    assert gone.facts.opted_out
    assert [(one.source, one.words, one.code) for one in gone.facts.opt_outs] == [
        ("words", ERASED, ""),
        ("carrier", ERASED, "21610"),
    ]


def test_what_the_caller_is_asked_about_does_not_quote_them() -> None:
    """The question whether they want no more texts is about their words."""
    asked = e.AgentSpoke(
        call_id=CALL,
        position=4,
        at=NOON,
        by=Actor.SYSTEM,
        cause="m-1",
        text="Do you want no more texts from us at all?",
        asks=Question(kind="opt_out", about="no more texts, says Ann"),
    )
    gone = erase(asked, CALLER, WHO)
    assert isinstance(gone, e.AgentSpoke)
    assert gone.asks == Question(kind="opt_out", about=ERASED)


def test_our_reply_to_a_text_is_erased_with_it() -> None:
    """It keeps its stream and what became of it."""
    text = text_stream("harbor-dental", "SM1")
    place = {"workspace": "harbor-dental", "text": text, "effect_key": "k", "at": NOON}
    requested = r.ReplyRequested(
        **place,
        position=2,
        by=Actor.SYSTEM,
        cause="SM1",
        kind="opted_out",
        to_keyword=True,
        recipient=CALLER,
        sender=NUMBER,
        body="Harbor Dental: You will get no more texts from us.",
        facts=facts(opted_out=True).model_copy(update={"opt_outs": (SAID,)}),
        checks=(),
    )
    failed = r.ReplyFailed(
        **place,
        position=3,
        by=Actor.PROVIDER,
        cause="SM2",
        status="failed",
        code="21610",
        reason=f"{CALLER} has replied STOP",
    )
    reported = r.ReplyReported(
        **place, position=3, by=Actor.PROVIDER, cause="SM2", status="sent", provider_id="SM3"
    )
    cancelled = r.ReplyCancelled(
        **place, position=3, by=Actor.SYSTEM, cause="cancel/k", reason="carrier_replies"
    )
    gone = [erase_text(one, WHO) for one in (requested, failed, reported, cancelled)]
    written = "\n".join(event.model_dump_json() for event in gone)
    assert [one for one in (CALLER, "SM1", "SM2", "SM3", SAID.words) if one in written] == []
    assert {event.stream for event in gone} == {text}
    assert "carrier_replies" in written
    assert "21610" in written


def test_every_field_of_a_reply_was_judged() -> None:
    """A new field that can hold text must be erased, or listed here as harmless."""
    ours = {"workspace", "text", "body", "facts", "checks", "sender", "recipient"}
    kinds = [kind for kind in TOPICS.values() if issubclass(kind, r.ReplyEvent)]
    assert kinds
    unjudged = {
        f"{kind.__name__}.{name}"
        for kind in kinds
        for name, field in kind.model_fields.items()
        if name not in NAMING | IDENTIFYING | ours | {"cause", "code"}
        and _holds_text(field.annotation)
    }
    assert unjudged == {
        *("ReplyRefused.reason", "ReplyCancelled.reason"),
        *("ReplyPostponed.reason", "ReplyOutcomeUnknown.reason", "ReplyFailed.reason"),
        "ReplyFlagged.reason",
    }


def test_a_thread_moves_to_its_pseudonym() -> None:
    """The number is part of the stream's name."""
    done = ThreadDone(
        position=1,
        at=NOON,
        by=Actor.OPERATOR,
        cause="m-1",
        workspace="harbor-dental",
        contact=CALLER,
        number=NUMBER,
    )
    assert erase_thread(done, WHO).stream == "harbor-dental.thread.erased-1a2b.14155550100"


def _holds_text(annotation: Any) -> bool:
    parts = () if get_origin(annotation) is Literal else get_args(annotation)
    if not parts:
        words = get_origin(annotation) is Literal  # a few known ones
        return not words and annotation not in (int, float, bool, NoneType)
    return any(_holds_text(part) for part in parts)


def test_every_field_of_a_call_was_judged() -> None:
    """A new field that can hold text must be erased, or listed here as harmless."""
    unjudged = {
        f"{kind.__name__}.{name}"
        for kind in TOPICS.values()
        if issubclass(kind, e.CallEvent)
        for name, field in kind.model_fields.items()
        if name not in NAMING | HARMLESS | IDENTIFYING | {"cause", *READINGS}
        and name not in (*WORDS.get(kind, ()), *UNLESS_KNOWN.get(kind, ()))
        and _holds_text(field.annotation)
    }
    assert unjudged == DECIDED


def test_every_kind_of_event_was_judged() -> None:
    """A new kind of stream may hold personal data: erase it, or list it here if it does not.

    Consent is kept on purpose.
    """
    kinds = {topic.partition(".")[0] for topic in TOPICS} - {"test"}
    impersonal = {"workspace", "directory", "access", "erasure"}
    judged = {"call", "card", "inbox", "contact", "quarantine", "carrier", "usage", *impersonal}
    assert kinds <= judged
