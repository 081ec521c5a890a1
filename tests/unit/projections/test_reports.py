"""Reports by day, number, job and action."""

from datetime import UTC, date, datetime, timedelta
from statistics import quantiles
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from hookflash.domain.call import commands as c
from hookflash.domain.call.events import CallEvent
from hookflash.domain.erasure.erase import erase_call
from hookflash.domain.policy.contact_key import PSEUDONYM
from hookflash.projections.projections import Projections
from hookflash.projections.reports.days import offsets
from hookflash.projections.reports.figures import Figures
from hookflash.projections.reports.question import BadQuestion, By, Question, Report
from tests.contract.projections.moves import Move, Stage, moves
from tests.contract.projections.world import (
    CALLER,
    LINK,
    NUMBER,
    START,
    TO_INBOX,
    TO_MEMBER,
    TO_NUMBER,
    Line,
    World,
)
from tests.unit.projections.conftest import Emptied, Read
from tests.unit.projections.plain_fold import acted, count, is_test

HARBOR = Question(workspace="harbor")
BYS: list[By] = ["day", "number", "job", "action"]


def told(figures: Figures) -> dict[str, object]:
    """The figures that are not 0, without the reasons."""
    named = figures.model_dump(exclude_defaults=True)
    return {
        name: value
        for name, value in named.items()
        if name in Figures.model_fields and not isinstance(value, dict)
    }


def connect(line: Line, seconds: float) -> None:
    """The caller is transferred to a member, who answers ``seconds`` after the yes."""
    line.ring(TO_MEMBER)
    line.phone("Front Desk", "answered", seconds - 2)


def at(world: World, moment: datetime) -> None:
    """Advance the clock so that the next event happens at ``moment``."""
    world.now = moment - timedelta(seconds=1)


@settings(max_examples=60)
@given(moves)
def test_reports_say_what_the_events_say(emptied: Emptied, some: list[Move]) -> None:
    """For any calls: in total and by job, with and without test calls."""
    stage = Stage(World())
    for move in some:
        stage.make(move)
    views = Projections(stage.world.log, emptied())
    views.catch_up()
    everything = [line.events for line in stage.lines.values()]
    for tests in (False, True):
        question = HARBOR.model_copy(update={"tests": tests})
        histories = [events for events in everything if tests or not is_test(events)]
        reports = {by: views.reports.ask(by, question) for by in BYS}
        for report in reports.values():
            assert told(report.total) == pytest.approx(count(histories))
        jobs = {line.job: told(line) for line in reports["job"].lines}
        assert set(jobs) == {job for history in histories for job in acted(history)}
        for job, figures in jobs.items():
            assert job is not None
            assert figures == pytest.approx(count(histories, job))
            of_job = question.model_copy(update={"job": job})
            assert told(views.reports.ask("day", of_job).total) == pytest.approx(figures)


def test_every_text_and_every_transfer_has_one_end(read: Read) -> None:
    """Outcomes add up to the requests; reasons and causes are counted by name."""
    world = World()
    line = world.answer()
    line.send("accepted", "sent", "delivered")
    line.tell(c.PressDigits, digits="9")
    line.send(opted_out=True)
    line.propose(TO_INBOX)
    line.say("No thanks")
    line.propose(TO_MEMBER)
    line.tell(c.LapseConfirmation, effect_key=line.transfer(), asks=1)
    line.ring(TO_NUMBER)
    line.end()
    other = world.answer()
    other.send("accepted", "sent")
    other.tell(c.ReportSms, effect_key=other.text(), status="undelivered", code="30003")
    other.ring(TO_INBOX)
    other.end()
    total = read(world).reports.ask("number", HARBOR).total
    assert total.model_dump(exclude_defaults=True) == {
        "calls": 2,
        "calls_handed_over": 1,
        "calls_abandoned": 1,
        "calls_to_follow_up": 1,
        "texts": 3,
        "texts_sent": 2,
        "texts_delivered": 1,
        "texts_failed": 2,
        "texts_failed_by_reason": {"30003": 1, "opted_out": 1},
        "transfers_proposed": 4,
        "transfers_confirmed": 2,
        "transfers_declined": 1,
        "transfers_lapsed": 1,
        "transfers_handed_over": 1,
        "transfers_abandoned": 1,
        "transfers_by_cause": {"abandoned/ringing": 1, "lapsed/silence": 1},
    }


