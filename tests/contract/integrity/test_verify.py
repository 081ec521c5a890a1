"""Verifying names the first bad position, however the rows were changed (faults 28, 29)."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from hookflash.domain.call import events as e
from hookflash.domain.event import Actor
from hookflash.orchestrator.integrity.findings import Finding
from hookflash.orchestrator.integrity.verify import KEPT, verify
from hookflash.orchestrator.log.store import Store, open_store
from hookflash.projections.database.engine import open_database
from hookflash.projections.projections import Projections
from tests.cast import CALL, NOON
from tests.contract.integrity.stories import hung_up_when_asked
from tests.contract.integrity.tampering import Tampering
from tests.contract.log.noted import noted, pages
from tests.histories import histories
from tests.unit.call.test_recall import story

OTHER = "harbor-dental.call.fedcba9876543210"
LAST = len(story())


@pytest.fixture(autouse=True)
def calls(store: Store) -> None:
    """A log of two interleaved calls, and a stream of another kind."""
    store.append(pages("h.book.a", 1, 3))
    for event, other in zip(story(), story(OTHER), strict=True):
        store.append([event])
        store.append([other])


@pytest.fixture
def views(url: str, store: Store) -> Iterator[Engine]:
    """Views that are up to date."""
    engine = open_database(url)
    Projections(store, engine).catch_up()
    yield engine
    engine.dispose()


def findings(store: Store, views: Engine | None = None) -> list[Finding]:
    """All findings of a verification."""
    return list(verify(store, views).findings)


def test_a_sound_log_has_no_findings(store: Store, views: Engine) -> None:
    """The result says how much was checked."""
    report = verify(store, views)
    assert (report.found, report.findings) == (0, ())
    checked = report.checked
    assert (checked.events, checked.streams, checked.calls) == (2 * LAST + 3, 3, 2)
    assert checked.decisions == 34
    assert checked.views


def test_an_empty_log_is_sound(file_url: str) -> None:
    """It contains nothing that could be wrong."""
    with open_store(file_url) as store:
        assert verify(store).found == 0


def test_it_reports_its_progress(store: Store) -> None:
    """The number of events checked and the total, for a progress bar."""
    told: list[tuple[int, int]] = []
    verify(store, progress=lambda done, of: told.append((done, of)))
    assert told == [(2 * LAST + 3, 2 * LAST + 3)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"Did it arrive?", b"Has it arrived?"),
        (b'"provider_id":"SM1"', b'"provider_id":"SM2"'),
        (b"12:00:06", b"12:00:05"),
    ],
)
def test_an_edit_without_consequences_is_found(
    store: Store, tampering: Tampering, old: bytes, new: bytes
) -> None:
    """The agent's words, a provider's id, a time: the seal no longer matches."""
    position = next(event.position for event in story() if old in event.model_dump_json().encode())
    tampering.edit(CALL, position, lambda state: state.replace(old, new))
    (found,) = findings(store)
    assert (found.kind, found.stream, found.position) == ("altered", CALL, position)
    assert found.log_position == tampering.log_position(CALL, position)
    assert found.wrong == "a seal that does not match the event"
    assert "backup" in found.right


def test_an_edit_that_changes_a_decision_is_found_twice(store: Store, tampering: Tampering) -> None:
    """By its seal, and with the value that the event should have."""
    tampering.edit(CALL, 4, lambda s: s.replace(b'"recipient":"+14155550199"', b'"recipient":"+1"'))
    sealed, decided = findings(store)
    assert (sealed.kind, sealed.position) == ("altered", 4)
    assert (decided.kind, decided.position) == ("decided_otherwise", 4)
    assert decided.wrong == "SmsRequested with recipient '+1'"
    assert decided.right == "SmsRequested with recipient '+14155550199', by today's rules"


@pytest.mark.parametrize(
    ("old", "new"),
    [(b'{"', b'["'), (b'"cause":"c-', b'"cause":"d-'), (b"2026-", b"2027-")],
    ids=["unreadable", "another cause", "another time"],
)
def test_an_event_decided_with_an_altered_one_is_not_a_finding(
    store: Store, tampering: Tampering, old: bytes, new: bytes
) -> None:
    """The transfer was abandoned because the call ended; the altered event is the end."""
    call = "harbor-dental.call.00000000000000f1"
    store.append(hung_up_when_asked(call))
    last = hung_up_when_asked(call)[-1].position
    tampering.edit(call, last, lambda state: state.replace(old, new, 1))
    assert {(one.stream, one.position) for one in findings(store)} == {(call, last)}


def test_an_edit_with_recomputed_seals_is_found_by_its_consequences(
    store: Store, tampering: Tampering
) -> None:
    """A no was changed to a yes, and the stream was sealed again."""
    tampering.edit(CALL, 13, lambda state: state.replace(b"No thanks.", b"Yes please."))
    tampering.seal_anew(CALL, LAST)
    (found,) = findings(store)
    assert (found.kind, found.stream, found.position) == ("decided_otherwise", CALL, 14)
    assert found.wrong == "TransferDeclined"


def test_an_edit_in_a_stream_that_is_not_a_call_is_found(
    store: Store, tampering: Tampering
) -> None:
    """Every stream is sealed."""
    tampering.edit("h.book.a", 2, lambda state: state.replace(b"a note", b"a nose"))
    (found,) = findings(store)
    assert (found.kind, found.stream, found.position) == ("altered", "h.book.a", 2)


def test_a_deleted_row_is_found(store: Store, tampering: Tampering) -> None:
    """The missing position is named, and the events after it are still checked."""
    place = tampering.log_position(CALL, 7)
    tampering.delete(CALL, 7)
    first, *_ = found = [one for one in findings(store) if one.stream == CALL]
    assert (first.kind, first.stream, first.position) == ("missing", CALL, 7)
    assert first.wrong == "position 7 of the stream missing"
    assert place < first.log_position
    assert len(found) == 1


def test_several_deleted_rows_are_one_gap(store: Store, tampering: Tampering) -> None:
    """The first one is named."""
    tampering.delete(CALL, 1, 2, 3)
    (found,) = [one for one in findings(store) if one.stream]
    assert (found.position, found.wrong) == (1, "positions 1 to 3 of the stream missing")


def test_an_edit_after_a_gap_is_found_too(store: Store, tampering: Tampering) -> None:
    """One finding does not hide another."""
    tampering.delete(CALL, 7)
    tampering.edit(CALL, 13, lambda state: state.replace(b"No thanks.", b"No thankx."))
    found = [one for one in findings(store) if one.stream]
    assert [(one.kind, one.position) for one in found] == [("missing", 7), ("altered", 13)]


def test_swapped_rows_are_found(store: Store, tampering: Tampering) -> None:
    """Each finding says where the row was stored."""
    tampering.swap("h.book.a", 1, 2)
    found = [one for one in findings(store) if one.kind == "moved" and "event of" in one.wrong]
    assert [(one.position, one.wrong) for one in sorted(found, key=lambda f: f.position)] == [
        (1, "the event of h.book.a, position 2"),
        (2, "the event of h.book.a, position 1"),
    ]


def test_swapped_log_positions_are_found(store: Store, tampering: Tampering) -> None:
    """Followers would see the later event before the earlier one."""
    tampering.swap_log_positions("h.book.a", 1, 3)
    found = findings(store)
    assert [(one.kind, one.stream, one.position) for one in found] == [
        ("moved", "h.book.a", 3),
        ("moved", "h.book.a", 2),
    ]


def test_an_unknown_topic_is_named_and_the_rest_is_checked(
    store: Store, tampering: Tampering
) -> None:
    """The event cannot be read; an edit in another call is found in the same run (fault 28)."""
    tampering.set_topic(CALL, 5, "call.sms_attempted.v9")
    tampering.edit(OTHER, 22, lambda state: state.replace(b"On Call", b"On-Call"))
    found = [one for one in findings(store) if one.kind == "unreadable"]
    assert [(one.stream, one.position) for one in found] == [(CALL, 5)]
    assert "unknown event topic 'call.sms_attempted.v9'" in found[0].wrong
    assert ("altered", OTHER, 22) in {(f.kind, f.stream, f.position) for f in findings(store)}


def test_an_incomplete_event_is_named(store: Store, tampering: Tampering) -> None:
    """Its seal does not match either."""
    tampering.edit(CALL, 5, lambda state: state[:30] + state[-27:])
    found = {(one.kind, one.position) for one in findings(store)}
    assert found == {("altered", 5), ("unreadable", 5)}


def test_a_row_without_a_seal_is_named(store: Store, tampering: Tampering) -> None:
    """JSON was inserted by hand."""
    tampering.edit(CALL, 5, lambda state: state[:-27] + b"}")
    found = [one for one in findings(store) if one.kind == "altered"]
    assert (found[0].position, found[0].wrong) == (5, "no seal")


def test_an_event_that_the_chart_does_not_permit_is_named(store: Store) -> None:
    """A call that has ended cannot end again."""
    again = e.CallEnded(
        call_id=CALL, position=LAST + 1, at=NOON, by=Actor.CALLER, cause="x", reason="again"
    )
    store.append([again])
    found = findings(store)
    assert [(one.kind, one.position) for one in found] == [
        ("decided_otherwise", LAST + 1),
        ("forbidden", LAST + 1),
    ]
    assert found[1].wrong == "CallEnded in ended"


def test_a_missing_end_of_a_call_is_noticed_through_the_views(
    store: Store, tampering: Tampering, views: Engine
) -> None:
    """The log alone looks as if the call were still in progress."""
    tampering.delete(CALL, LAST)
    found = [one for one in findings(store, views) if one.stream]
    assert [(one.kind, one.stream, one.position) for one in found] == [("missing", CALL, LAST)]
    assert found[0].right == f"at least {LAST} events, which the views have read"


def test_a_call_cut_off_within_a_decision_is_noticed(store: Store, tampering: Tampering) -> None:
    """Events decided together must all be there."""
    tampering.delete(CALL, LAST - 1, LAST)
    (found,) = [one for one in findings(store) if one.stream]
    assert (found.kind, found.position) == ("decided_otherwise", LAST - 1)
    assert (found.wrong, found.right) == ("nothing", "TransferConnected, by today's rules")


def test_a_missing_call_is_noticed_through_the_views(
    store: Store, tampering: Tampering, views: Engine
) -> None:
    """From its first event to its last."""
    tampering.delete(CALL, *range(1, LAST + 1))
    found = [one for one in findings(store, views) if one.stream]
    assert [(one.kind, one.stream, one.position, one.wrong) for one in found] == [
        ("missing", CALL, 1, "no such call")
    ]


def test_a_missing_end_of_the_log_is_noticed_through_the_views(
    store: Store, tampering: Tampering, views: Engine
) -> None:
    """Even if it contained no call."""
    store.append(pages("h.book.z", 1, 2))
    Projections(store, views).catch_up()
    last = store.last_position()
    tampering.delete("h.book.z", 1, 2)
    found = [one for one in findings(store, views) if "views" in one.right]
    assert [(one.kind, one.log_position) for one in found] == [("missing", last - 1)]


def test_views_that_lag_cause_no_findings(store: Store, views: Engine) -> None:
    """They catch up later."""
    store.append(pages("h.book.a", 4, 5))
    assert findings(store, views) == []


def test_without_views_the_result_says_that_nothing_was_compared(url: str, store: Store) -> None:
    """A database without views can be sound as well."""
    engine = open_database(url)
    report = verify(store, engine)
    engine.dispose()
    assert (report.found, report.checked.views) == (0, False)


def test_only_the_first_findings_are_kept(store: Store, tampering: Tampering) -> None:
    """All are counted, but memory stays bounded."""
    many = 3 * KEPT
    store.append(pages("h.book.many", 1, many))
    for position in range(1, many + 1):
        tampering.edit("h.book.many", position, lambda s: s.replace(b"a note", b"a nose"))
    tampering.edit("h.book.a", 1, lambda s: s.replace(b"a note", b"a nose"))
    report = verify(store)
    assert report.found == many + 1
    assert len(report.findings) == KEPT
    assert (report.findings[0].stream, report.findings[0].position) == ("h.book.a", 1)


def test_streams_across_pages_are_checked_as_a_whole(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows are read a page at a time, and a stream may continue on the next."""
    monkeypatch.setattr("hookflash.orchestrator.integrity.rows.PAGE", 7)
    report = verify(store)
    assert report.found == 0
    assert (report.checked.events, report.checked.streams) == (2 * LAST + 3, 3)


