"""A store of recordings in memory, for tests."""

from collections.abc import AsyncIterator

from hookflash.orchestrator.ports.recordings import RecordingStoreFailed


class MemoryRecordings:
    """Keeps recordings in ``objects``, by key, as long as it exists.

    Set ``fails`` to have every request fail.
    """

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self.fails = False

    async def put(self, key: str, data: bytes) -> bool:
        """Store ``data``, unless there is an object already."""
        self._check()
        return self.objects.setdefault(key, data) is data

    async def size(self, key: str) -> int | None:
        """The size of an object."""
        self._check()
        data = self.objects.get(key)
        return None if data is None else len(data)

    async def read(self, key: str, start: int, end: int) -> AsyncIterator[bytes]:
        """Yield the bytes in one piece."""
        self._check()
        if key not in self.objects:
            raise RecordingStoreFailed(f"there is no {key}")
        yield self.objects[key][start:end]

    async def delete(self, key: str) -> None:
        """Delete an object."""
        self._check()
        self.objects.pop(key, None)

    def _check(self) -> None:
        if self.fails:
            raise RecordingStoreFailed("the store does not answer")
