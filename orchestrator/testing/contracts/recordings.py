"""The contracts of the ``Recordings`` and ``RecordingStore`` ports."""

import asyncio
from typing import ClassVar

import pytest

from hookflash.domain.call.effects import FetchRecording
from hookflash.orchestrator.ports.answers import NotTaken, Refused
from hookflash.orchestrator.ports.recordings import (
    Recordings,
    RecordingStore,
    RecordingStoreFailed,
    Sound,
)
from hookflash.orchestrator.testing.contracts.contract import ABOUT, Contract, Reports, on_adapter

KEY = "office/0b5c1f2e"


class RecordingsContract(Contract[Recordings]):
    """What everything that fetches recordings must do."""

    there: ClassVar[str]
    """The reference of a recording that the provider has. Define this."""
    absent: ClassVar[str]
    """The reference of one that it does not have. Define this."""

    def request(self, recording: str) -> FetchRecording:
        """The request for a recording."""
        return FetchRecording(
            **ABOUT, effect_key="0b5c1f2e", attempt=1, recording=recording, seconds=4.0
        )

    async def fetched(self, adapter: Recordings) -> tuple[str, bytes]:
        """The media type and the bytes of the recording that is there."""
        async with adapter.fetch(self.request(self.there)) as sound:
            assert isinstance(sound, Sound)
            return sound.content_type, b"".join([chunk async for chunk in sound.chunks])

    @on_adapter
    async def test_a_recording_is_fetched(self, adapter: Recordings, _: Reports) -> None:
        """With its media type, as often as it is asked for."""
        content_type, data = await self.fetched(adapter)
        assert content_type.startswith("audio/")
        assert data
        assert await self.fetched(adapter) == (content_type, data)

    @on_adapter
    async def test_one_that_is_not_there_is_told_apart(
        self, adapter: Recordings, _: Reports
    ) -> None:
        """It is not there yet, or never will be; it is no exception and no empty sound."""
        async with adapter.fetch(self.request(self.absent)) as answer:
            assert isinstance(answer, NotTaken | Refused)

    @on_adapter
    async def test_reading_may_stop_early(self, adapter: Recordings, _: Reports) -> None:
        """A recording that is too large is not read to its end; the next request works."""
        async with adapter.fetch(self.request(self.there)) as sound:
            assert isinstance(sound, Sound)
            async for _chunk in sound.chunks:
                break
        assert (await self.fetched(adapter))[1]


class RecordingStoreContract(Contract[RecordingStore]):
    """What every store of recordings must do; it starts empty."""

    async def content(self, adapter: RecordingStore, start: int, end: int) -> bytes:
        """What the store reads of the object."""
        return b"".join([piece async for piece in adapter.read(KEY, start, end)])

    @on_adapter
    async def test_what_is_stored_can_be_read(self, adapter: RecordingStore, _: Reports) -> None:
        """As a whole and in part, also over the pieces that it reads at a time."""
        data = bytes(range(256)) * 10_000
        assert await adapter.put(KEY, data)
        assert await adapter.size(KEY) == len(data)
        assert await self.content(adapter, 0, len(data)) == data
        assert await self.content(adapter, 1_048_000, 1_049_000) == data[1_048_000:1_049_000]
        assert await self.content(adapter, 7, 8) == data[7:8]

    @on_adapter
    async def test_an_object_is_written_once(self, adapter: RecordingStore, _: Reports) -> None:
        """A second writer is told so, and changes nothing."""
        assert await adapter.put(KEY, b"first")
        assert not await adapter.put(KEY, b"second")
        assert await self.content(adapter, 0, 5) == b"first"

    @on_adapter
    async def test_of_writers_at_once_one_writes(self, adapter: RecordingStore, _: Reports) -> None:
        """And its data is what is stored."""
        several = [bytes([number]) * 1_000 for number in range(8)]
        wrote = await asyncio.gather(*(adapter.put(KEY, data) for data in several))
        assert sum(wrote) == 1
        assert await self.content(adapter, 0, 1_000) == several[wrote.index(True)]

    @on_adapter
    async def test_an_object_is_deleted(self, adapter: RecordingStore, _: Reports) -> None:
        """Also twice; its key can be used again, and no other object is touched."""
        await adapter.delete(KEY)
        await adapter.put(KEY, b"mine")
        await adapter.put(f"{KEY}0", b"another")
        await adapter.delete(KEY)
        await adapter.delete(KEY)
        assert await adapter.size(KEY) is None
        assert await adapter.size(f"{KEY}0") == len(b"another")
        assert await adapter.put(KEY, b"again")

    @on_adapter
    async def test_what_is_not_there_cannot_be_read(
        self, adapter: RecordingStore, _: Reports
    ) -> None:
        """It is an error, not an empty sound."""
        assert await adapter.size(KEY) is None
        with pytest.raises(RecordingStoreFailed):
            await self.content(adapter, 0, 5)
