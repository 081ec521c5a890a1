"""The transfer audit trail."""

import pytest
from hypothesis import given, settings

from hookflash.domain.call import commands as c
from hookflash.projections.projections import Projections
from hookflash.projections.transfers.fold import TransferOutcome
from tests.contract.projections.memory_log import MemoryLog
from tests.contract.projections.moves import Move, Stage, moves
from tests.contract.projections.world import (
    CALLER,
    TO_INBOX,
    TO_MEMBER,
    TO_NUMBER,
    World,
    routing,
)
from tests.unit.projections.conftest import Emptied, Read
from tests.unit.projections.happenings import (
    Happen,
    after_yes,
    agrees,
    front_desk,
    hangs_up,
    is_unclear_twice,
    nothing,
    on_call,
    provider_refuses,
    says_no,
    stays_silent,
    the_trail,
    time_runs_out,
)


def test_the_trail_shows_who_was_really_connected(read: Read) -> None:
    """Fault 48: the answer of another phone was reported first."""
    world = World()
    line = world.answer()
    line.ring(TO_INBOX)
    line.phone("Front Desk", "answered")
    line.tell(c.ReportBridged, 2, leg=line.leg("On Call"))
    trail = the_trail(read(world))
    assert (trail.outcome, trail.answered_by) == ("connected", "On Call")
    assert {ring.who: ring.outcome for ring in trail.ringing} == {
        "Front Desk": "answered_too_late",
        "On Call": "answered",
    }
    assert [one.type for one in trail.events[-2:]] == ["RecipientReleased", "RecipientBridged"]


def test_a_transfer_that_a_carrier_had_connected_is_no_voicemail(read: Read) -> None:
    """The ring time was over only in the log."""
    world = World()
    line = world.answer()
    line.ring(TO_INBOX)
    line.tell(c.TimeOutRing, effect_key=line.transfer())
    line.tell(c.ReportBridged, leg=line.leg("On Call"))
    line.end()
    views = read(world)
    trail = the_trail(views)
    assert (trail.outcome, trail.cause, trail.answered_by) == ("connected", "", "On Call")
    (call,) = views.calls.list("harbor")
    assert call.outcome == "transferred"


@pytest.mark.parametrize(
    ("happens", "outcome", "cause"),
    [
        (nothing, "asked", ""),
        (agrees, "ringing", ""),
        (says_no, "declined", ""),
        (stays_silent, "lapsed", "silence"),
        (is_unclear_twice, "lapsed", "unclear"),
        (hangs_up, "abandoned", "asked"),
        (after_yes(hangs_up), "abandoned", "ringing"),
        (after_yes(front_desk("answered")), "connected", ""),
        (after_yes(front_desk("answered"), hangs_up), "connected", ""),
        (after_yes(time_runs_out), "voicemail", "timed_out"),
        (
            after_yes(front_desk("unavailable"), on_call("unavailable")),
            "voicemail",
            "nobody_available",
        ),
        (after_yes(provider_refuses), "voicemail", "no_route"),
        (after_yes(time_runs_out, hangs_up), "voicemail", "timed_out"),
    ],
)
def test_a_transfer_has_one_outcome(
    read: Read, happens: Happen, outcome: TransferOutcome, cause: str
) -> None:
    """With its cause."""
    world = World()
    line = world.answer()
    line.propose()
    happens(line)
    trail = the_trail(read(world))
    assert (trail.outcome, trail.cause) == (outcome, cause)
    assert (trail.ended_at is None) == (outcome in ("asked", "ringing"))


def test_transfers_are_found_by_where_and_when(read: Read) -> None:
    """By destination and time range; destinations are listed in order."""
    world = World()
    for tool in (TO_MEMBER, TO_INBOX, TO_MEMBER):
        world.answer().propose(tool)
    trails = read(world).transfers
    last, second, first = trails.list("harbor")
    assert trails.list("harbor", destination="Front Desk") == (last, first)
    assert trails.list("harbor", since=second.asked_at) == (last, second)
    assert trails.list("harbor", until=second.asked_at) == (first,)
    assert trails.destinations("harbor") == ("Front Desk", "Scheduling")
    assert trails.destinations("other") == ()


