"""Erasing a person from log, views and file; replay and verifying still work (fault 36)."""

import json
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from hookflash.domain.call import commands as c
from hookflash.domain.call import events as e
from hookflash.domain.call.decide import decide
from hookflash.domain.call.evolve import fold
from hookflash.domain.contacts.card import fold_card
from hookflash.domain.contacts.events import CardEvent, card_stream
from hookflash.domain.contacts.writing import NameContact, WriteNote, write
from hookflash.domain.erasure.erase import ERASED
from hookflash.domain.erasure.events import ContactErased, SaltDrawn
from hookflash.domain.event import Actor
from hookflash.domain.inbox.events import ThreadDone
from hookflash.domain.policy.contact_key import PSEUDONYM
from hookflash.domain.quarantine.events import ReportQuarantined, quarantine_stream
from hookflash.domain.workspace.contact import Contact, hear_text
from hookflash.orchestrator.integrity.erasing import (
    NothingToErase,
)
from hookflash.orchestrator.integrity.verify import verify
from hookflash.orchestrator.log.store import Store, open_store
from hookflash.projections.database.engine import open_database
from hookflash.projections.projections import Projections
from tests.cast import CALLER, NOON, NUMBER
from tests.contract.integrity.erased import LATER, entries, erase, stream, written
from tests.contract.integrity.stories import MESSAGE, RECORDING, left_a_message, texted
from tests.contract.integrity.tampering import Tampering

FIRST = "harbor-dental.call.00000000000000a1"
SECOND = "harbor-dental.call.00000000000000a2"
ELSEWHERE = "bay-vets.call.00000000000000b1"
STRANGERS = "harbor-dental.call.00000000000000c1"
STRANGER = "+14155550123"
NAME = "Jane Doe of Elm Street"
NOTE = "Allergic to penicillin."
PERSONAL = (CALLER.removeprefix("+"), "Jane", "4111", MESSAGE, RECORDING, "I got it", NAME, NOTE)


@pytest.fixture(autouse=True)
def calls(store: Store) -> None:
    """Two calls of one caller, one to another workspace, one by a stranger; a thread; consent."""
    store.append(texted(FIRST))
    store.append(left_a_message(SECOND))
    store.append(left_a_message(ELSEWHERE))
    store.append(left_a_message(STRANGERS, STRANGER))
    store.append([done(CALLER)])
    store.append(card(CALLER, NAME, NOTE))
    store.append(card(STRANGER, "Max", f"Husband of {CALLER}."))
    contact = Contact("harbor-dental", CALLER)
    store.append(hear_text(contact, "STOP", number="+14155550100", at=NOON, cause="m-1"))


def done(contact: str) -> ThreadDone:
    """The event that a contact's thread was marked done."""
    return ThreadDone(
        position=1,
        at=NOON,
        by=Actor.OPERATOR,
        cause="m-1",
        workspace="harbor-dental",
        contact=contact,
        number=NUMBER,
    )


def card(contact: str, name: str, note: str) -> list[CardEvent]:
    """A name and a note about a contact."""
    about = {"at": NOON, "workspace": "harbor-dental", "contact": contact, "author": "k1"}
    named = write([], NameContact(id="n-1", name=name, **about))
    return [*named, *write(named, WriteNote(id="n-2", text=note, **about))]


def noted_late(events: list[e.CallEvent], **data: str) -> e.LateReportNoted:
    """An event that comes after a call's ``events``, too late."""
    place = {"call_id": events[0].call_id, "position": len(events) + 1, "at": LATER}
    return e.LateReportNoted.model_validate({**place, "cause": "late", **data})


def test_nothing_personal_is_left_in_the_log(store: Store, views: Projections) -> None:
    """No words, no number, not even in a stream's name or in that of their consent."""
    assert all(found in written(store) for found in PERSONAL)
    erase(store, views, workspace=None)
    left = written(store, STRANGERS)
    assert [found for found in PERSONAL if found in left] == []


