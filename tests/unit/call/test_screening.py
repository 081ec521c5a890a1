"""Who gets the caller, if the carrier connects phones by itself: exactly one, and the log knows."""

import pytest

from hookflash.domain.call import commands as c
from hookflash.domain.call import events as e
from hookflash.domain.call.effects import PlayVoicemail, open_effects
from hookflash.domain.event import Actor
from hookflash.testing import (
    CallStory,
    Step,
    call_ends,
    carrier_asks_about,
    carrier_connects,
    phone_reports,
    ring_answer,
    ring_is_attempted,
    ring_times_out,
    step,
    such,
    voicemail_answer,
    voicemail_is_attempted,
)
from tests.unit.call.situations import (
    AGREED,
    CONNECTED,
    PLAYING,
    RUNG,
    UNANSWERED,
    a_call,
    releases,
)
from tests.unit.call.test_ringing import statuses

SCREENED = (*AGREED, ring_is_attempted(screening=True), ring_answer("accepted"))
CALLERS = ("answered", "bridged")


def has_caller(story: CallStory) -> list[str]:
    """Those who have the caller."""
    return [who for who, status in statuses(story).items() if status in CALLERS]


def test_the_first_phone_that_is_asked_about_wins() -> None:
    """The others are released in the same decision."""
    story = a_call(*SCREENED).when(carrier_asks_about("On Call"))
    story.then(
        such(e.RecipientAnswered, who="On Call", by=Actor.MEMBER),
        such(e.TransferConnected, who="On Call"),
        such(e.RecipientReleased, who="Front Desk", reason="answered_elsewhere"),
    ).then_state("dropped")


def test_the_next_one_is_released() -> None:
    """Whether the carrier has carried out the release or not."""
    story = a_call(*SCREENED, carrier_asks_about("On Call")).when(carrier_asks_about("Front Desk"))
    story.then(such(e.RecipientReleased, who="Front Desk", reason="answered_too_late"))
    assert has_caller(story) == ["On Call"]


def test_asking_about_the_winner_again_changes_nothing() -> None:
    """The answer follows from the log."""
    a_call(*SCREENED, carrier_asks_about("On Call")).when(
        carrier_asks_about("On Call")
    ).then_nothing()


@pytest.mark.parametrize("over", [ring_times_out(), call_ends()])
def test_a_question_after_the_ringing_is_over_is_too_late(over: Step) -> None:
    """The phone is released."""
    story = a_call(*SCREENED, over).when(carrier_asks_about("On Call"))
    story.then(such(e.RecipientReleased, who="On Call", reason="answered_too_late"))
    assert has_caller(story) == []


def test_an_answer_alone_decides_nothing() -> None:
    """The carrier asks before it connects: it may be the member's own voicemail."""
    story = a_call(*SCREENED).when(phone_reports("On Call", "answered")).then(e.RecipientRinging)
    story.when(phone_reports("On Call", "answered")).then_nothing()
    story.when(carrier_asks_about("Front Desk"))
    assert has_caller(story) == ["Front Desk"]


def test_without_screening_the_first_answer_connects_as_before() -> None:
    """A host that is commanded does not ask."""
    story = a_call(*RUNG).when(phone_reports("On Call", "answered"))
    assert has_caller(story) == ["On Call"]
    assert releases(story) == ["Front Desk"]


def test_the_phone_that_the_carrier_connected_is_never_the_one_released() -> None:
    """Fault 48: an answer of another phone was reported first."""
    story = a_call(*CONNECTED).when(carrier_connects("Front Desk"))
    story.then(
        such(e.RecipientReleased, who="On Call", reason="answered_too_late"),
        such(e.RecipientBridged, who="Front Desk", by=Actor.PROVIDER),
    ).then_state("dropped")
    assert releases(story) == ["On Call"]
    assert has_caller(story) == ["Front Desk"]


def test_a_bridge_decides_if_nothing_was_decided() -> None:
    """The question was never asked, or its answer never came."""
    story = a_call(*SCREENED).when(carrier_connects("On Call"))
    story.then(
        such(e.RecipientAnswered, who="On Call"),
        such(e.TransferConnected, who="On Call"),
        such(e.RecipientReleased, who="Front Desk"),
        such(e.RecipientBridged, who="On Call"),
    ).then_state("dropped")


def test_the_bridge_of_the_winner_is_recorded_once() -> None:
    """A second report of it is noted."""
    story = a_call(*SCREENED, carrier_asks_about("On Call")).when(carrier_connects("On Call"))
    story.then(such(e.RecipientBridged, who="On Call"))
    story.when(carrier_connects("On Call")).then(such(e.LateReportNoted, report="leg_bridged"))


def test_a_second_bridge_is_released() -> None:
    """Exactly one member talks to the caller."""
    gone = phone_reports("Front Desk", "unavailable")
    story = a_call(*SCREENED, gone, carrier_connects("On Call"))
    story.when(carrier_connects("Front Desk"))
    story.then(such(e.RecipientReleased, who="Front Desk", reason="answered_too_late"))
    assert has_caller(story) == ["On Call"]


def test_a_bridge_from_before_the_timeout_takes_the_call_back_from_voicemail() -> None:
    """The log was away while the carrier connected the phone."""
    story = a_call(*UNANSWERED).when(carrier_connects("On Call"))
    story.then(
        such(e.RecipientAnswered, who="On Call"),
        such(e.TransferConnected, who="On Call"),
        such(e.RecipientBridged, who="On Call"),
    ).then_state("dropped")
    assert releases(story) == ["Front Desk"]
    assert not any(isinstance(effect, PlayVoicemail) for effect in open_effects(story.call))


def test_a_bridge_after_the_voicemail_began_is_only_noted() -> None:
    """The carrier has taken the caller there."""
    story = a_call(*PLAYING).when(carrier_connects("On Call")).then(e.LateReportNoted)
    story.then_state("voicemail_fallback")


def test_a_phone_that_was_stopped_does_not_come_back() -> None:
    """Its bridge was reported late."""
    story = a_call(*UNANSWERED, phone_reports("On Call", "stopped"))
    story.when(carrier_connects("On Call")).then(such(e.LateReportNoted, detail="stopped"))


def test_a_bridge_after_the_call_is_only_noted() -> None:
    """The phones were released when it ended."""
    story = a_call(*SCREENED, call_ends()).when(carrier_connects("On Call"))
    story.then(e.LateReportNoted).then_state("ended")


def test_a_winner_that_was_let_go_leaves_the_caller_to_voicemail() -> None:
    """The log could not be asked in time, and named it only afterwards."""
    story = a_call(*SCREENED, carrier_asks_about("On Call"))
    (transfer,) = story.call.transfers.values()
    assert transfer.winner is not None
    story.when(step(c.LetGo, leg=transfer.winner.leg.leg)).then(
        such(e.RecipientReleased, who="On Call", reason="failed"),
        such(e.TransferUnanswered, reason="decided_too_late"),
    ).then_state("voicemail_fallback")
    story.when(voicemail_is_attempted()).when(voicemail_answer("accepted"))
    assert story.call.voicemail is not None
    assert story.call.voicemail.status == "started"


def test_a_phone_that_was_connected_is_not_let_go() -> None:
    """The carrier's word counts."""
    story = a_call(*SCREENED, carrier_connects("On Call"))
    legs = next(iter(story.call.transfers.values())).legs
    for leg in legs:
        story.when(step(c.LetGo, leg=leg)).then_nothing()
