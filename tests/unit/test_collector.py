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


def test_garbage_among_what_was_set_aside_goes_in_the_end() -> None:
    """What was alive then is scanned again after enough else was set aside."""
    tuned = Collector()
    ring = Ring()
    gone = weakref.ref(ring)
    kept = [grow()]
    tuned.tick()
    del ring
    gc.collect()
    assert gone() is not None, "it is set aside: no usual collection finds it"
    for _ in range(1_000):
        kept[0] = grow()
        tuned.tick()
        if gone() is None:
            break
    assert gone() is None


def test_garbage_goes_in_a_quiet_time() -> None:
    """As much was set aside as was alive: that is too little for a thaw while calls go on."""
    tuned = Collector()
    ring = Ring()
    gone = weakref.ref(ring)
    kept: list[list[list[int]]] = []
    while tuned._aside < max(collector.LEAST, tuned._alive):
        kept.append(grow())
        tuned.tick()
    del ring
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
