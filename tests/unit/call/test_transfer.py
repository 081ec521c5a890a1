"""The transfer after the yes: which phones ring, and what the provider's answer changes."""

import pytest

from hookflash.domain.call import commands as c
from hookflash.domain.call import events as e
from hookflash.domain.call.effects import HandOver, RingPhones, open_effects
from hookflash.domain.event import Actor
from hookflash.testing import (
    Step,
    agent_says,
    agent_uses,
    caller_says,
    phone_reports,
    ring_answer,
    ring_is_attempted,
    step,
    such,
    transfer_key,
)
from tests.cast import CALLER, NUMBER, OUTSIDE, TO_INBOX, TO_MEMBER, TO_OUTSIDE
from tests.unit.call.situations import AGREED, ASKED, a_call, asked_for, releases, rung_for

HANDED_OVER = (*rung_for(TO_OUTSIDE), ring_answer("accepted"))
LOST = (*AGREED, ring_is_attempted(), ring_answer("unknown", reason="HTTP 502"))
PUT_OFF = (*AGREED, ring_is_attempted(), ring_answer("postponed", reason="throttled", seconds=2.0))


def test_a_members_phone_rings() -> None:
    """No other phone does."""
    story = a_call(*asked_for(TO_MEMBER), caller_says("Yes please"))
    (ring,) = open_effects(story.call)
    assert isinstance(ring, RingPhones)
    assert [(leg.who, leg.phone) for leg in ring.legs] == [("Front Desk", "+14155550101")]
    assert (ring.caller_id, ring.number, ring.ring_seconds) == (CALLER, NUMBER, 30)


def test_all_members_of_an_inbox_ring_at_the_same_time() -> None:
    """One request contains every phone."""
    story = a_call(*AGREED)
    (ring,) = open_effects(story.call)
    assert isinstance(ring, RingPhones)
    assert [leg.who for leg in ring.legs] == ["Front Desk", "On Call"]


def test_an_external_number_is_handed_to_the_carrier() -> None:
    """The number's own routing and voicemail apply."""
    story = a_call(*asked_for(TO_OUTSIDE), caller_says("Yes please"))
    (handed,) = open_effects(story.call)
    assert isinstance(handed, HandOver)
    assert handed.destination.phone == OUTSIDE


def test_the_phones_to_ring_are_fixed_with_the_yes() -> None:
    """The confirming event contains phones, ring seconds and mailbox."""
    story = a_call(*ASKED).when(caller_says("Yes please"))
    confirmed = story.last[1]
    assert isinstance(confirmed, e.TransferConfirmed)
    assert [leg.who for leg in confirmed.legs] == ["Front Desk", "On Call"]
    assert (confirmed.ring_seconds, confirmed.mailbox.owner) == (30, "Scheduling")


def test_the_agent_leaves_when_the_transfer_is_confirmed() -> None:
    """In the same commit. Nothing that it says or does afterwards counts."""
    story = a_call(*AGREED)
    assert story.call.agent_left
    story.when(agent_says("Hello?")).then(
        such(e.AgentSilenced, reason="agent_left", by=Actor.SYSTEM)
    )
    story.when(agent_uses(TO_MEMBER)).then_refused("agent_left", by=Actor.SYSTEM)


def test_the_attempt_is_recorded_before_phones_ring() -> None:
    """A second worker sees that it was made."""
    story = a_call(*AGREED).when(ring_is_attempted()).then(such(e.TransferAttempted, attempt=1))
    assert open_effects(story.call) == ()
    story.when(ring_is_attempted()).then_nothing()


@pytest.mark.parametrize("again", [ring_is_attempted(2), ring_is_attempted(2, idempotent=True)])
def test_it_is_never_dialled_again_while_its_outcome_is_unknown(again: Step) -> None:
    """Whatever the provider promises."""
    a_call(*LOST).when(again).then_nothing()


def test_a_throttled_request_to_ring_is_retried() -> None:
    """It was not processed. The retry rings the same phones."""
    story = a_call(*PUT_OFF).when(ring_is_attempted(2)).then(such(e.TransferAttempted, attempt=2))
    story.when(phone_reports("On Call", "answered")).then_state("dropped")


def test_nothing_can_be_attempted_before_the_caller_agrees() -> None:
    """The core refuses the attempt."""
    a_call(*ASKED).when(ring_is_attempted()).then_nothing()


def test_the_carrier_accepts_an_external_number() -> None:
    """Which phones ring for that number is not reported."""
    story = a_call(*rung_for(TO_OUTSIDE)).when(ring_answer("accepted", provider_id="CA2"))
    story.then(
        such(e.TransferAccepted, provider_id="CA2"),
        such(e.TransferConnected, who=OUTSIDE, handed_over=True, by=Actor.PROVIDER),
    ).then_state("dropped")