def test_a_transfer_from_its_question_to_its_answer(read: Read) -> None:
    """Who asked, why, the words of the yes, when the agent left, who rang and who answered."""
    world = World()
    line = world.answer()
    line.say("Could I talk to somebody?")
    line.ring()
    line.phone("Front Desk", "ringing")
    line.phone("On Call", "ringing")
    line.phone("On Call", "answered", 8)
    line.phone("Front Desk", "stopped")
    trail = the_trail(read(world))
    known = trail.model_dump(mode="json", exclude={"events", "effect_key"})
    assert known == {
        "call": line.call_id,
        "destination": "Scheduling",
        "destination_kind": "inbox",
        "asked_at": "2026-03-02T09:00:04Z",
        "asked_by": "Sona",
        "reason": "Could I talk to somebody?",
        "asked_again": 0,
        "confirmed_at": "2026-03-02T09:00:05Z",
        "confirmed_by": "Sure, go ahead",
        "declined_by": None,
        "agent_left_at": "2026-03-02T09:00:05Z",
        "ringing": [
            {"who": "Front Desk", "outcome": "answered_elsewhere", "seconds": 9.0},
            {"who": "On Call", "outcome": "answered", "seconds": 8.0},
        ],
        "outcome": "connected",
        "ended_at": "2026-03-02T09:00:17Z",
        "answered_by": "On Call",
        "seconds_to_answer": 12.0,
        "cause": "",
        "code": "",
        "voicemail": None,
        "flagged": False,
        "test": False,
        "workspace": "harbor",
        "contact": CALLER,
        "number": "+14155550100",
        "tool": TO_INBOX,
        "job": "People",
        "occurrence": 1,
        "log_position": 12,
    }
    assert trail.effect_key == line.transfer()


def test_the_event_behind_every_line(read: Read) -> None:
    """Position, type and time as in the call's stream, with a description."""
    world = World()
    line = world.answer()
    line.ring(TO_MEMBER)
    line.phone("Front Desk", "ringing")
    line.phone("Front Desk", "unavailable", reason="busy", code="486")
    line.voicemail()
    line.end()
    trail = the_trail(read(world))
    by_position = {event.position: event for event in line.events}
    for told in trail.events:
        event = by_position[told.position]
        assert (told.type, told.at) == (event.type, event.at)
    assert [told.line for told in trail.events] == [
        "Asked whether to transfer to Front Desk",
        "The caller agreed to be transferred to Front Desk: “Sure, go ahead”",
        "The agent left the call",
        "Asked the provider for the transfer, attempt 1",
        "The provider accepted the transfer",
        "Front Desk: ringing",
        "Front Desk: busy (code 486)",
        "No one answered: nobody available",
        "Asked the provider to play the voicemail, attempt 1",
        "Scheduling's voicemail is playing",
        "A message of 4.5 s was left",
        "The call ended: caller hung up",
    ]


def test_an_outside_number_is_handed_over(read: Read) -> None:
    """Phones behind an external number are not listed."""
    world = World()
    line = world.answer()
    line.ring(TO_NUMBER)
    trail = the_trail(read(world))
    assert (trail.outcome, trail.destination) == ("handed_over", "+14155550123")
    assert (trail.ringing, trail.answered_by, trail.seconds_to_answer) == ((), None, None)


def test_an_outside_number_that_the_carrier_refuses_has_failed(read: Read) -> None:
    """Although voicemail then plays, which is listed too."""
    world = World()
    line = world.answer()
    line.propose(TO_NUMBER)
    line.say("Sure, go ahead", routing=routing(TO_NUMBER))
    line.tell(c.Attempt, effect_key=line.transfer(), attempt=1)
    provider_refuses(line)
    line.voicemail()
    trail = the_trail(read(world))
    assert (trail.outcome, trail.code, trail.cause) == ("failed", "13227", "no_route")
    assert trail.voicemail is not None
    assert trail.voicemail.transcript == "Please call me back"


