"""The tuned collector: cyclic garbage goes, whenever it became garbage."""

import asyncio
import gc
import weakref
from collections.abc import Iterator

import pytest

from hookflash import CallCenter
from hookflash.orchestrator.system import collector
from hookflash.orchestrator.system.collector import Collector, tuned_collector


class Ring:
    """An object that only the collector can free."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def as_before(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Leave the collector of the tests' process as it was; thaw sooner."""
    monkeypatch.setattr(collector, "LEAST", 100_000)
    before = gc.get_threshold()
    gc.set_threshold(before[0], before[1], collector.NEVER)
    yield
    gc.unfreeze()
    gc.set_threshold(*before)


def grow() -> list[list[int]]:
    """As many objects as survive before some are set aside."""
    return [[n] for n in range(gc.get_threshold()[0] * gc.get_threshold()[1] * 4)]


def test_new_garbage_goes_when_survivors_are_set_aside() -> None:
    """Only what is new is scanned."""
    tuned = Collector()
    ring = Ring()
    gone = weakref.ref(ring)
    del ring
    kept = grow()
    tuned.tick()
    assert gone() is None
    assert gc.get_freeze_count() > len(kept)


def resumed() -> Collector:
    """A collector of a process that has resumed its calls."""
    tuned = Collector()
    tuned.resumed()
    return tuned


def set_aside(tuned: Collector) -> "weakref.ref[Ring]":
    """A ring that became garbage after it was set aside: no usual collection finds it."""
    ring = Ring()
    kept = grow()
    tuned.tick()
    assert kept
    gone = weakref.ref(ring)
    del ring
    gc.collect()
    assert gone() is not None
    return gone


def test_garbage_among_what_was_set_aside_goes_in_the_end() -> None:
    """It goes when the process is twice as large as it was after the last scan of everything."""
    tuned = resumed()
    gone = set_aside(tuned)
    kept: list[list[list[int]]] = []
    for _ in range(1_000):
        kept.append(grow())
        tuned.tick()
        if gone() is None:
            break
    assert gone() is None
    assert kept


def test_what_comes_and_goes_does_not_stop_the_process() -> None:
    """Calls that end free their memory: as long as it does not grow, nothing is scanned as a whole.

    Fault: a full scan stops every live call for 0.3 seconds.
    """
    tuned = resumed()
    gone = set_aside(tuned)
    kept: list[list[int]] = []
    for _ in range(100):
        kept = grow()
        tuned.tick()
    assert gone() is not None
    assert kept


def test_nothing_is_scanned_as_a_whole_while_calls_are_resumed() -> None:
    """What a process holds after its start is no garbage, however much it is.

    Fault: the calls that come in meanwhile wait for a full scan.
    """
    tuned = Collector()
    gone = set_aside(tuned)
    kept: list[list[list[int]]] = []
    while collector._blocks() < 2 * tuned._alive + collector.LEAST:
        kept.append(grow())
        tuned.tick()
    tuned.resumed()
    tuned.tick()
    assert gone() is not None
    assert kept


def test_garbage_goes_in_a_quiet_time() -> None:
    """The process has grown by a quarter: that is too little for a scan while calls go on."""
    tuned = resumed()
    gone = set_aside(tuned)
    kept: list[list[list[int]]] = []
    more = max(collector.LEAST, tuned._alive // collector.QUIET_SHARE)
    while collector._blocks() - tuned._alive < more:
        kept.append(grow())
        tuned.tick()
    assert gone() is not None
    for _ in range(collector.QUIET_TICKS + 1):
        tuned.tick()
    assert gone() is None
    assert kept


def test_survivors_are_set_aside_while_events_are_decoded() -> None:
    """Decoding turns the collector off: what calls allocate meanwhile must not pile up."""
    tuned = Collector()
    gc.disable()
    try:
        kept = grow()
        tuned.tick()
        assert gc.get_freeze_count() > len(kept)
    finally:
        gc.enable()


def test_a_host_gets_its_collector_back() -> None:
    """Tuned for as long as the center is open, and only if asked for."""
    before = gc.get_threshold()

    async def thresholds(*, tune_gc: bool) -> tuple[int, int, int]:
        async with CallCenter.open("sqlite://", tune_gc=tune_gc):
            await asyncio.sleep(0.01)
            return gc.get_threshold()

    gc.set_threshold(700, 10, 10)
    try:
        assert asyncio.run(thresholds(tune_gc=False)) == (700, 10, 10)
        assert asyncio.run(thresholds(tune_gc=True)) == (700, 10, collector.NEVER)
        assert gc.get_threshold() == (700, 10, 10)
        assert gc.get_freeze_count() == 0
    finally:
        gc.set_threshold(*before)


async def _two() -> tuple[int, int]:
    async with tuned_collector():
        async with tuned_collector():
            await asyncio.sleep(0.01)
        during = gc.get_threshold()[2]
    return during, gc.get_threshold()[2]


def test_two_centers_tune_it_once() -> None:
    """The second one leaves it as the first has it."""
    gc.set_threshold(700, 10, 10)
    assert asyncio.run(_two()) == (collector.NEVER, 10)
