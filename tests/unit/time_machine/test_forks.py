"""A call that was recorded is decided again, under other circumstances."""

import pytest
from hypothesis import given

from hookflash.domain.call.events import CallEvent
from hookflash.orchestrator.testing.simulated_office import Office
from hookflash.orchestrator.time_machine.change import (
    Change,
    InvalidFork,
    NotForkable,
    Phone,
    Policy,
    policy_from,
)
from hookflash.orchestrator.time_machine.following import Follower
from hookflash.orchestrator.time_machine.recording import recording_of
from hookflash.orchestrator.workspaces.file.workspace_file import workspace_in
from hookflash.testing import PhoneBehaviour, PlayedCall, events, in_virtual_time, office
from tests.histories import histories
from tests.unit.time_machine.lawful import assert_lawful
from tests.unit.time_machine.stage import OFFICE, fork, kinds

ANSWERS = PhoneBehaviour(does="answer", after=8)


async def a_booking(o: Office) -> PlayedCall:
    """A caller gets the link, says that it came, and hangs up."""
    call = await o.call()
    await call.says("I'd like to book a cleaning", "Yes, got it")
    await call.then(events.SmsDelivered)
    await call.hangs_up()
    await call.waits(60)
    return call


async def a_transfer(o: Office, **phones: PhoneBehaviour) -> PlayedCall:
    """A caller asks for a person, says yes, and waits until the phones are done."""
    call = await o.call(phones=phones)
    await call.says("Could I talk to a person?", "Yes, please")
    await call.waits(90)
    await call.hangs_up()
    return call


@in_virtual_time
async def test_without_a_change_a_call_goes_as_it_went() -> None:
    """The branch is the recorded call, event for event."""
    async with office(OFFICE, phones={"Dana": ANSWERS}) as o:
        for call in (await a_booking(o), await a_transfer(o)):
            forked = await fork(o, call.id, Change())
            assert forked.branch.events == forked.recorded
            assert forked.branch.altered_at == 0
            assert forked.difference is None


@given(histories())
def test_any_history_is_its_own_branch(history: list[CallEvent]) -> None:
    """That holds for any history that the rules can lead to."""
    recording = recording_of(list(enumerate(history, 1)))
    follower = Follower(recording, Change(), None)
    assert follower.follow(0) is None
    assert tuple(follower.events) == recording.events
    assert follower.altered_at == 0


@in_virtual_time
async def test_a_text_is_refused_where_the_number_is_not_registered() -> None:
    """The agent says so, and the call goes on from there."""
    async with office(OFFICE) as o:
        call = await a_booking(o)
        forked = await fork(o, call.id, Change(policy=Policy(registration="pending")))
        assert "SmsRequested" not in kinds(forked.branch.events)
        assert forked.was.texts == ("delivered: https://example.com/book",)
        assert forked.would_be.texts == (
            "refused (registration_pending): https://example.com/book",
        )
        assert forked.difference is not None
        assert "still pending" in forked.difference.instead
        assert any("other words" in note.text for note in forked.branch.notes)
        assert_lawful(forked.branch.events)


@in_virtual_time
async def test_a_text_that_was_refused_is_taken_and_assumed_to_arrive() -> None:
    """What a provider would have done is noted as an assumption."""
    unregistered = OFFICE.replace("registration: approved", "registration: unregistered")
    async with office(unregistered) as o:
        call = await o.call()
        await call.says("I'd like to book a cleaning")
        await call.hangs_up()
        forked = await fork(o, call.id, Change(policy=Policy(registration="approved")))
        assert forked.would_be.texts == ("delivered: https://example.com/book",)
        assert any("assumed: accepted" in note.text for note in forked.branch.notes)
        assert_lawful(forked.branch.events)


@in_virtual_time
async def test_phones_ring_for_longer() -> None:
    """Nothing else changes but the time at which they stop."""
    late = PhoneBehaviour(does="reject", after=20)
    async with office(OFFICE) as o:
        call = await a_transfer(o, Dana=late)
        forked = await fork(o, call.id, Change(policy=Policy(ring_seconds=60)))
        assert forked.difference is None or forked.was.state == forked.would_be.state
        [was] = [one for one in forked.recorded if one.type == "TransferUnanswered"]
        [would] = [one for one in forked.branch.events if one.type == "TransferUnanswered"]
        assert (would.at - was.at).total_seconds() == pytest.approx(30, abs=2)
        assert_lawful(forked.branch.events)


@in_virtual_time
async def test_a_member_answers_who_did_not() -> None:
    """Phones do as they are told, from the ring on."""
    async with office(OFFICE) as o:
        call = await a_transfer(o)
        forked = await fork(o, call.id, Change(phones={"Lee": Phone(does="answer", after=6)}))
        assert "TransferUnanswered" in kinds(forked.recorded)
        assert forked.would_be.transfers == ("Scheduling: connected by Lee",)
        assert_lawful(forked.branch.events)


