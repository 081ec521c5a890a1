"""Keeps recordings in a folder or in S3-compatible storage, through obstore."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Final, ParamSpec, TypeVar

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import LocalStore, S3Store

from hookflash.domain.errors import HookflashError
from hookflash.orchestrator.ports.recordings import RecordingStoreFailed

P = ParamSpec("P")
R = TypeVar("R")
PIECE_BYTES: Final = 1 << 20
"""Read at a time. A piece of S3 is a request of its own, so that nothing stays open between two."""


class BadRecordingPlace(HookflashError, ValueError):
    """A place that is neither a folder nor ``s3://BUCKET/PREFIX``; the message says what is."""


class RecordingStorage:
    """A folder, or a bucket of S3-compatible storage; needs ``hookflash[recordings]``.

    ``place`` is the path of a folder, which is created if missing and readable by its owner only,
    or ``s3://BUCKET/PREFIX``. Credentials, region and endpoint of S3 come from the environment:
    ``AWS_ACCESS_KEY_ID``, ``AWS_SECRET_ACCESS_KEY``, ``AWS_REGION``, ``AWS_ENDPOINT_URL`` and the
    others that obstore reads. ``blocking`` makes requests in the event loop itself, for virtual
    time. Raises ``BadRecordingPlace``, and ``RecordingStoreFailed`` for a folder that cannot be
    created.
    """

    def __init__(self, place: str, *, blocking: bool = False) -> None:
        self.place = place
        self._blocking = blocking
        self._folder: Path | None = None
        self._store: LocalStore | S3Store
        if place.startswith("s3://"):
            self._store = _bucket(place)
        else:
            self._folder = _folder(place)
            self._store = LocalStore(self._folder, automatic_cleanup=True)

    async def put(self, key: str, data: bytes) -> bool:
        """Store ``data`` under ``key``; False if there is an object already."""
        return await self._run(self._put, key, data)

    def _put(self, key: str, data: bytes) -> bool:
        try:
            obstore.put(self._store, key, data, mode="create", use_multipart=False)
        except AlreadyExistsError:
            return False
        if self._folder is not None:
            _sync(self._folder / key)
        return True

    async def size(self, key: str) -> int | None:
        """The size in bytes of the object under ``key``; None if there is none."""
        return await self._run(self._size, key)

    def _size(self, key: str) -> int | None:
        try:
            return int(obstore.head(self._store, key)["size"])
        except FileNotFoundError:
            return None

    async def read(self, key: str, start: int, end: int) -> AsyncIterator[bytes]:
        """Yield the bytes from ``start`` up to ``end``."""
        for at in range(start, end, PIECE_BYTES):
            yield await self._run(self._get, key, at, min(at + PIECE_BYTES, end))

    def _get(self, key: str, start: int, end: int) -> bytes:
        return bytes(obstore.get_range(self._store, key, start=start, end=end))

    async def delete(self, key: str) -> None:
        """Delete the object under ``key``; harmless if there is none."""
        await self._run(self._delete, key)

    def _delete(self, key: str) -> None:
        try:
            obstore.delete(self._store, key)
        except FileNotFoundError:
            return

    async def _run(self, request: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        try:
            if self._blocking:
                return request(*args, **kwargs)
            return await asyncio.to_thread(request, *args, **kwargs)
        except (BaseError, OSError) as error:
            reason = (str(error) or type(error).__name__).splitlines()[0]
            raise RecordingStoreFailed(f"the recordings in {self.place}: {reason}") from error


def _folder(place: str) -> Path:
    if not place or "://" in place:
        raise BadRecordingPlace(
            f"recordings: {place!r} is not a place; use the path of a folder or s3://BUCKET/PREFIX"
        )
    folder = Path(place).expanduser().resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise RecordingStoreFailed(f"the recordings in {place}: {error}") from error
    return folder


def _bucket(place: str) -> S3Store:
    bucket = place.removeprefix("s3://").partition("/")[0]
    if not bucket:
        raise BadRecordingPlace(f"recordings: {place!r} names no bucket; use s3://BUCKET/PREFIX")
    local = os.environ.get("AWS_ENDPOINT_URL", "").startswith("http://")  # chosen by the operator
    try:
        return S3Store.from_url(
            place,
            client_options={"connect_timeout": "5s", "timeout": "30s", "allow_http": local},
            retry_config={"max_retries": 2},
        )
    except (BaseError, ValueError) as error:
        reason = str(error).splitlines()[0]
        raise BadRecordingPlace(f"recordings: {place!r} cannot be used: {reason}") from error


def _sync(file: Path) -> None:
    """Have the file and its name on disk before the log says that it is kept."""
    for path in (file, file.parent):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