def test_only_the_given_workspace_is_erased(store: Store, views: Projections) -> None:
    """Strangers stay as they were, too."""
    before = store.read_stream(ELSEWHERE), store.read_stream(STRANGERS)
    erase(store, views)
    assert (store.read_stream(ELSEWHERE), store.read_stream(STRANGERS)) == before
    assert CALLER not in written(store, ELSEWHERE)


def test_the_events_stay_in_their_places(store: Store, views: Projections) -> None:
    """The calls fold to the same end, and log positions are unchanged."""
    before = [(position, event.type, event.at) for position, event in entries(store)]
    erase(store, views)
    after = [(position, event.type, event.at) for position, event in entries(store)]
    assert after[: len(before)] == before
    assert [kind for _, kind, _ in after[len(before) :]] == [
        *("ContactErased", "SaltDrawn", "ContactOptedOut")
    ]
    call = fold(FIRST, stream(store, FIRST))
    assert [sms.status for sms in call.texts.values()] == ["delivered"]
    assert [one.outcome for one in call.transfers.values()] == ["declined", "connected"]


def test_a_name_and_notes_are_erased_and_can_be_written_again(
    store: Store, views: Projections
) -> None:
    """Of a card, who wrote and when stays. What others' notes say goes on without the number."""
    (erasure,) = erase(store, views)
    stream = card_stream("harbor-dental", erasure.pseudonym)
    erased = fold_card("harbor-dental", erasure.pseudonym, store.read_stream(stream))
    assert (erased.name, [note.text for note in erased.notes]) == (ERASED, [ERASED])
    assert [note.author for note in erased.notes] == ["k1"]
    (other,) = views.cards.list("harbor-dental")
    assert [note.text for note in other.notes] == [f"Husband of {erasure.pseudonym}."]
    store.append(card(CALLER, "Jane again", "New."))
    views.catch_up()
    assert [one.name for one in views.cards.list("harbor-dental")] == ["Jane again", "Max"]


def test_the_erasure_is_recorded_without_the_person(store: Store, views: Projections) -> None:
    """The record says who erased, when, which streams and up to which position."""
    (erasure,) = erase(store, views)
    recorded, salt = store.read_stream("harbor-dental.erasures")
    assert isinstance(salt, SaltDrawn)
    assert isinstance(recorded, ContactErased)
    assert (recorded.operator, recorded.at, recorded.by) == ("Kim", LATER, Actor.OPERATOR)
    assert recorded.pseudonym == erasure.pseudonym
    assert {one.stream: one.position for one in recorded.streams} == {
        FIRST: len(texted(FIRST)),
        SECOND: len(left_a_message(SECOND)),
        f"harbor-dental.thread.{erasure.pseudonym}.14155550100": 1,
        f"harbor-dental.contact.{erasure.pseudonym}": 1,
        f"harbor-dental.card.{erasure.pseudonym}": 2,
        f"harbor-dental.card.{STRANGER.removeprefix('+')}": 2,
    }
    assert CALLER.removeprefix("+") not in recorded.model_dump_json()


def test_the_remaining_recordings_are_reported(store: Store, views: Projections) -> None:
    """The provider has them, and after the erasure the log no longer says where."""
    (erasure,) = erase(store, views)
    assert (erasure.calls, erasure.recordings) == ((FIRST, SECOND), (RECORDING,))


def test_a_person_has_one_pseudonym_in_each_workspace(store: Store, views: Projections) -> None:
    """Calls of one person stay together, but cannot be linked across workspaces."""
    erasures = erase(store, views, workspace=None)
    assert [one.workspace for one in erasures] == ["harbor-dental", "bay-vets"]
    assert len({one.pseudonym for one in erasures}) == 2
    received = [stream(store, call_id)[0] for call_id in (FIRST, SECOND)]
    assert [getattr(event, "contact", "") for event in received] == [erasures[0].pseudonym] * 2
    assert erasures[0].pseudonym.startswith(PSEUDONYM)