@in_virtual_time
async def test_a_member_does_not_want_to_be_disturbed() -> None:
    """Their phone stays silent."""
    async with office(OFFICE, phones={"Dana": ANSWERS}) as o:
        call = await a_transfer(o)
        forked = await fork(o, call.id, Change(policy=Policy(do_not_disturb=("Dana",))))
        assert forked.was.transfers == ("Scheduling: connected by Dana",)
        assert "connected" not in forked.would_be.transfers[0]
        assert_lawful(forked.branch.events)


@in_virtual_time
async def test_the_caller_says_something_else() -> None:
    """What they did after the fork is left out."""
    async with office(OFFICE, phones={"Dana": ANSWERS}) as o:
        call = await a_booking(o)
        at = next(one.position for one in call.events if one.type == "SpeechHeard")
        change = Change(say=("Can I talk to a person?", "No, thanks"), hang_up=True)
        forked = await fork(o, call.id, change, at)
        assert kinds(forked.branch.events)[:at] == kinds(forked.recorded)[:at]
        assert forked.would_be.transfers == ("Scheduling: declined",)
        assert forked.would_be.texts == ()
        assert forked.would_be.state == "ended"
        assert_lawful(forked.branch.events)


@in_virtual_time
async def test_an_answer_is_never_invented() -> None:
    """The caller answered a question that the branch does not ask."""
    async with office(OFFICE, phones={"Dana": ANSWERS}) as o:
        call = await a_transfer(o)
        forked = await fork(o, call.id, Change(policy=Policy(proposals_per_call=0)))
        assert "which was not asked" in forked.branch.undecidable
        assert "TransferConfirmed" not in kinds(forked.branch.events)
        assert_lawful(forked.branch.events)


@in_virtual_time
async def test_a_yes_counts_for_no_other_destination() -> None:
    """They were asked about Scheduling, not about a member."""
    other = OFFICE.replace("/Transfer call: Scheduling", "/Transfer call: Lee")
    async with office(OFFICE, phones={"Dana": ANSWERS}) as o:
        call = await a_transfer(o)
        jobs = workspace_in(other.encode(), "other").jobs
        forked = await fork(o, call.id, Change(jobs=jobs))
        assert forked.branch.undecidable == (
            "the caller was never asked whether to be connected to Lee"
        )


@in_virtual_time
async def test_another_job_sends_another_text() -> None:
    """The scripted agent makes its moves again, by the changed job."""
    other = OFFICE.replace("https://example.com/book", "https://example.com/new")
    async with office(OFFICE) as o:
        call = await a_booking(o)
        jobs = workspace_in(other.encode(), "other").jobs
        forked = await fork(o, call.id, Change(jobs=jobs))
        assert forked.would_be.texts == ("delivered: https://example.com/new",)
        assert_lawful(forked.branch.events)


@in_virtual_time
async def test_nothing_is_written() -> None:
    """The log ends where it did."""
    async with office(OFFICE) as o:
        call = await a_booking(o)
        before = o.simulation.store.newest_position()
        await fork(o, call.id, Change(policy=Policy(registration="pending")))
        await fork(o, call.id, Change(say=("Can I talk to a person?", "yes")), 5)
        assert o.simulation.store.newest_position() == before


@in_virtual_time
async def test_a_fork_needs_an_event_of_the_call() -> None:
    """The error says which there are."""
    async with office(OFFICE) as o:
        call = await a_booking(o)
        with pytest.raises(InvalidFork, match=r"at: the call has no event 999"):
            await fork(o, call.id, Change(), 999)
        with pytest.raises(InvalidFork, match="fork it at 0"):
            await fork(o, call.id, Change(jobs=o.document.jobs), 3)
        with pytest.raises(InvalidFork, match="after which event the caller"):
            await fork(o, call.id, Change(hang_up=True))
        with pytest.raises(NotForkable, match="beginning is missing"):
            await fork(o, "harbor-dental.call.nothing", Change())


@pytest.mark.parametrize(
    ("name", "value", "wrong"),
    [
        ("ring_second", "20", "ring_second is not a setting; use one of registration,"),
        ("ring_seconds", "5", "ring_seconds: '5' does not fit: it is at least 15"),
        ("ring_seconds", "-5", "ring_seconds: '-5' does not fit: it is at least 15"),
        ("ring_seconds", "500", "ring_seconds: '500' does not fit: it is at most 120"),
        ("registration", "maybe", "'maybe' does not fit: use 'unregistered', 'pending'"),
        ("texts_per_call", "many", "texts_per_call: 'many' does not fit: write a whole number"),
        ("opted_out", "maybe", "opted_out: 'maybe' does not fit: write yes or no"),
    ],
)
def test_a_setting_that_does_not_exist_is_named(name: str, value: str, wrong: str) -> None:
    """So is a value that does not fit."""
    with pytest.raises(InvalidFork, match=wrong):
        policy_from({name: value})