def test_missing_positions_in_a_file_are_named(file_url: str) -> None:
    """One writer leaves no gaps, so a missing row or tail is noticed without views."""
    from tests.contract.integrity.tampering import tampering_with  # noqa: PLC0415

    with open_store(file_url) as store:
        store.append(pages("h.book.a", 1, 2))
        store.append([noted("h.book.b", 1)])
        store.append(pages("h.book.c", 1, 2))
        tampering = tampering_with(file_url)
        tampering.delete("h.book.b", 1)
        tampering.delete("h.book.c", 1, 2)
        tampering.close()
        found = findings(store)
    assert [(one.kind, one.log_position, one.wrong) for one in found] == [
        ("missing", 3, "log positions 3 to 5 missing")
    ]


def test_an_edit_that_leaves_text_is_named_and_still_read(file_url: str) -> None:
    """SQLite's functions turn bytes into text; the event is read nevertheless."""
    with open_store(file_url) as store:
        store.append(story())
        path = file_url.removeprefix("sqlite:///")
        with closing(sqlite3.connect(path, isolation_level=None)) as editor:
            editor.execute(
                "UPDATE hookflash_events SET state = replace(state, 'No thanks', 'Yes please') "
                "WHERE originator_version = 13"
            )
        found = [(one.kind, one.position, one.wrong) for one in findings(store)]
    assert found == [
        ("altered", 13, "a state that is no longer bytes"),
        ("decided_otherwise", 14, "TransferDeclined"),
    ]


