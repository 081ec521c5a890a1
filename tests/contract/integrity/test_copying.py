"""Export and import: an exact copy, or nothing at all."""

import json
from collections.abc import Callable, Iterable
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hookflash.domain.call import events as e
from hookflash.domain.call.errors import NoSuchCall
from hookflash.domain.call.evolve import fold
from hookflash.domain.erasure.fixture import NoFixture, fixture
from hookflash.domain.event import Actor
from hookflash.orchestrator.integrity.export import export_call, export_fixture, export_log
from hookflash.orchestrator.integrity.import_ import BATCH, MOST, InvalidLog, import_log
from hookflash.orchestrator.integrity.verify import verify
from hookflash.orchestrator.log.errors import Conflict
from hookflash.orchestrator.log.store import Store, open_store
from tests.cast import CALL, NOON
from tests.contract.integrity.stories import left_a_message, texted
from tests.contract.log.noted import pages
from tests.histories import histories

FIRST = "harbor-dental.call.00000000000000a1"
SECOND = "harbor-dental.call.00000000000000a2"

Rows = list[tuple[str, int, str, bytes]]


@pytest.fixture
def other(tmp_path: Path) -> Iterable[Store]:
    """Another log, empty."""
    with open_store(f"sqlite:///{tmp_path / 'other.db'}") as opened:
        yield opened


@pytest.fixture
def calls(store: Store) -> None:
    """Two interleaved calls, and earlier events of the workspace."""
    store.append(pages("h.book.a", 1, 2))
    for pair in zip_longest(texted(FIRST), left_a_message(SECOND)):
        for event in filter(None, pair):
            store.append([event])
    store.append(pages("h.book.a", 3, 3))


def rows(store: Store) -> Rows:
    """All rows in log order, byte by byte, without log positions, which differ between logs."""
    return [row[1:] for row in store.recorder.log_rows(0, 10_000)]


def save(lines: Iterable[bytes], folder: Path) -> Path:
    """Write an export to a file."""
    path = folder / "log.jsonl"
    path.write_bytes(b"".join(lines))
    return path


@pytest.mark.usefixtures("calls")
def test_a_whole_log_is_copied_exactly(store: Store, other: Store, tmp_path: Path) -> None:
    """Byte by byte, in the same order, with the same seals."""
    imported = import_log(other, save(export_log(store), tmp_path))
    assert rows(other) == rows(store)
    assert (imported.events, imported.streams, imported.already) == (len(rows(store)), 3, 0)
    assert verify(other).found == 0


@pytest.mark.usefixtures("calls")
def test_one_call_is_copied_exactly(store: Store, other: Store, tmp_path: Path) -> None:
    """Nothing else is copied."""
    import_log(other, save(export_call(store, FIRST), tmp_path))
    assert rows(other) == [row for row in rows(store) if row[0] == FIRST]
    assert fold(FIRST, other.read_stream(FIRST)) == fold(FIRST, store.read_stream(FIRST))  # type: ignore[arg-type]


@pytest.mark.usefixtures("calls")
def test_an_export_has_one_event_with_its_topic_per_line(store: Store) -> None:
    """Any JSON reader can read it."""
    lines = [json.loads(line) for line in export_call(store, FIRST)]
    assert lines[0]["topic"] == "call.received.v1"
    assert [line["event"]["position"] for line in lines] == list(range(1, len(lines) + 1))
    assert all(line.keys() == {"topic", "event"} for line in lines)


@pytest.mark.usefixtures("calls")
def test_importing_existing_events_does_nothing(store: Store, tmp_path: Path) -> None:
    """However often it is repeated."""
    before = rows(store)
    imported = import_log(store, save(export_log(store), tmp_path))
    assert rows(store) == before
    assert (imported.events, imported.streams, imported.already) == (0, 0, len(before))


@pytest.mark.usefixtures("calls")
def test_an_interrupted_import_can_be_completed(store: Store, other: Store, tmp_path: Path) -> None:
    """An incomplete stream continues where it stops."""
    lines = list(export_log(store))
    import_log(other, save(lines[:9], tmp_path))
    imported = import_log(other, save(lines, tmp_path))
    assert sorted(rows(other)) == sorted(rows(store))
    assert (imported.already, imported.events) == (9, len(lines) - 9)


