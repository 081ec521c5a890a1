"""Ringing the phones of a transfer: it has exactly one outcome, and the first event decides."""

import pytest

from hookflash.domain.call import commands as c
from hookflash.domain.call import events as e
from hookflash.domain.call.effects import RingPhones, open_effects
from hookflash.domain.call.events.transfers import Unavailability
from hookflash.domain.event import Actor
from hookflash.testing import (
    CallStory,
    call_ends,
    caller_says,
    phone_reports,
    ring_answer,
    ring_is_attempted,
    ring_times_out,
    step,
    such,
    transfer_key,
)
from tests.cast import NUMBER
from tests.unit.call.situations import AGREED, ASKED, CONNECTED, CONVERSING, RUNG, a_call, releases


def statuses(story: CallStory) -> dict[str, str]:
    """The status of each phone of the transfer."""
    legs = story.call.transfers[transfer_key(story)].legs.values()
    return {leg.leg.who: leg.status for leg in legs}


def test_a_phone_rings_and_is_answered() -> None:
    """The caller is connected."""
    story = (
        a_call(*RUNG)
        .when(phone_reports("On Call", "ringing"))
        .then(such(e.RecipientRinging, who="On Call"))
    )
    story.when(phone_reports("On Call", "answered")).then(
        such(e.RecipientAnswered, who="On Call", by=Actor.MEMBER),
        such(e.TransferConnected, who="On Call", handed_over=False),
        such(e.RecipientReleased, who="Front Desk", reason="answered_elsewhere"),
    ).then_state("dropped")
    assert releases(story) == ["Front Desk"]


def test_the_released_phone_stops() -> None:
    """Then no effect is open."""
    story = a_call(*CONNECTED).when(phone_reports("Front Desk", "stopped")).then(e.RecipientStopped)
    assert open_effects(story.call) == ()


def test_a_phone_may_be_answered_without_ringing_first() -> None:
    """The report that it rings comes late, and is noted (fault 14)."""
    story = a_call(*CONNECTED).when(phone_reports("On Call", "ringing"))
    story.then(such(e.LateReportNoted, report="leg_ringing", detail="answered"))


def test_two_phones_are_answered_at_once() -> None:
    """The first one is connected; the other is released, and the trail shows it (fault 37)."""
    story = a_call(*CONNECTED).when(phone_reports("Front Desk", "answered"))
    story.then(such(e.RecipientReleased, who="Front Desk", reason="answered_too_late"))
    story.then_state("dropped")
    assert releases(story) == ["Front Desk"]


def test_an_answer_after_the_phone_was_stopped_is_released_too() -> None:
    """No member is left on an empty line."""
    story = a_call(*CONNECTED, phone_reports("Front Desk", "stopped"))
    story.when(phone_reports("Front Desk", "answered")).then(
        such(e.RecipientReleased, reason="answered_too_late")
    )


def test_the_phone_that_has_the_caller_is_not_released() -> None:
    """Whatever else is reported about it."""
    for report in ("answered", "unavailable", "stopped", "ringing"):
        story = a_call(*CONNECTED).when(phone_reports("On Call", report))
        story.then(e.LateReportNoted).then_state("dropped")
        assert releases(story) == ["Front Desk"]


@pytest.mark.parametrize(
    ("reason", "by"),
    [
        ("busy", Actor.MEMBER),
        ("declined", Actor.MEMBER),
        ("no_answer", Actor.PROVIDER),
        ("failed", Actor.PROVIDER),
        ("unreachable", Actor.PROVIDER),
    ],
)
def test_a_phone_that_does_not_answer_leaves_the_others_ringing(
    reason: Unavailability, by: Actor
) -> None:
    """The transfer stays open."""
    story = a_call(*RUNG).when(phone_reports("On Call", "unavailable", reason, code="486"))
    story.then(such(e.RecipientUnavailable, who="On Call", reason=reason, by=by, code="486"))
    story.then_state("transferring")