@pytest.mark.parametrize("position", ["'two'", "2.5", "x'02'", "0", "-2"])
def test_an_invalid_position_is_named(file_url: str, position: str) -> None:
    """SQLite stores any value; the event itself says where it belongs."""
    views = open_database(file_url)
    with open_store(file_url) as store:
        store.append(story())
        Projections(store, views).catch_up()
        path = file_url.removeprefix("sqlite:///")
        with closing(sqlite3.connect(path, isolation_level=None)) as editor:
            editor.execute(
                f"UPDATE hookflash_events SET originator_version = {position}"  # noqa: S608 - ours
                " WHERE originator_version = 2"
            )
        found = [(one.kind, one.log_position, one.position) for one in findings(store, views)]
    views.dispose()
    assert found == [("moved", 2, 2), ("missing", 3, 2)]


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories(), data=st.data())
def test_any_altered_byte_of_a_call_is_found(
    history: list[e.CallEvent], data: st.DataObject
) -> None:
    """Every character of every event is covered by its seal."""
    from hookflash.orchestrator.log.sqlite import SqliteRecorder  # noqa: PLC0415

    with open_store("sqlite://") as store:
        store.append(history)
        assert verify(store).found == 0
        at = data.draw(st.integers(1, len(history)))
        recorder = store.recorder
        assert isinstance(recorder, SqliteRecorder)
        ((_, _, _, _, state),) = recorder.stream_rows(CALL, at - 1)[:1]
        byte = data.draw(st.integers(0, len(state) - 1))
        spoilt = state[:byte] + bytes([state[byte] ^ 1]) + state[byte + 1 :]
        with recorder._log.writing() as cursor:
            cursor.execute(
                "UPDATE hookflash_events SET state = ? WHERE originator_version = ?", (spoilt, at)
            )
        (first, *_) = verify(store).findings
        assert (first.stream, first.position) == (CALL, at)