@pytest.mark.usefixtures("calls")
def test_a_log_with_other_calls_accepts_an_import(
    store: Store, other: Store, tmp_path: Path
) -> None:
    """The imported events come after its own."""
    other.append(pages("h.book.other", 1, 3))
    import_log(other, save(export_log(store), tmp_path))
    assert rows(other)[3:] == rows(store)
    assert verify(other).found == 0


def test_a_long_log_is_copied_in_many_commits(
    store: Store, other: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is read in pages and written in batches, in the same order."""
    monkeypatch.setattr("hookflash.orchestrator.integrity.export.PAGE", 70)
    for first in range(1, 2 * BATCH, 500):
        store.append(pages("h.book.a", first, first + 499))
    told: list[tuple[int, int]] = []
    path = save(export_log(store, lambda done, of: told.append((done, of))), tmp_path)
    assert import_log(other, path).events == 2 * BATCH
    assert rows(other) == rows(store)
    assert told[-1] == (2 * BATCH, 2 * BATCH)


def test_events_appended_during_an_export_are_not_exported(store: Store) -> None:
    """Otherwise an export of a growing log would not end."""
    store.append(pages("h.book.a", 1, 3))
    lines = export_log(store)
    exported = [next(lines)]
    store.append(pages("h.book.a", 4, 9))
    assert len(exported + list(lines)) == 3


@settings(max_examples=40)
@given(history=histories())
def test_any_call_is_copied_byte_by_byte(history: list[e.CallEvent]) -> None:
    """With every kind of event, and unusual characters and numbers."""
    with (
        TemporaryDirectory() as folder,
        open_store("sqlite://") as store,
        open_store("sqlite://") as other,
    ):
        store.append(history)
        import_log(other, save(export_log(store), Path(folder)))
        assert rows(other) == rows(store)


@settings(max_examples=60)
@given(text=st.text(), seconds=st.floats(0, allow_nan=False, allow_infinity=False))
def test_unusual_words_and_numbers_are_copied_byte_by_byte(text: str, seconds: float) -> None:
    """Control characters, emoji, quotes; fractions of a second."""
    stored = {"call_id": CALL, "at": NOON, "by": Actor.CALLER}
    spoken = e.CallerSpoke(position=1, cause="1", text=text, **stored)
    recorded = e.VoicemailRecorded(
        position=2,
        cause="2",
        effect_key="k",
        owner=text,
        recording="",
        seconds=seconds,
        transcript=text,
        **stored,
    )
    with (
        TemporaryDirectory() as folder,
        open_store("sqlite://") as store,
        open_store("sqlite://") as other,
    ):
        store.append([spoken, recorded])
        import_log(other, save(export_log(store), Path(folder)))
        assert rows(other) == rows(store)


@pytest.mark.usefixtures("calls")
def test_a_reformatted_file_imports_the_same_events(
    store: Store, other: Store, tmp_path: Path
) -> None:
    """Spaces, escapes and blank lines are not part of an event."""
    lines = [f"{json.dumps(json.loads(line), indent=None)}\n\n" for line in export_log(store)]
    import_log(other, save([line.encode() for line in lines], tmp_path))
    assert rows(other) == rows(store)


@pytest.mark.usefixtures("calls")
def test_a_call_that_exists_with_other_events_is_refused_and_nothing_is_stored(
    store: Store, other: Store, tmp_path: Path
) -> None:
    """The error names the line, the call and the position."""
    other.append(texted(FIRST)[:3])
    before = rows(other)
    lines = list(export_log(store))
    third = next(n for n, line in enumerate(lines) if b"Could you text me" in line)
    lines[third] = lines[third].replace(b"Could you text me", b"Could you not text me")
    with pytest.raises(InvalidLog) as raised:
        import_log(other, save(lines, tmp_path))
    (problem,) = raised.value.problems
    assert problem.line == third + 1
    assert problem.wrong == f"the log has a different event at position 3 of {FIRST}"
    assert "another database" in problem.right
    assert rows(other) == before


class Spoilt(NamedTuple):
    """A change to the lines of an export, and the error for it."""

    lines: Callable[[list[bytes]], list[bytes]]
    line: int
    wrong: str
    right: str


AS_EXPORTED = "as “hookflash export” does"
SPOILT = {
    "half a line": Spoilt(
        lambda lines: [*lines[:2], b"{half\n", *lines[2:]], 3, "this is not JSON: key", AS_EXPORTED
    ),
    "a list": Spoilt(lambda lines: [*lines, b"[1, 2]\n"], 26, "this is not an event", AS_EXPORTED),
    "one field more": Spoilt(
        lambda lines: [*lines, b'{"topic":"x","event":{},"more":1}'],
        26,
        "this is not an event with its topic",
        AS_EXPORTED,
    ),
    "an unknown topic": Spoilt(
        lambda lines: [lines[0].replace(b"received.v1", b"received.v9")],
        1,
        "unknown event topic “call.received.v9”",
        "exported it, or a newer one",
    ),
    "another field": Spoilt(
        lambda lines: [lines[0].replace(b'"number"', b'"digits"')],
        1,
        "call.received.v1: number: Field required; digits: Extra inputs are not permitted",
        "as it was exported",
    ),
    "another type": Spoilt(
        lambda lines: [lines[0].replace(b'"position":1', b'"position":"x"')],
        1,
        "position: Input should be a valid integer",
        "as it was exported",
    ),
    "a line left out": Spoilt(
        lambda lines: lines[:6] + lines[7:],
        7,
        f"position 8 of {FIRST} comes after position 6",
        "Add position 7 before it.",
    ),
    "no beginning": Spoilt(
        lambda lines: lines[3:],
        1,
        f"position 4 of {FIRST} comes first",
        "Add position 1 to 3 before it.",
    ),
    "a line twice": Spoilt(
        lambda lines: [lines[0], *lines],
        2,
        f"position 1 of {FIRST} appears twice",
        "Remove one of the two lines.",
    ),
}


@pytest.mark.parametrize("spoilt", SPOILT.values(), ids=SPOILT.keys())
def test_a_wrong_line_is_named_and_nothing_is_stored(
    other: Store, tmp_path: Path, spoilt: Spoilt
) -> None:
    """The error says what is wrong and what would be right."""
    with open_store("sqlite://") as store:
        store.append(texted(FIRST)[:25])
        path = save(spoilt.lines(list(export_call(store, FIRST))), tmp_path)
    with pytest.raises(InvalidLog) as raised:
        import_log(other, path)
    problem = raised.value.problems[0]
    assert (problem.file, problem.line) == (str(path), spoilt.line)
    assert spoilt.wrong in problem.wrong
    assert spoilt.right in problem.right
    assert rows(other) == []


def test_all_problems_are_reported_up_to_a_maximum(other: Store, tmp_path: Path) -> None:
    """A file of another kind is not read to its end."""
    path = save([b"a letter\n"] * 500, tmp_path)
    with pytest.raises(InvalidLog) as raised:
        import_log(other, path)
    assert [problem.line for problem in raised.value.problems] == list(range(1, MOST + 1))


def test_a_call_that_changes_during_the_import_is_a_conflict(
    tmp_path: Path, file_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process appends between check and commit; importing again names the difference."""
    with open_store("sqlite://") as source:
        source.append(texted(FIRST))
        path = save(export_call(source, FIRST), tmp_path)
    with open_store(file_url) as store:
        commit = store.commit

        def after_another(appends: object) -> object:
            with open_store(file_url) as another:
                another.append(left_a_message(FIRST)[:1])
            return commit(appends)  # type: ignore[arg-type]

        monkeypatch.setattr(store, "commit", after_another)
        with pytest.raises(Conflict):
            import_log(store, path)
        assert len(rows(store)) == 1


def test_an_empty_file_imports_nothing(other: Store, tmp_path: Path) -> None:
    """It is not an error."""
    assert import_log(other, save([], tmp_path)).events == 0


def test_an_unknown_call_cannot_be_exported(store: Store) -> None:
    """An empty file would look like success."""
    for export in (export_call, export_fixture):
        with pytest.raises(NoSuchCall):
            export(store, FIRST)


def test_a_fixture_can_be_imported_and_is_sound(store: Store, other: Store, tmp_path: Path) -> None:
    """The redacted call, as the domain makes it."""
    store.append(left_a_message(SECOND))
    import_log(other, save(export_fixture(store, SECOND), tmp_path))
    assert other.read_stream(SECOND) == fixture(left_a_message(SECOND))
    assert verify(other).found == 0


def test_a_call_that_cannot_become_a_fixture_is_an_error(store: Store) -> None:
    """The error is raised before anything is written."""
    store.append(left_a_message(SECOND)[:3])
    store.append(
        [
            e.AgentLeft(
                call_id=SECOND, position=4, at=NOON, by=Actor.CALLER, cause="x", effect_key="k"
            )
        ]
    )
    with pytest.raises(NoFixture, match="position 4"):
        export_fixture(store, SECOND)
