"""A log that is compressed, as a whole: written, read by others, erased, copied, and mixed."""

import asyncio
import gzip
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from hookflash import CallCenter, maintenance
from hookflash.orchestrator.log.seal import is_packed
from hookflash.orchestrator.log.store import open_store
from tests.contract.log.noted import noted, pages
from tests.tree import ROOT

CALLER = "+14155550199"


def unpacked(name: str, folder: Path) -> str:
    """The URL of a copy of a log in ``tests/logs``."""
    copy = folder / "log.db"
    copy.write_bytes(gzip.decompress((ROOT / f"tests/logs/{name}.db.gz").read_bytes()))
    return f"sqlite:///{copy}"


@pytest.fixture
def packed(tmp_path: Path) -> str:
    """A compressed log with calls."""
    return unpacked("519c06f-packed", tmp_path)


def forms(url: str) -> list[bool]:
    """Whether each event is packed, in order."""
    with open_store(url) as store:
        return [is_packed(state) for *_, state in store.recorder.log_rows(0, 10_000)]


async def _add_workspace(url: str, *, compress: bool = False) -> None:
    async with CallCenter.open(url, compress=compress) as center:
        await center.workspaces.create("Elm Street Dental")


def test_every_process_goes_on_compressing(packed: str) -> None:
    """Whether or not it was told to."""
    before = forms(packed)
    asyncio.run(_add_workspace(packed))
    after = forms(packed)
    assert len(after) > len(before)
    assert all(after)


def test_an_existing_log_is_compressed_from_then_on(tmp_path: Path) -> None:
    """Its old events stay as they are, and both kinds are verified and shown."""
    url = unpacked("35f1c46", tmp_path)
    old = forms(url)
    asyncio.run(_add_workspace(url, compress=True))
    assert forms(url)[: len(old)] == [False] * len(old)
    assert set(forms(url)[len(old) :]) == {True}
    assert maintenance.verify(url).found == 0
    assert maintenance.rebuild(url) == len(forms(url))


def test_copies_in_either_form_have_the_same_events(packed: str, tmp_path: Path) -> None:
    """From packed to plain, and back."""
    lines = list(maintenance.export_log(packed))
    file = tmp_path / "log.jsonl"
    file.write_bytes(b"".join(lines))
    for name, compress in (("plain", False), ("again", True)):
        copy = f"sqlite:///{tmp_path / name}.db"
        maintenance.import_log(copy, file, compress=compress)
        assert set(forms(copy)) == {compress}
        assert list(maintenance.export_log(copy)) == lines
        assert maintenance.verify(copy).found == 0


def test_who_was_erased_is_in_no_event(packed: str) -> None:
    """And the events are compressed as before."""
    assert CALLER.encode() in b"".join(maintenance.export_log(packed))
    maintenance.erase(packed, CALLER, operator="Ann")
    assert CALLER.encode() not in b"".join(maintenance.export_log(packed))
    assert all(forms(packed))
    assert maintenance.verify(packed).found == 0


def test_the_name_of_a_renamed_stream_is_forgotten(tmp_path: Path) -> None:
    """A contact's has their number; one that keeps its name keeps it."""
    url = f"sqlite:///{tmp_path / 'log.db'}"
    with open_store(url, compress=True) as store:
        store.append(pages("h.book.a", 1, 2))
        store.append(pages("h.book.b", 1, 1))
        changed = {"h.book.a": pages("h.book.x", 1, 2), "h.book.b": pages("h.book.b", 1, 1)}
        store.rewrite(changed, [noted("h.book.done", 1)])
    with closing(sqlite3.connect(tmp_path / "log.db")) as sql:
        names = {name for (name,) in sql.execute("SELECT name FROM hookflash_names")}
    assert {name for name in names if name.startswith("h.")} == {
        "h.book.b",
        "h.book.done",
        "h.book.x",
    }


def test_a_changed_event_is_found(packed: str, tmp_path: Path) -> None:
    """One bit is enough, and an event that is moved to another stream."""
    with closing(sqlite3.connect(tmp_path / "log.db", isolation_level=None)) as sql:
        state = bytearray(sql.execute("SELECT state FROM hookflash_rows LIMIT 1").fetchone()[0])
        state[3] ^= 1
        sql.execute("UPDATE hookflash_rows SET state = ? WHERE position = 1", [bytes(state)])
        kinds = {(one.log_position, one.kind) for one in maintenance.verify(packed).findings}
    assert (1, "altered") in kinds


def test_simulated_calls_leave_a_compressed_log(tmp_path: Path) -> None:
    """The mark of a simulated database is packed as well."""
    url = f"sqlite:///{tmp_path / 'log.db'}"

    async def make() -> None:
        async with CallCenter.open(url, compress=True) as center:
            assert await center.simulated()

    asyncio.run(make())
    assert forms(url) == [True]