@pytest.mark.parametrize("reason", ["busy", "declined", "no_answer", "failed"])
def test_if_no_phone_answers_voicemail_does(reason: Unavailability) -> None:
    """At once, without waiting for the ring timeout."""
    story = a_call(*RUNG, phone_reports("On Call", "unavailable", "busy"))
    story.when(phone_reports("Front Desk", "unavailable", reason))
    story.then(
        such(e.RecipientUnavailable, reason=reason),
        such(e.TransferUnanswered, reason="nobody_available"),
    ).then_state("voicemail_fallback")
    assert story.call.voicemail is not None
    assert story.call.voicemail.mailbox.owner == "Scheduling"


def test_the_ring_timeout_leads_to_voicemail() -> None:
    """The phones stop."""
    story = a_call(*RUNG, phone_reports("On Call", "ringing")).when(ring_times_out())
    story.then(
        such(e.RecipientReleased, who="Front Desk", reason="timed_out"),
        such(e.RecipientReleased, who="On Call", reason="timed_out"),
        such(e.TransferUnanswered, reason="timed_out", by=Actor.TIMER),
    ).then_state("voicemail_fallback")


def test_an_answer_just_before_the_timeout_wins() -> None:
    """The timer came second (fault 37)."""
    a_call(*CONNECTED).when(ring_times_out()).then_nothing().then_state("dropped")


def test_an_answer_just_after_the_timeout_is_too_late() -> None:
    """The phone is released, and the caller leaves a message."""
    story = a_call(*RUNG, ring_times_out()).when(phone_reports("On Call", "answered"))
    story.then(such(e.RecipientReleased, who="On Call", reason="answered_too_late"))
    story.then_state("voicemail_fallback")


def test_the_timeout_of_another_transfer_does_not_end_this_one() -> None:
    """A timeout belongs to its transfer."""
    other = step(c.TimeOutRing, effect_key="another")
    a_call(*RUNG).when(other).then_nothing()


def test_a_member_with_do_not_disturb_is_not_rung() -> None:
    """The trail shows it, and the others ring."""
    story = a_call(*ASKED).when(caller_says("Yes please", do_not_disturb=("Front Desk",)))
    spared = such(e.RecipientUnavailable, who="Front Desk", reason="do_not_disturb")
    story.then(e.CallerSpoke, e.TransferConfirmed, e.AgentSpoke, e.AgentLeft, spared)
    (ring,) = open_effects(story.call)
    assert isinstance(ring, RingPhones)
    assert [leg.who for leg in ring.legs] == ["On Call"]


def test_a_report_about_a_spared_phone_does_not_add_it_to_the_request() -> None:
    """The phone is released. The request still rings the others, and only them."""
    story = a_call(*ASKED, caller_says("Yes please", do_not_disturb=("Front Desk",)))
    story = story.when(phone_reports("Front Desk", "answered")).then(
        such(e.RecipientReleased, who="Front Desk", reason="answered_too_late")
    )
    assert releases(story) == ["Front Desk"]
    (ring,) = [one for one in open_effects(story.call) if isinstance(one, RingPhones)]
    assert [leg.who for leg in ring.legs] == ["On Call"]
    story.when(ring_is_attempted()).then(e.TransferAttempted)


def test_if_all_members_have_do_not_disturb_voicemail_answers_at_once() -> None:
    """No phone rings."""
    story = a_call(*ASKED).when(
        caller_says(
            "Yes please",
            do_not_disturb=(
                "Front Desk",
                "On Call",
            ),
        )
    )
    story.then(
        e.CallerSpoke,
        e.TransferConfirmed,
        e.AgentSpoke,
        e.AgentLeft,
        e.RecipientUnavailable,
        e.RecipientUnavailable,
        such(e.TransferUnanswered, reason="nobody_available"),
    ).then_state("voicemail_fallback")
    story.when(ring_is_attempted()).then_nothing()


