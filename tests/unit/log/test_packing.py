"""Packed events: smaller, the same after unpacking, and readable forever."""

import gzip
import sys
from hashlib import blake2b
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hookflash.orchestrator.log import packing
from hookflash.orchestrator.log.errors import CompressionMissing, UnreadableEvent
from hookflash.orchestrator.log.mapper import EventMapper, Row
from hookflash.orchestrator.log.seal import is_sealed, seal_of, sealed
from hookflash.orchestrator.log.store import open_store
from tests.contract.log.noted import pages
from tests.tree import ROOT
from tests.unit.log.test_mapper import CIPHER, NOTE

DIGESTS = {1: "28790e50d1214a83465344f15a878d9d"}
"""Of each dictionary that was released, by its number. Add one; never change one."""
PACKING = EventMapper(packs=True)
STATE = PACKING.encode(NOTE).state


def row(state: bytes, stream: str = "h.book.a") -> Row:
    """A stored row."""
    return 5, stream, 7, NOTE.TOPIC, state


@pytest.fixture
def not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra, and with nothing left of it in memory."""
    monkeypatch.setitem(sys.modules, "zstandard", None)
    monkeypatch.setattr(packing, "_codecs", packing._Codecs())
    packing._loaded.cache_clear()


@given(st.text(), st.text())
def test_json_survives_the_way_there_and_back(text: str, stream: str) -> None:
    """Whatever the stream is called."""
    json = NOTE.model_copy(update={"note": text + stream}).model_dump_json().encode()
    assert packing.unpack(packing.pack(json, stream), stream) == json


def test_dictionaries_stay_as_they_were_released() -> None:
    """What they packed could not be read otherwise."""
    files = (ROOT / "orchestrator/log/dictionaries").iterdir()
    found = {int(f.stem): blake2b(f.read_bytes(), digest_size=16).hexdigest() for f in files}
    assert found == DIGESTS
    assert found.keys() == packing.DICTIONARIES


def test_events_of_earlier_versions_take_a_third(tmp_path: Path) -> None:
    """Or less, each on its own."""
    copy = tmp_path / "log.db"
    copy.write_bytes(gzip.decompress((ROOT / "tests/logs/c5dcfb8.db.gz").read_bytes()))
    with open_store(f"sqlite:///{copy}") as store:
        events = [event for _, event in store.mapper.decode(store.recorder.log_rows(0, 10_000))]
        plain = sum(len(store.mapper.encode(event).state) for event in events)
    packed = [PACKING.encode(event) for event in events]
    assert sum(len(one.state) for one in packed) < plain / 3
    rows = [(1, str(s.originator_id), s.originator_version, s.topic, s.state) for s in packed]
    assert [event for _, event in EventMapper().decode(rows)] == events
    assert [event for _, event in EventMapper().skim(rows)] == events


def test_packed_events_are_sealed_in_the_chain_of_plain_ones() -> None:
    """Each form after the other, under the same seals as by itself."""
    mixed = [
        mapper.encode(page)
        for mapper, page in zip((EventMapper(), PACKING) * 2, pages("h.book.a", 1, 4), strict=True)
    ]
    states = [state for *_, state in sealed(mixed, {})]
    assert all(map(is_sealed, states))
    (again,) = sealed(mixed[3:], {"h.book.a": seal_of(states[2])})
    assert again[3] == states[3]
    assert len(states[1]) < len(states[0])


def test_events_are_packed_first_and_encrypted_then() -> None:
    """Ciphertext could not be packed."""
    both = EventMapper(packs=True, cipher=CIPHER)
    covered = both.encode(NOTE)
    assert len(covered.state) < len(EventMapper(cipher=CIPHER).encode(NOTE).state)
    assert both.decode([row(covered.state)]) == [(5, NOTE)]
    assert EventMapper(cipher=CIPHER).decode([row(covered.state)]) == [(5, NOTE)]


@pytest.mark.parametrize("damage", [b"", b"\x01", b"\x28\xb5\x2f\xfd" + b"\x01" * 12])
def test_a_damaged_one_is_unreadable(damage: bytes) -> None:
    """By name, like any other."""
    with pytest.raises(UnreadableEvent, match=r"h\.book\.a, position 7"):
        PACKING.decode([row(damage)])


@pytest.mark.usefixtures("not_installed")
def test_without_the_extra_nothing_is_taken_for_damaged(tmp_path: Path) -> None:
    """Neither at opening, nor at reading: the error says what to install."""
    state = STATE
    for read in (EventMapper().decode, EventMapper().read, EventMapper().skim):
        with pytest.raises(CompressionMissing, match=r"pip install 'hookflash\[compression\]'"):
            read([row(state)])
    with pytest.raises(CompressionMissing):
        open_store(f"sqlite:///{tmp_path}/log.db", compress=True)
    assert list(tmp_path.iterdir()) == []
