"""Lists of calls: every filter, order and page size finds what a naive filter finds."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from sqlalchemy import Engine

from hookflash.projections.calls.cursor import BadCursor
from hookflash.projections.calls.filter import OUTCOMES, CallFilter, CallSort
from hookflash.projections.calls.queries import cursor_after
from hookflash.projections.database.engine import open_database
from hookflash.projections.projections import Projections
from tests.contract.projections.memory_log import MemoryLog
from tests.contract.projections.moves import Move, Stage, moves
from tests.contract.projections.plain_lists import PlainLists
from tests.contract.projections.world import CALLER, LINK, NUMBER, TO_MEMBER, World
from tests.weeks import FIRST, SECOND_NUMBER, weeks

SORTS: tuple[CallSort, ...] = (
    *("received", "-received", "duration", "-duration"),
    *("outcome", "-outcome", "events", "-events"),
)
TIMES = st.none() | st.integers(0, 22 * 24).map(lambda hours: FIRST + timedelta(hours=hours))


def some(*values: str) -> st.SearchStrategy[tuple[str, ...]]:
    """No value most of the time, or up to three."""
    return st.just(()) | st.lists(st.sampled_from(values), min_size=1, max_size=3).map(tuple)


@st.composite
def filters(draw: st.DrawFn) -> CallFilter:
    """Any filter; most of them find something."""
    since, until = draw(TIMES), draw(TIMES)
    if since and until and since >= until:
        since = None
    return CallFilter(
        q=draw(st.sampled_from(["", "", "", "BOOK", " open?", "5551", "555-01", "+", "CA3", "%"])),
        outcome=draw(some(*OUTCOMES)),
        reason=draw(some("30003", "30006", "opted_out", "silence", "missed", "message", "nothing")),
        follow_up=draw(st.none() | st.booleans()),
        number=draw(some(NUMBER, SECOND_NUMBER, "+14155550177")),
        job=draw(some("Booking", "People", "Unknown")),
        action=draw(
            some(
                *("text", "text:delivered", "text:undelivered", "text:failed", "voicemail"),
                *("transfer", "transfer:proposed", "transfer:confirmed", "transfer:refused"),
                *("transfer:voicemail", f"Send SMS: {LINK}", "Transfer call: Scheduling"),
            )
        ),
        contact=draw(st.sampled_from([None, None, None, CALLER, "anonymous"])),
        since=since,
        until=until,
        test=draw(st.none() | st.booleans()),
        state=draw(st.sampled_from([None, None, "live", "ended"])),
    )


def check(views: Projections, plain: PlainLists, where: CallFilter, sort: CallSort, n: int) -> None:
    """List page by page, and count."""
    found: list[str] = []
    cursor = None
    while page := views.calls.list("harbor", where, sort=sort, limit=n, cursor=cursor):
        found += [call.call for call in page]
        cursor = cursor_after(page[-1], sort)
        assert len(page) <= n
    assert found == plain.ids(where, sort)
    assert views.calls.counts("harbor", where) == plain.counts(where)


@pytest.fixture
def views(engine: Engine) -> Iterator[Projections]:
    """Some weeks of calls, with some that go on, a withheld one, and one of another workspace."""
    world = World()
    for line in weeks("harbor"):
        world.log.append(line.events)
    world.now, world.sent = FIRST + timedelta(days=21), 100_000  # other ids than those above
    world.answer(None).say("Could I book?")
    world.answer("sip:dana@example.com").ring(TO_MEMBER)
    world.receive()
    world.answer(workspace="another").send("accepted")
    views = Projections(world.log, engine)
    views.catch_up()
    yield views
    views.close()


def test_a_list_is_what_a_naive_filter_finds(engine: Engine, views: Projections) -> None:
    """Whatever the filters, the order and the size of a page: each call once."""
    plain = PlainLists(engine, "harbor")
    assert len(plain.calls) == len(views.calls.list("harbor", limit=1000)) > 100

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(filters(), st.sampled_from(SORTS), st.sampled_from([1, 7, 50, 1000]))
    def any_question(where: CallFilter, sort: CallSort, n: int) -> None:
        check(views, plain, where, sort, max(n, 5))

    any_question()


@settings(max_examples=15, deadline=None)
@given(moves, filters(), st.sampled_from(SORTS))
def test_a_list_follows_whatever_happens_on_the_calls(
    made: list[Move], where: CallFilter, sort: CallSort
) -> None:
    """In batches of any size: what was done, and what became of it."""
    engine = open_database("sqlite://")
    log = MemoryLog(most=1 + len(made) % 9)
    stage = Stage(World(log))
    views = Projections(log, engine)
    for move in made:
        stage.make(move)
        if move.n % 3 == 0:
            views.catch_up()
    views.catch_up()
    plain = PlainLists(engine, "harbor")
    check(views, plain, where.model_copy(update={"since": None, "until": None}), sort, 3)
    for action in ("text:queued", "text:delivered", "transfer:asked", "transfer:ringing"):
        check(views, plain, CallFilter(action=(action,)), sort, 100)
    engine.dispose()


def test_every_call_with_one_tag_is_found_by_it(engine: Engine, views: Projections) -> None:
    """The filters find something, so that the comparison above means something."""
    plain = PlainLists(engine, "harbor")
    for where in (
        CallFilter(reason=("30003",)),
        CallFilter(action=("transfer:connected",)),
        CallFilter(action=("voicemail",)),
        CallFilter(job=("People",)),
        CallFilter(q="book?"),
        CallFilter(q="dana@"),
        CallFilter(contact="anonymous"),
        CallFilter(outcome=("live",)),
    ):
        found = plain.ids(where, "-received")
        assert 0 < len(found) < len(plain.calls)
        check(views, plain, where, "-received", 1000)


@pytest.mark.parametrize("sort", SORTS)
def test_a_cursor_of_another_order_is_refused(views: Projections, sort: CallSort) -> None:
    """And what is no cursor at all."""
    other: CallSort = "-events" if sort != "-events" else "duration"
    cursor = cursor_after(views.calls.list("harbor", sort=other)[0], other)
    for wrong in (cursor, "", "%", "bm90IGpzb24", cursor[:-3], "WyItZXZlbnRzIiwiMSIsMV0"):
        with pytest.raises(BadCursor):
            views.calls.list("harbor", sort=sort, cursor=wrong)


@pytest.mark.parametrize(
    ("field", "wrong", "told"),
    [
        ("action", "fax", "Write text, transfer or voicemail"),
        ("action", "text:lost", "After “text:” write one of queued"),
        ("action", "voicemail:", "Write text, transfer or voicemail"),
        ("number", "12", "with the country code"),
        ("outcome", "lost", "Input should be 'interrupted'"),
        ("job", "", "at least 1 character"),
    ],
)
def test_a_value_that_no_call_can_have_is_an_error(field: str, wrong: str, told: str) -> None:
    """It says what would be right."""
    with pytest.raises(ValidationError, match=told):
        CallFilter.model_validate({field: [wrong]})


def test_a_period_ends_after_it_begins() -> None:
    """Otherwise it could only be empty."""
    with pytest.raises(ValidationError, match="Give the earlier time first"):
        CallFilter(since=FIRST, until=FIRST)
