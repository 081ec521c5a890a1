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
    """And nobody else's."""
    story = a_call(*asked_for(TO_MEMBER), caller_says("Yes please"))
    (ring,) = open_effects(story.call)
    assert isinstance(ring, RingPhones)
    assert [(leg.who, leg.phone) for leg in ring.legs] == [("Front Desk", "+14155550101")]
    assert (ring.caller_id, ring.number, ring.ring_seconds) == (CALLER, NUMBER, 30)


def test_all_members_of_an_inbox_ring_at_the_same_time() -> None:
    """One request, with every phone in it."""
    story = a_call(*AGREED)
    (ring,) = open_effects(story.call)
    assert isinstance(ring, RingPhones)
    assert [leg.who for leg in ring.legs] == ["Front Desk", "On Call"]


def test_an_outside_number_is_handed_to_the_carrier() -> None:
    """Its own routing and voicemail apply there."""
    story = a_call(*asked_for(TO_OUTSIDE), caller_says("Yes please"))
    (handed,) = open_effects(story.call)
    assert isinstance(handed, HandOver)
    assert handed.destination.phone == OUTSIDE


def test_who_rings_is_fixed_with_the_yes() -> None:
    """Phones, seconds and mailbox are in the event that confirms."""
    story = a_call(*ASKED).when(caller_says("Yes please"))
    confirmed = story.last[1]
    assert isinstance(confirmed, e.TransferConfirmed)
    assert [leg.who for leg in confirmed.legs] == ["Front Desk", "On Call"]
    assert (confirmed.ring_seconds, confirmed.mailbox.owner) == (30, "Scheduling")


def test_the_agent_leaves_the_moment_the_transfer_starts() -> None:
    """In the same commit; nothing it says or does after that counts."""
    story = a_call(*AGREED)
    assert story.call.agent_left
    story.when(agent_says("Hello?")).then(
        such(e.AgentSilenced, reason="agent_left", by=Actor.SYSTEM)
    )
    story.when(agent_uses(TO_MEMBER)).then_refused("agent_left", by=Actor.SYSTEM)


def test_the_attempt_is_recorded_before_phones_ring() -> None:
    """A second worker finds it made."""
    story = a_call(*AGREED).when(ring_is_attempted()).then(such(e.TransferAttempted, attempt=1))
    assert open_effects(story.call) == ()
    story.when(ring_is_attempted()).then_nothing()


@pytest.mark.parametrize("again", [ring_is_attempted(2), ring_is_attempted(2, idempotent=True)])
def test_it_is_never_dialled_again_in_doubt(again: Step) -> None:
    """Whatever the provider promises."""
    a_call(*LOST).when(again).then_nothing()


def test_a_throttled_request_to_ring_is_made_again() -> None:
    """It was never processed; the same phones are asked for."""
    story = a_call(*PUT_OFF).when(ring_is_attempted(2)).then(such(e.TransferAttempted, attempt=2))
    story.when(phone_reports("On Call", "answered")).then_state("dropped")


def test_before_a_caller_agrees_nothing_can_be_attempted() -> None:
    """The gate is in the core."""
    a_call(*ASKED).when(ring_is_attempted()).then_nothing()


def test_the_carrier_takes_an_outside_number() -> None:
    """What rings there is that number's own affair."""
    story = a_call(*rung_for(TO_OUTSIDE)).when(ring_answer("accepted", provider_id="CA2"))
    story.then(
        such(e.TransferAccepted, provider_id="CA2"),
        such(e.TransferConnected, who=OUTSIDE, handed_over=True, by=Actor.PROVIDER),
    ).then_state("dropped")


def test_what_rings_behind_a_hand_over_is_left_alone() -> None:
    """A carrier that also reports the answer does not lose the call by it."""
    for report in ("ringing", "answered", "unavailable", "stopped"):
        story = a_call(*HANDED_OVER).when(phone_reports(OUTSIDE, report)).then(e.LateReportNoted)
        assert releases(story) == []


def test_the_carrier_refuses_the_hand_over() -> None:
    """The call falls to voicemail."""
    story = a_call(*rung_for(TO_OUTSIDE)).when(ring_answer("refused", code="503", reason="down"))
    story.then(such(e.TransferFailed, code="503", reason="down")).then_state("voicemail_fallback")


def test_a_hand_over_that_is_in_doubt_waits_to_be_known() -> None:
    """A sign of life from the number tells that the carrier has it (fault 15)."""
    lost = (*rung_for(TO_OUTSIDE), ring_answer("unknown", reason="HTTP 502"))
    story = a_call(*lost).then(e.TransferOutcomeUnknown).then_state("transferring")
    story.when(phone_reports(OUTSIDE, "ringing")).then(
        e.TransferAccepted, e.RecipientRinging, such(e.TransferConnected, handed_over=True)
    )


def test_an_outside_number_that_answers_first_was_handed_over_too() -> None:
    """The callback overtook the carrier's answer."""
    story = a_call(*rung_for(TO_OUTSIDE)).when(phone_reports(OUTSIDE, "answered"))
    story.then(e.TransferAccepted, e.RecipientAnswered, such(e.TransferConnected, handed_over=True))
    story.when(ring_answer("accepted", provider_id="CA2")).then(e.LateReportNoted)
    story.then_state("dropped")


def test_a_sign_of_life_settles_a_lost_answer() -> None:
    """A phone that rings was asked to."""
    story = a_call(*LOST).when(phone_reports("On Call", "ringing"))
    story.then(e.TransferAccepted, e.RecipientRinging)
    story.when(ring_answer("refused", code="409")).then(e.LateReportNoted)
    story.then_state("transferring")


def test_an_answer_counts_although_nobody_is_known_to_have_asked() -> None:
    """The attempt may have been lost with a tail of the log; all phones are thought to ring."""
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


def test_a_phone_that_rings_although_the_request_was_refused_is_let_go() -> None:
    """Nobody picks up to an empty line."""
    refused = (*AGREED, ring_is_attempted(), ring_answer("refused", code="403"))
    story = a_call(*refused).when(phone_reports("On Call", "ringing"))
    story.then(such(e.RecipientReleased, who="On Call", reason="failed"))


def test_the_answer_to_an_earlier_attempt_is_overtaken() -> None:
    """The second attempt stands."""
    second = ring_is_attempted(2)
    story = a_call(*PUT_OFF, second).when(ring_answer("refused", attempt=1, code="403"))
    story.then(such(e.LateReportNoted, report="transfer_refused")).then_state("transferring")


def test_an_answer_about_a_transfer_that_was_declined_connects_nobody() -> None:
    """It is not the one under way."""
    declined = (*asked_for(TO_OUTSIDE), caller_says("No thanks"))
    story = a_call(*declined, agent_uses(TO_INBOX), caller_says("Yes please"))
    first = next(iter(story.call.transfers))
    story.when(step(c.RecordOutcome, effect_key=first, attempt=0, outcome="accepted"))
    story.then(e.LateReportNoted).then_state("transferring")


def test_the_provider_asked_for_the_phones_may_know_none() -> None:
    """It is recorded, and nothing is dialled again."""
    story = a_call(*LOST).when(step(c.RecordSearch, effect_key=transfer_key, search=1))
    story.then(such(e.TransferSought, search=1))
    story.when(ring_is_attempted(2)).then_nothing()


def test_a_transfer_in_doubt_is_flagged_for_a_person() -> None:
    """Once."""
    flag = step(c.Flag, effect_key=transfer_key, reason="no trace")
    a_call(*LOST).when(flag).then(e.ActionFlagged).when(flag).then_nothing()