def test_the_views_are_erased_too(store: Store, views: Projections, engine: Engine) -> None:
    """In every row of every table. The thread remains under its pseudonym, still done."""
    erasure, _ = erase(store, views, workspace=None)
    threads = {thread.contact: thread for thread in views.inbox.threads("harbor-dental")}
    assert threads.keys() == {erasure.pseudonym, STRANGER}
    assert threads[erasure.pseudonym].status == "done"
    with engine.connect() as connection:
        for table in ("calls", "conversations", "texts", "transfers", "voicemails", "threads"):
            rows = connection.execute(text(f'SELECT * FROM "{table}"')).mappings()  # noqa: S608
            shown = [json.dumps(dict(row), default=str) for row in rows]
            mine = [row for row in shown if STRANGER[1:] not in row and STRANGERS not in row]
            assert [found for found in PERSONAL if any(found in row for row in mine)] == [], table


def test_a_log_with_an_erased_caller_is_sound(
    store: Store, views: Projections, engine: Engine
) -> None:
    """Verifying recognises an erasure; it decides nothing again that needs the erased words."""
    (erasure,) = erase(store, views)
    report = verify(store, engine)
    assert report.findings == ()
    assert report.checked.erased == 2
    (told,) = report.erasures
    assert (told.workspace, told.pseudonym) == (erasure.workspace, erasure.pseudonym)
    assert (told.at, told.operator, told.streams) == (LATER, "Kim", 6)


def test_an_unrecorded_erasure_is_found(
    store: Store, views: Projections, tampering: Tampering
) -> None:
    """A person may hide an edit behind a pseudonym, or delete the record of an erasure."""
    erase(store, views)
    tampering.delete("harbor-dental.erasures", 1)
    found = [one for one in verify(store).findings if one.stream in (FIRST, SECOND)]
    assert [(one.kind, one.stream, one.position) for one in found] == [
        ("unrecorded", FIRST, 1),
        ("unrecorded", SECOND, 1),
    ]


def test_an_edit_of_an_erased_call_is_found(
    store: Store, views: Projections, tampering: Tampering
) -> None:
    """The remaining events have seals."""
    erase(store, views)
    tampering.edit(
        FIRST,
        5,
        lambda state: state.replace(b"[erased]", b"[eraser]").replace(
            b'"attempt":1', b'"attempt":2'
        ),
    )
    assert [(one.kind, one.position) for one in verify(store).findings] == [("altered", 5)]


def test_a_call_goes_on_after_its_caller_was_erased(
    store: Store, views: Projections, engine: Engine
) -> None:
    """A late report is decided as usual, erased at once, and decided again when verifying."""
    erase(store, views)
    call = fold(FIRST, stream(store, FIRST))
    words = c.HearCaller(id="host-77", at=LATER, text="Jane here")
    (late,) = decide(call, words)
    assert isinstance(late, e.LateReportNoted)
    assert (late.detail, late.cause) == (ERASED, f"erased-{late.position}")
    store.append([late])
    report = verify(store, engine)
    assert report.findings == ()
    store.append([late.model_copy(update={"position": late.position + 1, "detail": "Jane"})])
    assert [one.kind for one in verify(store).findings] == ["decided_otherwise"]


def test_an_erased_person_can_be_erased_again(store: Store, views: Projections) -> None:
    """By the pseudonym, in case a recording arrived later."""
    (erasure,) = erase(store, views)
    (again,) = erase(store, views, erasure.pseudonym)
    assert (again.pseudonym, again.calls, again.recordings) == (
        erasure.pseudonym,
        erasure.calls,
        (),
    )
    assert verify(store).findings == ()


def test_a_number_that_never_called_cannot_be_erased(store: Store, views: Projections) -> None:
    """Reporting success would be wrong."""
    with pytest.raises(NothingToErase, match=r"\+14155550166: the log has nothing about"):
        erase(store, views, "+14155550166")
    with pytest.raises(NothingToErase):
        erase(store, views, workspace="nobody")