def test_phones_behind_a_hand_over_are_not_released() -> None:
    """The carrier may also report the answer; that must not end the call."""
    for report in ("ringing", "answered", "unavailable", "stopped"):
        story = a_call(*HANDED_OVER).when(phone_reports(OUTSIDE, report)).then(e.LateReportNoted)
        assert releases(story) == []


def test_the_carrier_refuses_the_hand_over() -> None:
    """The caller gets voicemail."""
    story = a_call(*rung_for(TO_OUTSIDE)).when(ring_answer("refused", code="503", reason="down"))
    story.then(such(e.TransferFailed, code="503", reason="down")).then_state("voicemail_fallback")


def test_a_hand_over_in_doubt_is_settled_by_a_report() -> None:
    """A report about the number proves that the carrier has the request (fault 15)."""
    lost = (*rung_for(TO_OUTSIDE), ring_answer("unknown", reason="HTTP 502"))
    story = a_call(*lost).then(e.TransferOutcomeUnknown).then_state("transferring")
    story.when(phone_reports(OUTSIDE, "ringing")).then(
        e.TransferAccepted, e.RecipientRinging, such(e.TransferConnected, handed_over=True)
    )


def test_an_answered_external_number_was_handed_over() -> None:
    """The report came before the carrier's answer."""
    story = a_call(*rung_for(TO_OUTSIDE)).when(phone_reports(OUTSIDE, "answered"))
    story.then(e.TransferAccepted, e.RecipientAnswered, such(e.TransferConnected, handed_over=True))
    story.when(ring_answer("accepted", provider_id="CA2")).then(e.LateReportNoted)
    story.then_state("dropped")


def test_a_report_settles_a_lost_answer() -> None:
    """A phone that rings was requested to."""
    story = a_call(*LOST).when(phone_reports("On Call", "ringing"))
    story.then(e.TransferAccepted, e.RecipientRinging)
    story.when(ring_answer("refused", code="409")).then(e.LateReportNoted)
    story.then_state("transferring")


def test_an_answer_counts_although_no_attempt_is_recorded() -> None:
    """The end of the log may have been lost; all phones are taken to ring."""
    story = (
        a_call(*AGREED)
        .when(phone_reports("On Call", "answered"))
        .then(
            e.TransferAccepted,
            e.RecipientAnswered,
            e.TransferConnected,
            such(e.RecipientReleased, who="Front Desk", reason="answered_elsewhere"),
        )
    )
    story.when(ring_is_attempted()).then_nothing()


def test_a_request_to_ring_that_is_refused_leads_to_voicemail() -> None:
    """With the provider's code."""
    story = a_call(*AGREED, ring_is_attempted()).when(ring_answer("refused", code="403"))
    story.then(such(e.TransferFailed, code="403")).then_state("voicemail_fallback")


def test_a_phone_that_rings_although_the_request_was_refused_is_released() -> None:
    """No member is left on an empty line."""
    refused = (*AGREED, ring_is_attempted(), ring_answer("refused", code="403"))
    story = a_call(*refused).when(phone_reports("On Call", "ringing"))
    story.then(such(e.RecipientReleased, who="On Call", reason="failed"))


def test_the_answer_to_an_earlier_attempt_is_stale() -> None:
    """The second attempt counts."""
    second = ring_is_attempted(2)
    story = a_call(*PUT_OFF, second).when(ring_answer("refused", attempt=1, code="403"))
    story.then(such(e.LateReportNoted, report="transfer_refused")).then_state("transferring")


def test_an_answer_about_a_declined_transfer_connects_nothing() -> None:
    """It is not the current transfer."""
    declined = (*asked_for(TO_OUTSIDE), caller_says("No thanks"))
    story = a_call(*declined, agent_uses(TO_INBOX), caller_says("Yes please"))
    first = next(iter(story.call.transfers))
    story.when(step(c.RecordOutcome, effect_key=first, attempt=0, outcome="accepted"))
    story.then(e.LateReportNoted).then_state("transferring")


def test_a_search_may_find_no_phones() -> None:
    """It is recorded, and nothing is dialled again."""
    story = a_call(*LOST).when(step(c.RecordSearch, effect_key=transfer_key, search=1))
    story.then(such(e.TransferSought, search=1))
    story.when(ring_is_attempted(2)).then_nothing()


def test_a_transfer_in_doubt_is_flagged() -> None:
    """Once, so that a person looks at it."""
    flag = step(c.Flag, effect_key=transfer_key, reason="no trace")
    a_call(*LOST).when(flag).then(e.ActionFlagged).when(flag).then_nothing()