def test_time_to_a_human_is_reported_as_median_and_p95(read: Read) -> None:
    """From the yes to the answer; unanswered transfers have none."""
    world = World()
    for seconds in (4, 6, 10, 30):
        connect(world.answer(), seconds)
    world.answer().ring(TO_INBOX)
    (line,) = read(world).reports.ask("day", HARBOR).lines
    assert (line.seconds_to_human_median, line.seconds_to_human_p95) == (8.0, 27.0)


@settings(max_examples=30)
@given(st.lists(st.integers(2, 120), min_size=1, max_size=9))
def test_percentiles_are_those_of_statistics(emptied: Emptied, seconds: list[int]) -> None:
    """For any number of values, including equal ones."""
    world = World()
    for one in seconds:
        connect(world.answer(), one)
    views = Projections(world.log, emptied())
    views.catch_up()
    total = views.reports.ask("number", HARBOR).total
    cuts = quantiles(seconds, n=20, method="inclusive") if len(seconds) > 1 else seconds * 19
    wanted = (cuts[9], cuts[18])
    assert (total.seconds_to_human_median, total.seconds_to_human_p95) == pytest.approx(wanted)


@pytest.mark.parametrize(
    ("zone", "days"),
    [
        ("UTC", {"2026-03-28": 1, "2026-03-29": 2}),
        ("Europe/Berlin", {"2026-03-29": 2, "2026-03-30": 1}),
        ("America/New_York", {"2026-03-28": 1, "2026-03-29": 2}),
        ("Asia/Kolkata", {"2026-03-29": 1, "2026-03-30": 2}),
    ],
)
def test_days_follow_the_time_zone(read: Read, zone: str, days: dict[str, int]) -> None:
    """Even when clocks change; a text counts for the day of its call."""
    world = World()
    for day, hour in ((28, 23), (29, 21)):
        at(world, datetime(2026, 3, day, hour, 30, tzinfo=UTC))
        world.answer()
    at(world, datetime(2026, 3, 29, 22, 15, tzinfo=UTC))
    late = world.answer()
    world.now += timedelta(hours=3)
    late.send("accepted")
    question = Question(workspace="harbor", zone=zone)
    reports = read(world).reports
    lines = reports.ask("day", question).lines
    assert {str(line.day): line.calls for line in lines} == days
    assert [line.texts for line in lines] == [0, 1]
    for text, calls in days.items():
        only = dict.fromkeys(("first", "last"), date.fromisoformat(text))
        assert reports.ask("day", question.model_copy(update=only)).total.calls == calls


@given(
    st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"]),
    st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - bounds take no zone
    st.timedeltas(timedelta(0), timedelta(days=900)),
)
def test_the_offset_of_a_zone_is_right_at_every_moment(
    name: str, first: datetime, lasting: timedelta
) -> None:
    """As in the time zone database."""
    zone = ZoneInfo(name)
    parts = list(offsets(zone, first, first + lasting + timedelta(seconds=1)))
    for moment in (first, first + lasting / 3, first + lasting / 2, first + lasting):
        ahead = next(ahead for until, ahead in parts if moment < until)
        assert moment.astimezone(zone).utcoffset() == ahead


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Etc/GMT+12", "UTC"])
def test_the_first_and_the_last_possible_day_can_be_asked_for(read: Read, zone: str) -> None:
    """The extremes of Python's dates are no error."""
    world = World()
    world.answer()
    question = Question(workspace="harbor", zone=zone, first=date.min, last=date.max)
    assert read(world).reports.ask("day", question).total.calls == 1


