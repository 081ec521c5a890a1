"""The mark of a database: simulated or live, once and for good."""

import asyncio
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from hookflash import (
    CallCenter,
    LiveDatabase,
    NotCarriedHere,
    SimulatedDatabase,
    SystemClock,
    maintenance,
)
from hookflash.domain.carrying.events import STREAM
from hookflash.domain.event import Event
from hookflash.orchestrator.carrying import go_live, is_simulated, simulate
from hookflash.orchestrator.log.store import open_store
from hookflash.testing import SimulatedMessaging, SimulatedTelephony
from tests.cast import NOON
from tests.contract.roles.office import CALLER, NUMBER, Phones, Texts
from tests.rig.agent import OFFICE, LiteralAgent


def opening(url: str, **ports: Any) -> None:
    """Open a call center on the log, receive one live call, and close it."""

    async def main() -> None:
        async with CallCenter.open(url, agent=LiteralAgent(), **ports) as center:
            await center.apply(OFFICE)
            await center.end(await center.receive_call(to=NUMBER, from_=CALLER))

    asyncio.run(main())


def marks(url: str) -> list[str]:
    """The marks of the database."""
    with open_store(url) as store:
        return [event.type for event in store.read_stream(STREAM)]


def only_call(url: str) -> Iterator[bytes]:
    """Export the only call of the database."""
    with open_store(url) as store:
        (call,) = store.streams("harbor-dental.call.")
    return maintenance.export_call(url, call)


def test_a_new_database_is_simulated_where_no_port_is_given(shared_url: str) -> None:
    """It stays so: another process simulates too, and live ports are refused."""
    opening(shared_url)
    opening(shared_url)
    assert marks(shared_url) == ["DatabaseSimulated"]
    with open_store(shared_url) as store:
        before = store.last_position()
    for port in ({"telephony": Phones()}, {"messaging": Texts()}):
        with pytest.raises(SimulatedDatabase, match=r"simulated, .* use a new database"):
            opening(shared_url, **port)
    with open_store(shared_url) as store:
        assert store.last_position() == before
    opening(shared_url, telephony=SimulatedTelephony(SystemClock(), pace=0))


def test_a_database_that_had_live_ports_is_live(shared_url: str) -> None:
    """Nothing is simulated in it, whether it has a call or none yet."""

    async def open_live() -> None:
        async with CallCenter.open(shared_url, messaging=Texts()):
            pass

    asyncio.run(open_live())
    for attempt in ("without a call", "with one"):
        with pytest.raises(NotCarriedHere):
            opening(shared_url)
        with pytest.raises(LiveDatabase, match=r"--db sqlite:///new\.db, or HOOKFLASH_DB"):
            opening(shared_url, simulate=True)
        with pytest.raises(LiveDatabase):
            maintenance.simulate(shared_url)
        assert marks(shared_url) == ["DatabaseWentLive"], attempt
        opening(shared_url, telephony=Phones())


def test_configuring_marks_nothing(shared_url: str) -> None:
    """Neither do reading, test calls, and a process that is told not to."""

    async def main() -> None:
        async with maintenance.configuring(shared_url, create=True):
            pass
        async with CallCenter.open(shared_url, simulate=False) as center:
            await center.apply(OFFICE)
            await center.sandbox.begin(to=NUMBER)
            with pytest.raises(NotCarriedHere):
                await center.receive_call(to=NUMBER, from_=CALLER)
            assert not await center.simulated()
        async with CallCenter.read(shared_url) as reader:
            assert not await reader.simulated()

    asyncio.run(main())
    assert marks(shared_url) == []
    opening(shared_url)
    assert marks(shared_url) == ["DatabaseSimulated"]


def test_simulators_that_are_given_simulate_a_new_database(file_url: str) -> None:
    """They are ports: whoever gives them means them, also where no mark can be set any more."""
    clock = SystemClock()
    simulated = {"telephony": SimulatedTelephony(clock), "messaging": SimulatedMessaging(clock)}
    opening(file_url, **simulated)
    assert marks(file_url) == ["DatabaseSimulated"]
    other = f"{file_url}.live"
    opening(other, telephony=Phones())
    opening(other, **simulated)
    assert marks(other) == ["DatabaseWentLive"]
    with pytest.raises(ValueError, match="simulate: True, beside a port"):
        opening(file_url, simulate=True, **simulated)


@pytest.mark.parametrize("first", ["live", "simulated"])
def test_of_two_that_mark_at_once_one_wins(shared_url: str, first: str) -> None:
    """The other one finds the mark when it appends its own."""
    with open_store(shared_url) as one, open_store(shared_url) as two:
        append = one.append

        def after_the_other(events: Sequence[Event], reads: Any = None) -> int:
            if first == "live":
                go_live(two, NOON)
            else:
                assert simulate(two, NOON)
            return append(events, reads)

        one.append = after_the_other  # type: ignore[method-assign]
        if first == "live":
            assert not simulate(one, NOON)
        else:
            with pytest.raises(SimulatedDatabase):
                go_live(one, NOON)
        assert is_simulated(two) == (first == "simulated")
    assert len(marks(shared_url)) == 1


def test_a_copy_has_the_mark_too(file_url: str, tmp_path: Path) -> None:
    """A whole log, or one call; nothing is found wrong with the copy."""
    opening(file_url)
    for name, lines in (
        ("all", maintenance.export_log(file_url)),
        ("one", only_call(file_url)),
    ):
        file, copy = tmp_path / f"{name}.jsonl", f"sqlite:///{tmp_path / f'{name}.db'}"
        file.write_bytes(b"".join(lines))
        maintenance.import_log(copy, file)
        assert marks(copy) == ["DatabaseSimulated"]
        assert maintenance.verify(copy).found == 0


def test_calls_of_several_simulated_databases_meet(file_url: str, tmp_path: Path) -> None:
    """Each came with its mark, made at another time; the first one counts."""
    for name in ("one", "two"):
        url, file = f"{file_url}.{name}", tmp_path / name
        opening(url)
        file.write_bytes(b"".join(only_call(url)))
        maintenance.import_log(file_url, file)
    assert marks(file_url) == ["DatabaseSimulated"]
    with open_store(file_url) as store:
        assert len(store.streams("harbor-dental.call.")) == 2


def test_live_and_simulated_calls_are_not_mixed(file_url: str, tmp_path: Path) -> None:
    """An import that would do so is refused as a whole, in either direction."""
    live, old = f"{file_url}.live", f"{file_url}.old"
    opening(file_url)
    opening(live, telephony=Phones())
    for name, url, into, wrong in (
        ("a live log", live, file_url, "a different event"),
        ("a simulated log", file_url, live, "a different event"),
        ("a live call", live, file_url, "the calls in this database are simulated"),
        ("a live call", live, old, ""),
        ("a simulated call", file_url, old, "this database has live calls"),
    ):
        file = tmp_path / name
        lines = maintenance.export_log(url) if "log" in name else only_call(url)
        file.write_bytes(b"".join(lines))
        if wrong:
            with pytest.raises(maintenance.InvalidLog, match=wrong):
                maintenance.import_log(into, file)
        else:
            maintenance.import_log(into, file)
    with pytest.raises(NotCarriedHere):
        opening(old)
    assert marks(old) == []
