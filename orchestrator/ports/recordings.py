"""The ports of recordings: where they come from, and where they are kept."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Final, Protocol, runtime_checkable

from hookflash.domain.call.effects import DiscardRecording, FetchRecording
from hookflash.domain.errors import HookflashError
from hookflash.orchestrator.ports.answers import Accepted, NotTaken, Refused, Unknown

MAX_RECORDING_BYTES: Final = 50_000_000
"""A larger recording is not kept."""


@dataclass(frozen=True)
class Sound:
    """A recording as the provider sends it: its media type, and its bytes in pieces."""

    content_type: str
    chunks: AsyncIterator[bytes]


Fetched = Sound | NotTaken | Refused | Unknown
"""``NotTaken``: not there yet. ``Refused``: it never will be. ``Unknown``: no clear answer."""


Discarded = Accepted | NotTaken | Refused | Unknown


class Recordings(Protocol):
    """Fetches recordings from the carrier or the host's voice platform."""

    def fetch(self, request: FetchRecording) -> AbstractAsyncContextManager[Fetched]:
        """Open the recording that was reported as ``request.recording``, with ``async with``.

        Do not retry: several attempts are made, over hours. The pieces are read within the ``async
        with``; reading may raise, and may be cancelled at any time.
        """
        ...


@runtime_checkable
class DiscardsRecordings(Protocol):
    """What :class:`Recordings` are as well where the carrier can delete its copies.

    It is asked where ``TelephonyOffers.discards_recordings`` is True: once a recording is in our
    store, and before its caller is erased.
    """

    async def discard(self, request: DiscardRecording) -> Discarded:
        """Delete the carrier's copy; one that is not there is ``Accepted``, too. Do not retry."""
        ...


class RecordingStoreFailed(HookflashError, OSError):
    """The store of recordings could not be reached, or refused the request."""


class RecordingStore(Protocol):
    """Keeps recordings as objects under keys such as ``office/0b5c…``.

    Every method raises :class:`RecordingStoreFailed` if the store does not do it.
    """

    async def put(self, key: str, data: bytes) -> bool:
        """Store ``data`` under ``key``, whole or not at all; False if there is an object already.

        Of several writers at once, one stores its data and the others get False.
        """
        ...

    async def size(self, key: str) -> int | None:
        """The size in bytes of the object under ``key``; None if there is none."""
        ...

    def read(self, key: str, start: int, end: int) -> AsyncIterator[bytes]:
        """Yield the bytes from ``start`` up to but not including ``end``, in pieces.

        Raises :class:`RecordingStoreFailed` also if there is no object.
        """
        ...

    async def delete(self, key: str) -> None:
        """Delete the object under ``key``; harmless if there is none."""
        ...