def reported(call_id: str, position: int = 1, **data: str) -> ReportQuarantined:
    """A provider reported about a call that was not in the log."""
    return ReportQuarantined(
        call_id=call_id,
        position=position,
        at=NOON,
        by=Actor.PROVIDER,
        cause=f"m-{position}",
        report="Recording",
        data=data,
    )


def test_reports_about_unknown_calls_are_erased(store: Store, views: Projections) -> None:
    """Early reports about the contact's own call, and reports that contain the contact's number."""
    early = {"recording": "https://example.com/early", "transcript": "Jane Roe here"}
    store.append([reported(FIRST, 1, **early)])
    lost = "harbor-dental.call.00000000000000e1"
    store.append([reported(lost, reason=f"{CALLER} is busy"), reported(lost, 2, transcript="Jane")])
    (erasure,) = erase(store, views)
    assert (erasure.reports, erasure.recordings) == (3, (RECORDING, "https://example.com/early"))
    left = written(store, STRANGERS, ELSEWHERE)
    assert [found for found in (*PERSONAL, "early", "is busy") if found in left] == []
    assert verify(store).findings == ()


def test_reports_about_others_stay(store: Store, views: Projections) -> None:
    """About a stranger's call, an unknown call, or another workspace's."""
    places = (STRANGERS, "harbor-dental.call.00000000000000e2")
    store.append([reported(place, reason=STRANGER, transcript="Jo") for place in places])
    store.append([reported("bay-vets.call.00000000000000e3", reason=CALLER)])
    before = [store.read_stream(quarantine_stream(place)) for place in places]
    (erasure,) = erase(store, views)
    assert [store.read_stream(quarantine_stream(place)) for place in places] == before
    assert erasure.reports == 0


def test_a_contact_who_only_appears_in_reports_can_be_erased(
    store: Store, views: Projections
) -> None:
    """Their call never reached the log."""
    lost = "harbor-dental.call.00000000000000e4"
    store.append([reported(lost, reason="no answer from 14155550166")])
    (erasure,) = erase(store, views, "+14155550166")
    assert (erasure.calls, erasure.reports) == ((), 1)
    assert "14155550166" not in written(store)


def test_a_call_that_changes_during_the_erasure_is_read_again(
    store: Store, views: Projections, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process appends between check and commit; the new event is erased as well."""
    rewrite = store.rewrite
    ended = left_a_message(STRANGERS)[-1]
    events = stream(store, SECOND)
    said = {"report": "caller_spoke", "about": SECOND, "detail": "It is Jane"}
    late = noted_late(events, by=Actor.CALLER, **said)
    assert isinstance(ended, e.CallEnded)

    def after_another(*given: object) -> None:
        monkeypatch.setattr(store, "rewrite", rewrite)
        with open_store(url) as other:
            other.append([late])
        rewrite(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(store, "rewrite", after_another)
    erase(store, views)
    assert "Jane" not in written(store, ELSEWHERE, STRANGERS)
    assert len(stream(store, SECOND)) == late.position


def test_nothing_personal_is_left_in_the_database_file(tmp_path: Path) -> None:
    """Neither in a freed page nor in the write-ahead log."""
    path = tmp_path / "forget.db"
    with open_store(f"sqlite:///{path}") as store:
        store.append(left_a_message(SECOND))
        engine = open_database(f"sqlite:///{path}")
        views = Projections(store, engine)
        views.catch_up()
        before = _bytes(path)
        assert all(found.encode() in before for found in ("14155550199", "Jane", MESSAGE))
        erase(store, views)
        after = _bytes(path)
        engine.dispose()
    assert [found for found in PERSONAL if found.encode() in after] == []


def _bytes(path: Path) -> bytes:
    return b"".join(part.read_bytes() for part in sorted(path.parent.glob(f"{path.name}*")))