@pytest.mark.parametrize(
    ("seconds", "status", "recording"), [(4.5, "recorded", "rec/1.wav"), (None, "no_message", "")]
)
def test_the_voicemail_is_in_the_trail(
    read: Read, seconds: float | None, status: str, recording: str
) -> None:
    """With or without a message."""
    world = World()
    line = world.answer()
    line.ring(TO_MEMBER)
    line.phone("Front Desk", "unavailable", reason="busy")
    line.voicemail(seconds)
    line.end()
    trail = the_trail(read(world))
    assert trail.outcome == "voicemail"
    assert trail.voicemail is not None
    assert trail.voicemail.model_dump() == {
        "owner": "Scheduling",
        "status": status,
        "recording": recording,
        "seconds": seconds,
        "transcript": "Please call me back" if seconds else "",
    }


def test_words_of_a_no_and_unclear_ones_are_kept(read: Read) -> None:
    """With the number of times the question was repeated."""
    world = World()
    line = world.answer()
    line.propose()
    line.say("What do you mean?")
    line.say("No thanks")
    trail = the_trail(read(world))
    assert (trail.asked_again, trail.declined_by, trail.confirmed_by) == (1, "No thanks", None)


def test_a_destination_that_is_gone_leaves_a_trail(read: Read) -> None:
    """The transfer was refused before the caller was asked."""
    world = World()
    line = world.answer()
    line.tell(c.CallTool, tool=TO_INBOX, tool_call_id="t", routing=None)
    trail = the_trail(read(world))
    assert (trail.outcome, trail.cause, trail.reason) == ("failed", "destination_gone", "")


def test_a_transfer_that_a_person_has_to_look_at_is_flagged(read: Read) -> None:
    """It is unknown whether phones are ringing."""
    world = World()
    line = world.answer()
    line.propose()
    after_yes()(line)
    line.tell(c.Flag, effect_key=line.transfer(), reason="no trace at the provider")
    trail = the_trail(read(world))
    assert (trail.flagged, trail.events[-1].type) == (True, "ActionFlagged")


def test_transfers_are_listed_newest_first_and_by_call_and_outcome(read: Read) -> None:
    """In pages, one workspace at a time."""
    world = World()
    first = world.answer("+14155550111")
    first.propose()
    says_no(first)
    second = world.answer("+14155550112", test=True)
    second.propose()
    other = world.answer(workspace="other")
    other.propose()
    trails = read(world).transfers
    newest, oldest = trails.list("harbor")
    assert (newest.call, oldest.call) == (second.call_id, first.call_id)
    assert (newest.test, oldest.test) == (True, False)
    assert trails.list("harbor", limit=1, before=newest.log_position) == (oldest,)
    assert trails.list("harbor", call_id=first.call_id) == (oldest,)
    assert trails.list("harbor", outcome="asked") == (newest,)
    assert trails.get("harbor", oldest.effect_key) == oldest
    assert trails.get("other", oldest.effect_key) is None


OUTCOMES = {
    "asked": {"asked"},
    "confirmed": {"ringing"},
    "declined": {"declined"},
    "lapsed": {"lapsed"},
    "refused": {"failed"},
    "abandoned": {"abandoned"},
    "connected": {"connected", "handed_over"},
    "unanswered": {"voicemail"},
    "failed": {"voicemail", "failed"},
}


@settings(max_examples=50)
@given(moves)
def test_trails_say_what_the_domain_knows(emptied: Emptied, some: list[Move]) -> None:
    """For every transfer: its outcome, and who answered."""
    stage = Stage(World(MemoryLog(most=5)))
    for move in some:
        stage.make(move)
    views = Projections(stage.world.log, emptied())
    views.catch_up()
    trails = {trail.effect_key: trail for trail in views.transfers.list("harbor")}
    transfers = [t for line in stage.lines.values() for t in line.call.transfers.values()]
    assert len(trails) == len(transfers)
    for transfer in transfers:
        trail = trails[transfer.effect_key]
        assert trail.outcome in OUTCOMES[transfer.outcome]
        assert trail.asked_again == max(0, transfer.asks - 1)
        answered = [ring.who for ring in trail.ringing if ring.outcome == "answered"]
        assert answered == ([trail.answered_by] if trail.outcome == "connected" else [])
        assert all(ring.seconds >= 0 for ring in trail.ringing)
