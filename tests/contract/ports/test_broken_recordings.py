"""The contracts of recordings notice adapters that do not keep them."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from hookflash import Fetched, FetchRecording, Recordings, RecordingStore, Sound
from hookflash.testing import (
    MemoryRecordings,
    RecordingsContract,
    RecordingStoreContract,
    ReportTo,
    SimulatedRecordings,
)


class Overwrites(MemoryRecordings):
    """Stores over what is there, and says so to no one."""

    async def put(self, key: str, data: bytes) -> bool:
        """Write in any case."""
        self.objects[key] = data
        return True


class LooksThenWrites(MemoryRecordings):
    """Leaves others time between looking and writing."""

    async def put(self, key: str, data: bytes) -> bool:
        """Look, wait, write."""
        there = key in self.objects
        await asyncio.sleep(0.01)
        if not there:
            self.objects[key] = data
        return not there


class IgnoresEnds(MemoryRecordings):
    """Reads on to the end of the object."""

    async def read(self, key: str, start: int, end: int) -> AsyncIterator[bytes]:
        """Ignore ``end``."""
        async for piece in super().read(key, start, max(end, 1 << 30)):
            yield piece


class DeletesByPrefix(MemoryRecordings):
    """Deletes every object whose key begins with the key."""

    async def delete(self, key: str) -> None:
        """Delete too much."""
        self.objects = {k: data for k, data in self.objects.items() if not k.startswith(key)}


class ReadsNothing(MemoryRecordings):
    """Takes a missing object for an empty one."""

    async def read(self, key: str, start: int, end: int) -> AsyncIterator[bytes]:
        """Yield nothing."""
        yield self.objects.get(key, b"")[start:end]


class SendsPages:
    """Answers with a page, also for what is not there."""

    @asynccontextmanager
    async def fetch(self, request: FetchRecording) -> AsyncIterator[Fetched]:  # noqa: ARG002
        """Answer anything."""
        yield Sound("text/html", self._page())

    async def _page(self) -> AsyncIterator[bytes]:
        yield b"<h1>Not Found</h1>"


class SendsOnce(SimulatedRecordings):
    """Gives each recording away."""

    def __init__(self) -> None:
        self._given = 0

    @asynccontextmanager
    async def fetch(self, request: FetchRecording) -> AsyncIterator[Fetched]:
        """Give it to the first who asks."""
        self._given += 1
        async with super().fetch(request) as answer:
            if self._given > 1 and isinstance(answer, Sound):
                yield Sound(answer.content_type, _nothing())
            else:
                yield answer


async def _nothing() -> AsyncIterator[bytes]:
    for piece in list[bytes]():
        yield piece


class Stores(RecordingStoreContract):
    """Holds a broken store to the contract."""

    def __init__(self, adapter: type[MemoryRecordings]) -> None:
        self._adapter = adapter

    @asynccontextmanager
    async def adapter(self, report: ReportTo) -> AsyncIterator[RecordingStore]:  # noqa: ARG002
        """Open it."""
        yield self._adapter()


class Sources(RecordingsContract):
    """Holds a broken source to the contract."""

    there = "simulated:1"
    absent = "https://example.com/1"

    def __init__(self, adapter: Callable[[], Recordings]) -> None:
        self._adapter = adapter

    @asynccontextmanager
    async def adapter(self, report: ReportTo) -> AsyncIterator[Recordings]:  # noqa: ARG002
        """Open it."""
        yield self._adapter()


BROKEN: list[tuple[Any, Callable[[Any], None]]] = [
    (Stores(Overwrites), Stores.test_an_object_is_written_once),
    (Stores(LooksThenWrites), Stores.test_of_writers_at_once_one_writes),
    (Stores(IgnoresEnds), Stores.test_what_is_stored_can_be_read),
    (Stores(DeletesByPrefix), Stores.test_an_object_is_deleted),
    (Stores(ReadsNothing), Stores.test_what_is_not_there_cannot_be_read),
    (Sources(SendsPages), Sources.test_a_recording_is_fetched),
    (Sources(SendsPages), Sources.test_one_that_is_not_there_is_told_apart),
    (Sources(SendsOnce), Sources.test_reading_may_stop_early),
]
"""Broken adapters, each with a test that must notice."""


@pytest.mark.parametrize(("contract", "test"), BROKEN)
def test_a_broken_adapter_is_noticed(contract: Any, test: Callable[[Any], None]) -> None:
    """Its test fails."""
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        test(contract)


@pytest.mark.parametrize("contract", [Stores, Sources])
def test_each_test_of_a_contract_notices_a_broken_adapter(contract: type) -> None:
    """No test of a contract passes whatever the adapter does."""
    tests = {name for name in dir(contract) if name.startswith("test_")}
    assert tests == {test.__name__ for by, test in BROKEN if isinstance(by, contract)}