def test_an_inbox_that_was_emptied_leads_to_voicemail() -> None:
    """With a clear outcome, and without an error (fault 38)."""

    def nobody(story: CallStory) -> c.Command:
        mailbox = e.Mailbox(owner=NUMBER, greeting="Please leave a message.")
        to_nobody = c.Routing(recipients=(), ring_seconds=30, mailbox=mailbox)
        return step(c.HearCaller, text="Yes please", routing=to_nobody)(story)

    a_call(*ASKED).when(nobody).then_state("voicemail_fallback")


def test_a_report_about_an_unknown_phone_is_noted() -> None:
    """It is not an error."""
    story = a_call(*CONVERSING).when(step(c.ReportLeg, leg="another", status="answered"))
    story.then(such(e.LateReportNoted, about="another", detail="not of this call"))


def test_a_phone_that_stops_by_itself_is_noted() -> None:
    """It was not released; the other phones, or the timeout, decide."""
    story = a_call(*RUNG).when(phone_reports("On Call", "stopped"))
    story.then(e.LateReportNoted).then_state("transferring")


def test_the_caller_hangs_up_while_asked() -> None:
    """The transfer is recorded as abandoned."""
    story = a_call(*ASKED).when(call_ends())
    story.then(such(e.TransferAbandoned, stage="asked"), e.CallEnded).then_state("ended")


def test_the_caller_hangs_up_while_phones_ring() -> None:
    """All of them are released."""
    story = a_call(*RUNG, phone_reports("On Call", "ringing")).when(call_ends())
    story.then(
        such(e.RecipientReleased, who="Front Desk", reason="caller_hung_up"),
        such(e.RecipientReleased, who="On Call", reason="caller_hung_up"),
        such(e.TransferAbandoned, stage="ringing"),
        e.CallEnded,
    )
    assert releases(story) == ["Front Desk", "On Call"]


def test_the_caller_hangs_up_before_anything_rings() -> None:
    """Nothing is to be released, and nothing begins."""
    story = a_call(*AGREED).when(call_ends())
    story.then(such(e.TransferAbandoned, stage="ringing"), e.CallEnded)
    story.when(ring_is_attempted()).then_nothing()
    assert open_effects(story.call) == ()


def test_an_answer_that_raced_the_hang_up_is_released() -> None:
    """The member is not left on an empty line (fault 37)."""
    story = a_call(*RUNG, call_ends()).when(phone_reports("On Call", "answered"))
    story.then(such(e.RecipientReleased, reason="answered_too_late")).then_state("ended")


def test_a_request_accepted_after_the_hang_up_releases_the_phones_again() -> None:
    """They were released before the provider rang them."""
    gone = (*AGREED, ring_is_attempted(), call_ends())
    stopped = (phone_reports("Front Desk", "stopped"), phone_reports("On Call", "stopped"))
    story = a_call(*gone, *stopped).when(ring_answer("accepted"))
    released = such(e.RecipientReleased, reason="caller_hung_up")
    story.then(such(e.LateReportNoted, report="transfer_accepted"), released, released)
    assert releases(story) == ["Front Desk", "On Call"]


def test_a_late_acceptance_releases_no_phone_of_a_connected_transfer() -> None:
    """The caller is connected, and the other phones have stopped for good."""
    connected = (*AGREED, ring_is_attempted(), phone_reports("On Call", "answered"))
    story = a_call(*connected, phone_reports("Front Desk", "stopped")).when(ring_answer("accepted"))
    story.then(such(e.LateReportNoted, report="transfer_accepted"))


def test_a_phone_that_begins_to_ring_after_the_hang_up_is_released_again() -> None:
    """The request was on its way."""
    gone = (*AGREED, ring_is_attempted(), call_ends(), phone_reports("On Call", "stopped"))
    story = a_call(*gone).when(phone_reports("On Call", "ringing"))
    story.then(such(e.RecipientReleased, who="On Call", reason="caller_hung_up"))
    assert statuses(story) == {"Front Desk": "released", "On Call": "released"}
