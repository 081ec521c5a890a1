"""Stores of recordings, and what fetches them, keep the contracts of their ports."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from hookflash import (
    BadRecordingPlace,
    Host,
    HttpRecordings,
    RandomIds,
    Recordings,
    RecordingStorage,
    RecordingStore,
    RecordingStoreFailed,
    SystemClock,
)
from hookflash.testing import (
    MemoryRecordings,
    RecordingsContract,
    RecordingStoreContract,
    ReportTo,
    SimulatedRecordings,
)
from tests.rig.recorder import recorder
from tests.rig.s3 import s3
from tests.rig.standin import SECRET


class TestFolder(RecordingStoreContract):
    """A folder."""

    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path: Path) -> None:
        self.place = tmp_path / "not" / "yet"

    @asynccontextmanager
    async def adapter(self, report: ReportTo) -> AsyncIterator[RecordingStore]:  # noqa: ARG002
        """One that does not exist yet."""
        yield RecordingStorage(str(self.place))


class TestS3(RecordingStoreContract):
    """S3-compatible storage, by a stand-in."""

    @pytest.fixture(autouse=True)
    def _server(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
        with s3() as self.server:
            for name, value in self.server.environment().items():
                monkeypatch.setenv(name, value)
            yield

    @asynccontextmanager
    async def adapter(self, report: ReportTo) -> AsyncIterator[RecordingStore]:  # noqa: ARG002
        """A bucket, below a prefix."""
        yield RecordingStorage("s3://bucket/below")
        assert all(path.startswith("/bucket/below/office/") for path in self.server.objects)


class TestMemory(RecordingStoreContract):
    """The store that tests use."""

    @asynccontextmanager
    async def adapter(self, report: ReportTo) -> AsyncIterator[RecordingStore]:  # noqa: ARG002
        """An empty one."""
        yield MemoryRecordings()


class TestSimulatedRecordings(RecordingsContract):
    """The simulator."""

    there = "simulated:0b5c1f2e"
    absent = "https://example.com/1.wav"

    @asynccontextmanager
    async def adapter(self, report: ReportTo) -> AsyncIterator[Recordings]:  # noqa: ARG002
        """It has every simulated recording."""
        yield SimulatedRecordings()


class TestHttpRecordings(RecordingsContract):
    """A host reached over HTTP."""

    there = "recordings/1"
    absent = "recordings/2"

    @asynccontextmanager
    async def adapter(self, report: ReportTo) -> AsyncIterator[Recordings]:  # noqa: ARG002
        """A host that has one."""
        with recorder() as server:
            server.sounds["/host/recordings/1"] = b"RIFF" * 50_000
            url = f"{server.url}/host/"
            async with Host(url, SECRET, SystemClock(), RandomIds()) as host:
                yield HttpRecordings(host, SystemClock())


@pytest.mark.parametrize("place", ["", "ftp://host/recordings", "s3://", "gs://bucket/prefix"])
def test_a_place_that_is_none_is_refused(place: str) -> None:
    """The error says what a place is."""
    with pytest.raises(BadRecordingPlace, match="s3://BUCKET/PREFIX"):
        RecordingStorage(place)


def test_a_folder_is_for_its_owner_only(tmp_path: Path) -> None:
    """It holds what callers said."""
    RecordingStorage(str(tmp_path / "kept"))
    assert (tmp_path / "kept").stat().st_mode & 0o777 == 0o700


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    """It is a file."""
    (tmp_path / "file").write_text("")
    with pytest.raises(RecordingStoreFailed, match="file"):
        RecordingStorage(str(tmp_path / "file"))


async def _is_refused(store: RecordingStore) -> None:
    with pytest.raises(RecordingStoreFailed, match=r"the recordings in s3://bucket: "):
        await store.put("office/1", b"sound")
    with pytest.raises(RecordingStoreFailed):
        await store.delete("office/1")


def test_a_store_that_fails_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """In one line, with the place."""
    with s3() as server:
        for name, value in server.environment().items():
            monkeypatch.setenv(name, value)
        server.fails = True
        asyncio.run(_is_refused(RecordingStorage("s3://bucket")))
