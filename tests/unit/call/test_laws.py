"""Laws of every call: they hold for all commands, in any order, late or repeated."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st

from hookflash.domain.call import commands as c
from hookflash.domain.call import events as e
from hookflash.domain.call import repeats
from hookflash.domain.call.call import HAS_CALLER, NOT_TAKEN, Call
from hookflash.domain.call.decide import decide
from hookflash.domain.call.effects import (
    FetchRecording,
    HandOver,
    HangUp,
    ReleasePhone,
    RingPhones,
    StopRecording,
    open_effects,
    ring,
)
from hookflash.domain.call.events import CallEvent
from hookflash.domain.call.events.transfers import Leg
from hookflash.domain.call.evolve import evolve, fold
from hookflash.domain.call.evolving.texts import SMS_RANK
from hookflash.domain.call.hearing import TOLERANCE_SECONDS
from hookflash.domain.call.identity import speech_id
from hookflash.domain.call.seen_ids import SeenIds
from hookflash.domain.call.timers import NOT_FETCHED, Timer, pending_timers
from hookflash.domain.call.transitions import permits
from hookflash.domain.call.view import conversation
from hookflash.domain.event import TOPICS, Actor
from tests.cast import CALL, NOON
from tests.histories import Play, histories, plays

ANSWERS = (e.CallerSpoke, e.DigitsPressed)
BEGINNINGS = (e.SmsRequested, e.SmsAttempted, e.TransferAttempted, e.VoicemailAttempted)
OUTCOMES = (e.TransferConnected, e.TransferUnanswered, e.TransferFailed, e.TransferAbandoned)


def after(events: list[CallEvent], kind: type[CallEvent]) -> list[CallEvent]:
    """The events after the first one of ``kind``."""
    found = next((n for n, event in enumerate(events) if isinstance(event, kind)), len(events))
    return events[found + 1 :]


def moments(events: list[CallEvent]) -> Iterator[tuple[Call, CallEvent]]:
    """Each event with the call as it was before it."""
    call = Call(CALL)
    for event in events:
        yield call, event
        evolve(call, event)


def a_confirmation_answers_its_own_question(play: Play) -> None:
    """Proposed under the same key, asked, heard, then said or pressed, then confirmed; once."""
    confirmed = [event for event in play.events if isinstance(event, e.TransferConfirmed)]
    assert len({event.effect_key for event in confirmed}) == len(confirmed)
    for yes in confirmed:
        before = play.events[: yes.position - 1]
        proposed = [ev.effect_key for ev in before if isinstance(ev, e.TransferProposed)]
        assert yes.effect_key in proposed
        questions = [ev for ev in before if isinstance(ev, e.AgentSpoke) and ev.asks is not None]
        ours = next(ev for ev in reversed(questions) if not ev.reported)
        assert ours.asks is not None
        assert (ours.asks.kind, ours.asks.about) == ("transfer", yes.effect_key)
        began, heard_at = words_before(yes, before), heard_before(before, ours)
        assert not [ev for ev in questions if is_heard_after(ev, ours, before)]
        assert heard_at is not None
        assert began is None or began >= heard_at - timedelta(seconds=TOLERANCE_SECONDS)


def is_heard_after(asked: e.AgentSpoke, ours: e.AgentSpoke, before: list[CallEvent]) -> bool:
    """Whether the host's agent put a question after the caller began to hear ours."""
    if not asked.reported or asked.position < ours.position:
        return False
    began = asked.began_at or asked.at
    return began >= began_before(before, ours)


def began_before(before: list[CallEvent], question: e.AgentSpoke) -> datetime:
    """When the caller began to hear a question of ours."""
    said = speech_id(CALL, question.position)
    for event in before:
        if isinstance(event, e.SpeechHeard) and event.speech_id == said:
            return max(event.began_at, question.at)
        if isinstance(event, e.SpeechAccepted) and event.speech_id == said:
            return event.at
    raise AssertionError("the question was confirmed unheard")


def words_before(yes: e.TransferConfirmed, before: list[CallEvent]) -> datetime | None:
    """When the words began that confirmed: those just said, or those that waited."""
    said = next(ev for ev in reversed(before) if isinstance(ev, ANSWERS))
    if said.cause == yes.cause:
        return said.began_at
    held = next(ev for ev in reversed(before) if isinstance(ev, e.TransferAnswerHeld))
    assert held.effect_key == yes.effect_key
    return held.began_at


