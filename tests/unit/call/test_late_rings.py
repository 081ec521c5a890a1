"""A request to ring comes through after the transfer is over: every phone that it rings stops."""

import pytest

from hookflash.domain.call import commands as c
from hookflash.domain.call import events as e
from hookflash.domain.call.effects import ReleasePhone, open_effects
from hookflash.domain.call.searches import SEARCH_SECONDS
from hookflash.domain.call.timers import pending_timers
from hookflash.testing import (
    CallStory,
    Step,
    call_ends,
    phone_reports,
    ring_answer,
    ring_is_attempted,
    ring_times_out,
    step,
    such,
    transfer_key,
)
from tests.unit.call.situations import AGREED, RUNG, a_call, releases

STOPPED = (phone_reports("Front Desk", "stopped"), phone_reports("On Call", "stopped"))
ASKED = (*AGREED, ring_is_attempted())
OVER = [call_ends(), ring_times_out()]
REASONS = ["caller_hung_up", "timed_out"]


def search(number: int) -> Step:
    """The provider was asked, and knew of no phone."""
    return step(c.RecordSearch, effect_key=transfer_key, search=number)


def searches(story: CallStory) -> list[tuple[int, float]]:
    """Number and wait of the searches that are to come next."""
    return [(t.step, t.seconds) for t in pending_timers(story.call) if t.kind == "search"]


@pytest.mark.parametrize(("over", "reason"), [*zip(OVER, REASONS, strict=True)])
@pytest.mark.parametrize("sign", ["ringing", "answered"])
def test_one_phone_that_rings_too_late_stops_all_of_them(
    over: Step, reason: str, sign: str
) -> None:
    """Fault 64: what one of them reports holds for the others, whose reports may be lost."""
    story = a_call(*ASKED, over, *STOPPED).when(phone_reports("On Call", sign))  # type: ignore[arg-type]
    released = such(e.RecipientReleased, reason=reason)
    story.then(such(e.LateReportNoted, report="transfer_accepted"), released, released)
    assert releases(story) == ["Front Desk", "On Call"]
    assert searches(story) == []


@pytest.mark.parametrize("over", OVER)
def test_phones_of_which_nothing_is_heard_are_looked_for_and_released(over: Step) -> None:
    """Fault 64: the answer was lost, and so is every report."""
    story = a_call(*ASKED, ring_answer("unknown"), over, *STOPPED)
    for number, seconds in enumerate(SEARCH_SECONDS, start=1):
        assert searches(story) == [(number, seconds)]
        story.when(search(number)).then(
            such(e.TransferSought, search=number), e.RecipientReleased, e.RecipientReleased
        )
        for stopped in STOPPED:
            story.when(stopped).then(e.RecipientStopped)
    assert searches(story) == []


@pytest.mark.parametrize("outcome", ["refused", "postponed", "accepted"])
def test_an_answer_that_comes_after_all_ends_the_search(outcome: str) -> None:
    """Then it is known whether a phone can ring."""
    gone = a_call(*ASKED, call_ends(), *STOPPED)
    assert searches(gone) == [(1, SEARCH_SECONDS[0])]
    gone.when(ring_answer(outcome, seconds=2.0))  # type: ignore[arg-type]
    assert searches(gone) == []


def test_nothing_is_looked_for_if_the_answer_was_known() -> None:
    """Every phone was released after it had begun to ring."""
    story = a_call(*RUNG).when(call_ends())
    released = e.RecipientReleased
    story.then(released, released, such(e.TransferAbandoned, may_ring=False), e.CallEnded)
    assert searches(story) == []


def test_each_release_is_another_effect() -> None:
    """A release that is under way does not swallow the next one."""
    story = a_call(*ASKED, call_ends(), *STOPPED, phone_reports("On Call", "ringing"))
    releasing = [one for one in open_effects(story.call) if isinstance(one, ReleasePhone)]
    assert [effect.attempt for effect in releasing] == [2, 2]