def test_lines_by_number_job_and_action(read: Read) -> None:
    """By number, by job, by action as written in the job; most calls first."""
    world = World()
    for number in ("+14155550100", "+14155550110", "+14155550110"):
        line = world.answer(number=number)
        line.send("accepted", "sent", "delivered")
    line.propose(TO_INBOX)
    reports = read(world).reports
    by_number = reports.ask("number", HARBOR).lines
    assert [(line.number, line.calls) for line in by_number] == [
        ("+14155550110", 2),
        ("+14155550100", 1),
    ]
    by_job = reports.ask("job", HARBOR).lines
    assert [(line.job, line.calls) for line in by_job] == [("Booking", 3), ("People", 1)]
    by_action = reports.ask("action", HARBOR).lines
    assert [(line.job, line.action, line.texts) for line in by_action] == [
        ("Booking", f"Send SMS: {LINK}", 3),
        ("People", "Transfer call: Scheduling", 0),
    ]
    one_number = HARBOR.model_copy(update={"number": "+14155550100"})
    assert reports.ask("job", one_number).total.calls == 1


def test_an_erased_callers_texts_count_for_the_action_that_sent_them(read: Read) -> None:
    """Although their bodies are erased."""
    world = World()
    world.answer().send("accepted", "sent", "delivered")
    told = [event for event in world.log.events if isinstance(event, CallEvent)]
    world.log.events[:] = erase_call(told, CALLER, f"{PSEUDONYM}1")
    (line,) = read(world).reports.ask("action", HARBOR).lines
    assert (line.action, line.texts_delivered) == (f"Send SMS: {LINK}", 1)


def test_one_action_is_reported_on(read: Read) -> None:
    """Its texts, and the calls on which it acted."""
    world = World()
    for tool in (TO_INBOX, TO_MEMBER):
        line = world.answer()
        line.send("accepted")
        line.propose(tool)
    reports = read(world).reports
    asked = HARBOR.model_copy(update={"action": "Transfer call: Scheduling"})
    total = reports.ask("day", asked).total
    assert (total.calls, total.texts, total.transfers_proposed) == (1, 0, 1)
    both = asked.model_copy(update={"job": "Booking"})
    assert reports.ask("day", both).total == Figures()


def test_the_choices_for_filtering_reports(read: Read) -> None:
    """Numbers, jobs and actions of one workspace, and its last call."""
    world = World()
    world.answer().send("accepted")
    world.answer(number="+14155550101", test=True).propose(TO_INBOX)
    world.answer(workspace="other", number="+14155550102")
    reports = read(world).reports
    assert reports.choices("harbor").model_dump() == {
        "numbers": (NUMBER, "+14155550101"),
        "jobs": ("Booking", "People"),
        "actions": (f"Send SMS: {LINK}", "Transfer call: Scheduling"),
        "last_call": START + timedelta(seconds=1),
        "last_test": START + timedelta(seconds=6),
    }
    assert reports.choices("harbor").last(tests=False) == START + timedelta(seconds=1)
    assert reports.choices("harbor").last(tests=True) == START + timedelta(seconds=6)
    assert reports.choices("nobody").last(tests=True) is None


def test_other_workspaces_are_not_counted(read: Read) -> None:
    """A question covers one workspace."""
    world = World()
    world.answer(workspace="other").send("accepted")
    empty = read(world).reports.ask("day", HARBOR)
    assert (empty.lines, empty.total) == ((), Figures())


@pytest.mark.parametrize(
    ("asked", "field", "told_wrong"),
    [
        ({"zone": "Europe/Nowhere"}, "zone", "is not a time zone"),
        ({"zone": "../etc"}, "zone", "is not a time zone"),
        ({"zone": ""}, "zone", "is not a time zone"),
        ({"first": date(2026, 3, 2), "last": date(2026, 3, 1)}, "from", "is after the last day"),
    ],
)
def test_an_invalid_question_is_refused(
    engine: Engine, asked: dict[str, object], field: str, told_wrong: str
) -> None:
    """The error names the field."""
    reports = Projections(World().log, engine).reports
    with pytest.raises(BadQuestion, match=told_wrong) as refused:
        reports.ask("day", HARBOR.model_copy(update=asked))
    assert refused.value.field == field


def test_a_report_names_the_keys_of_its_lines(read: Read) -> None:
    """As columns for exports."""
    reports = read(World()).reports
    keys: list[Report] = [reports.ask(by, HARBOR) for by in BYS]
    assert [report.keys for report in keys] == [("day",), ("number",), ("job",), ("job", "action")]