def heard_before(before: list[CallEvent], question: e.AgentSpoke) -> datetime | None:
    """When the question's destination was heard, told from the playback alone; None: never."""
    said, asked = speech_id(CALL, question.position), question.text.rindex("?")
    for event in reversed(before):
        if isinstance(event, e.SpeechHeard) and event.speech_id == said:
            if event.heard_chars < asked:
                return None
            length = event.ended_at - event.began_at
            return event.began_at + max(length, timedelta()) * (asked / event.heard_chars)
        if isinstance(event, e.SpeechAccepted) and event.speech_id == said:
            assert event.playback == "none"
            return event.at + timedelta(seconds=asked / 12)
    return None


def the_agent_does_nothing_after_it_left(play: Play) -> None:
    """No event after it is by the agent; the host may still report words from before."""
    assert all(event.by is not Actor.AGENT for event in after(play.events, e.AgentLeft))
    for event in play.events:
        if isinstance(event, e.AgentSpoke) and event.by is Actor.PROVIDER:
            left = next(ev for ev in play.events if isinstance(ev, e.AgentLeft | e.CallEnded))
            assert event.began_at is not None
            assert event.began_at < left.at


def the_agent_leaves_in_the_commit_that_confirms(play: Play) -> None:
    """At no moment is the transfer confirmed and the agent still on the line."""
    for _, events in play.steps:
        kinds = [type(event) for event in events]
        assert (e.TransferConfirmed in kinds) == (e.AgentLeft in kinds)


def a_transfer_has_one_outcome(play: Play) -> None:
    """Connected, unanswered, failed or abandoned: the first one wins.

    It is corrected only if the carrier connected a phone after all, or let go the one that won.
    """
    outcomes: dict[str, CallEvent] = {}
    for _, events in play.steps:
        for event in events:
            if isinstance(event, OUTCOMES):
                before = outcomes.get(event.effect_key)
                assert before is None or is_a_correction(before, event, events)
                outcomes[event.effect_key] = event


def is_a_correction(before: CallEvent, event: CallEvent, together: tuple[CallEvent, ...]) -> bool:
    """Whether ``event`` may replace the outcome ``before``."""
    if isinstance(event, e.TransferConnected):
        bridged = any(isinstance(one, e.RecipientBridged) for one in together)
        return bridged and isinstance(before, e.TransferUnanswered | e.TransferFailed)
    late = isinstance(event, e.TransferUnanswered) and event.reason == "decided_too_late"
    return late and isinstance(before, e.TransferConnected)


def at_most_one_phone_has_the_caller(play: Play) -> None:
    """At every moment between two decisions."""
    call = Call(CALL)
    for _, events in play.steps:
        for event in events:
            evolve(call, event)
        for transfer in call.transfers.values():
            assert sum(leg.status in HAS_CALLER for leg in transfer.legs.values()) <= 1


def a_phone_that_a_carrier_connected_is_never_released(play: Play) -> None:
    """The caller is talking to them."""
    for call, event in moments(play.events):
        if isinstance(event, e.RecipientReleased):
            assert call.transfers[event.effect_key].legs[event.leg].status != "bridged"


def a_screened_phone_wins_only_when_asked_about_or_bridged(play: Play) -> None:
    """That it was answered does not mean that the carrier connects it."""
    call = Call(CALL)
    for command, events in play.steps:
        for event in events:
            if isinstance(event, e.RecipientAnswered) and screened(call, event):
                asked = isinstance(command, c.ReportLeg) and command.asked
                assert asked or isinstance(command, c.ReportBridged)
            evolve(call, event)


def screened(call: Call, event: e.RecipientAnswered) -> bool:
    """Whether the carrier asks before it connects a phone of this transfer."""
    return call.transfers[event.effect_key].screening


def a_text_goes_to_the_caller_from_the_number_called(play: Play) -> None:
    """The sender and the recipient are never others."""
    for event in play.events:
        if isinstance(event, e.SmsRequested | e.SmsRefused):
            assert (event.recipient, event.sender) == (play.call.contact, play.call.number)
            objections = [check.reason for check in event.checks if check.reason]
            assert bool(objections) == isinstance(event, e.SmsRefused)


def positions_have_no_gap(play: Play) -> None:
    """They count from 1, across decisions."""
    assert [event.position for event in play.events] == list(range(1, len(play.events) + 1))


