"""Events read quickly are the events that pydantic reads, and refused where it refuses."""

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hookflash.domain.event import TOPICS, Event
from hookflash.orchestrator.log.mapper import EventMapper, Row
from hookflash.orchestrator.log.quick_reading import quick_reader
from hookflash.orchestrator.log.seal import SLOT
from hookflash.orchestrator.log.store import open_store
from tests.tree import ROOT

LOGS = sorted((ROOT / "tests/logs").glob("*.db.gz"))
WRITTEN = (
    b'{"position":1,"at":"2026-03-02T09:00:00Z","by":"caller","cause":"c1",'
    b'"call_id":"harbor.call.1","text":"Hello"'
)
TOPIC = next(topic for topic, kind in TOPICS.items() if kind.__name__ == "CallerSpoke")
PARTS = (
    b'"',
    b"1",
    b"null",
    b"{",
    b"}",
    b"[1]",
    b",",
    b":",
    b"true",
    b"+02:00",
    b"\\ud800",
    b"\x01",
)


def row(state: bytes, topic: str = TOPIC) -> Row:
    """A stored row."""
    return 7, "harbor.call.1", 1, topic, state + SLOT


def check(rows: list[Row]) -> None:
    """Read both ways."""
    mapper = EventMapper()
    quick, slow = mapper.skim(rows), mapper.read(rows)
    assert quick == slow
    for (_, one), (_, other) in zip(quick, slow, strict=True):
        assert type(one) is type(other)
        if isinstance(one, Event) and isinstance(other, Event):
            assert one.model_dump_json() == other.model_dump_json()


@pytest.mark.parametrize("log", LOGS, ids=lambda log: log.name)
def test_in_logs_of_earlier_versions(log: Path, tmp_path: Path) -> None:
    """Also events that are upcast."""
    copy = tmp_path / "log.db"
    copy.write_bytes(gzip.decompress(log.read_bytes()))
    with open_store(f"sqlite:///{copy}") as store:
        rows = store.recorder.log_rows(0, 10_000)
    assert rows
    check(list(rows))


def test_every_kind_of_event_has_a_quick_reader() -> None:
    """None checks more than the types of its fields."""
    assert [topic for topic, kind in TOPICS.items() if quick_reader(kind) is None] == []


def test_a_value_within_an_event_is_checked_each_time_it_is_written_otherwise() -> None:
    """And an unknown field, a missing one, or another topic is as unreadable as before."""
    check(
        [
            row(WRITTEN),
            row(WRITTEN + b',"unknown":1'),
            row(WRITTEN + b',"readings":{"rules":1}'),
            row(WRITTEN + b',"readings":null'),
            row(WRITTEN.replace(b'"position":1', b'"position":"1"')),
            row(WRITTEN.replace(b"09:00:00Z", b"09:00:00")),
            row(WRITTEN.replace(b"09:00:00Z", b"09:00:00+02:00")),
            row(WRITTEN.replace(b'"text":"Hello"', b'"text":null')),
            row(WRITTEN, "hookflash.unknown"),
            row(b""),
        ]
    )


@given(st.integers(0, len(WRITTEN)), st.integers(0, 9), st.sampled_from(PARTS))
def test_a_damaged_event(place: int, cut: int, part: bytes) -> None:
    """Wherever it is damaged."""
    check([row(WRITTEN[:place] + part + WRITTEN[place + cut :])])