def the_chart_permits_every_event(play: Play) -> None:
    """Each is allowed in the state before it."""
    assert all(permits(call.state, type(event)) for call, event in moments(play.events))


def a_repeated_command_decides_nothing(play: Play) -> None:
    """However late it is repeated."""
    for command, events in play.steps:
        assert not events or decide(play.call, command) == ()


def a_repeated_message_is_recognised_by_what_it_led_to(play: Play) -> None:
    """A second delivery is never taken for another message, whatever the first one led to."""
    for command, events in play.steps:
        if type(command) in repeats._MATCHES and events:
            repeats.refuse_other(command, events)


def folding_the_log_gives_the_same_call(play: Play) -> None:
    """The call follows from the log alone; deciding leaves no other trace."""
    assert fold(CALL, play.events) == play.call


def events_survive_json(play: Play) -> None:
    """Each under a topic of its own."""
    for event in play.events:
        assert TOPICS[event.TOPIC] is type(event)
        assert type(event).model_validate_json(event.model_dump_json()) == event


def a_text_is_never_sent_again_in_doubt(play: Play) -> None:
    """The last attempt is known to have done nothing, or the provider sends once per key."""
    for call, event in moments(play.events):
        if isinstance(event, e.SmsAttempted):
            text = call.texts[event.effect_key]
            assert event.attempt == text.attempts + 1
            assert event.idempotent or text.status != "unknown"
            assert text.effect in ("requested", "postponed", "unknown")


def rung_by(request: RingPhones | HandOver) -> tuple[Leg, ...]:
    """The phones that ``request`` rings."""
    return request.legs if isinstance(request, RingPhones) else (request.destination,)


def spared(events: list[CallEvent]) -> list[str]:
    """The ids of the phones that were not to be rung because of do-not-disturb."""
    given_up = [event for event in events if isinstance(event, e.RecipientUnavailable)]
    return [event.leg for event in given_up if event.reason == "do_not_disturb"]


def nothing_is_dialled_twice_in_doubt(play: Play) -> None:
    """A request rings waiting phones only, and none is made once a phone it rings was reported.

    The provider may report a phone that do-not-disturb spared. It is released, and stays out of
    the request.
    """
    for call, event in moments(play.events):
        if isinstance(event, e.TransferAttempted):
            transfer = call.transfers[event.effect_key]
            assert transfer.effect in ("requested", "postponed")
            rung = rung_by(ring(call, transfer))
            for leg in transfer.legs.values():
                assert (leg.status == "waiting") == (leg.leg in rung)
                assert leg.status == "waiting" or leg.leg.leg in spared(play.events)


def nothing_begins_after_the_end(play: Play) -> None:
    """Only effects already under way are reported, and the agent is silent."""
    late = after(play.events, e.CallEnded)
    said = [event for event in late if isinstance(event, e.AgentSpoke)]
    assert all(event.reported for event in said)
    assert not any(isinstance(event, BEGINNINGS) for event in late)
    if play.call.state == "ended":
        assert all(isinstance(effect, ReleasePhone) for effect in open_effects(play.call))


def a_text_only_moves_forward(play: Play) -> None:
    """Its status never falls in rank."""
    ranks: dict[str, list[int]] = {}
    for call, _ in moments(play.events):
        for key, text in call.texts.items():
            ranks.setdefault(key, []).append(SMS_RANK[text.status])
    assert all(before <= now for seen in ranks.values() for before, now in pairwise(seen))


def no_phone_rings_for_a_transfer_that_is_over(play: Play) -> None:
    """Each was answered, gave up or was released, unless the provider never had the request."""
    for call, event in moments(play.events):
        if isinstance(event, OUTCOMES) and not isinstance(event, e.TransferFailed):
            taken = call.transfers[event.effect_key].effect not in NOT_TAKEN
            legs = play.call.transfers[event.effect_key].legs.values()
            assert not taken or not {"waiting", "ringing"} & {leg.status for leg in legs}


def a_timer_that_fires_does_something(play: Play) -> None:
    """Otherwise it would fire for ever."""
    for timer in pending_timers(play.call):
        assert decide(play.call, command_of(timer)) != ()


def an_open_effect_can_be_attempted(play: Play) -> None:
    """Otherwise a worker would try for ever."""
    for effect in open_effects(play.call):
        if not isinstance(effect, ReleasePhone | HangUp | StopRecording):
            tried = {"effect_key": effect.effect_key, "attempt": effect.attempt}
            attempt = c.AttemptRecording if isinstance(effect, FetchRecording) else c.Attempt
            assert decide(play.call, attempt.model_validate({**WORKER, **tried})) != ()


def the_agent_can_be_shown_the_call(play: Play) -> None:
    """In every state, with every outcome."""
    assert conversation(play.call).state == play.call.state


WORKER: Final = {"id": "worker", "at": NOON}
LAWS: Final[tuple[Callable[[Play], None], ...]] = (
    a_confirmation_answers_its_own_question,
    the_agent_does_nothing_after_it_left,
    the_agent_leaves_in_the_commit_that_confirms,
    a_transfer_has_one_outcome,
    at_most_one_phone_has_the_caller,
    a_phone_that_a_carrier_connected_is_never_released,
    a_screened_phone_wins_only_when_asked_about_or_bridged,
    a_text_goes_to_the_caller_from_the_number_called,
    positions_have_no_gap,
    the_chart_permits_every_event,
    a_repeated_command_decides_nothing,
    a_repeated_message_is_recognised_by_what_it_led_to,
    folding_the_log_gives_the_same_call,
    events_survive_json,
    a_text_is_never_sent_again_in_doubt,
    nothing_is_dialled_twice_in_doubt,
    nothing_begins_after_the_end,
    a_text_only_moves_forward,
    no_phone_rings_for_a_transfer_that_is_over,
    a_timer_that_fires_does_something,
    an_open_effect_can_be_attempted,
    the_agent_can_be_shown_the_call,
)


def command_of(timer: Timer) -> c.Command:
    """The command given when ``timer`` fires."""
    if timer.kind == "reply":
        words = {"reason": "timeout", "fallback": "Sorry?", "after": timer.step}
        return c.FailAgent.model_validate({"id": f"reply/{timer.step}", "at": NOON, **words})
    if timer.kind == "close":
        return c.CloseCall(id=f"close/{timer.effect_key}", at=NOON, speech_id=timer.effect_key)
    if timer.kind == "settle_promise":
        return c.SettlePromises(id=f"promise/{timer.step}", at=NOON, said=(timer.step,))
    known = {"id": f"{timer.kind}/{timer.step}", "at": NOON, "effect_key": timer.effect_key}
    kinds: dict[str, tuple[type[c.Command], dict[str, object]]] = {
        "lapse": (c.LapseConfirmation, {"asks": timer.step}),
        "ask_again": (c.AskAgain, {"asks": timer.step}),
        "ring_timeout": (c.TimeOutRing, {}),
        "retry": (c.Attempt, {"attempt": timer.step}),
        "search": (c.RecordSearch, {"search": timer.step}),
        "receipt": (c.RecordSearch, {"search": timer.step}),
        "flag": (c.Flag, {"reason": "no trace"}),
        "stop_voicemail": (c.StopVoicemail, {}),
        "fetch_recording": (c.AttemptRecording, {"attempt": timer.step}),
        "decline_voicemail": (c.DeclineVoicemail, {}),
        "lose_recording": (c.LoseRecording, {"reason": NOT_FETCHED}),
        "interrupt": (c.EndCall, {"reason": "interrupted"}),
    }
    kind, more = kinds[timer.kind]
    return kind.model_validate(known | more)


@settings(max_examples=300)
@given(plays())
def test_every_call_keeps_the_laws(play: Play) -> None:
    """Each law is one of the functions above."""
    for law in LAWS:
        law(play)


@given(histories().flatmap(st.permutations))
def test_a_history_in_any_order_can_be_folded(events: list[CallEvent]) -> None:
    """``evolve`` never refuses: a recorded event has happened."""
    call = fold(CALL, events)
    assert call.position == events[-1].position
    assert call.seen == SeenIds(event.cause for event in events)


@given(histories(), st.data())
def test_an_incomplete_history_can_be_folded(events: list[CallEvent], data: st.DataObject) -> None:
    """An event about a text, phone or voicemail that does not exist creates none."""
    kept = [event for event in events if data.draw(st.booleans())]
    call = fold(CALL, kept)
    texts = {ev.effect_key for ev in kept if isinstance(ev, e.SmsRequested | e.SmsRefused)}
    assert set(call.texts) == texts
