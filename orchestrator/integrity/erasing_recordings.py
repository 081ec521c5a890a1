"""Deletes a contact's recordings from the store, before the log forgets that it has them."""

from collections.abc import Sequence

from hookflash.domain.call.effects import DiscardRecording
from hookflash.domain.errors import HookflashError
from hookflash.orchestrator.ports.recordings import RecordingStore, RecordingStoreFailed


class NoRecordingStore(HookflashError, RuntimeError):
    """The contact has recordings in a store that this process was not given."""


class RecordingsLeft(Exception):
    """The store has the contact's recordings under ``kept``, and may have those under ``lost``.

    Their providers have ``copies``. All are to be deleted before the erasure.
    """

    def __init__(
        self, kept: Sequence[str], lost: Sequence[str], copies: Sequence[DiscardRecording] = ()
    ) -> None:
        super().__init__(*kept, *lost)
        self.copies = tuple(copies)
        self.kept = tuple(kept)
        self.keys = (*kept, *lost)


async def delete_recordings(left: RecordingsLeft, store: RecordingStore | None) -> None:
    """Delete what an erasure found in the store; repeated, it does no harm.

    Raises :class:`NoRecordingStore` without a store that has some, and ``RecordingStoreFailed``.
    """
    if store is None and not left.kept:
        return
    if store is None:
        raise NoRecordingStore(
            f"{len(left.kept)} of the contact's recordings are in a store: name it with "
            "recording_store= (hookflash erase --recordings PLACE). Nothing was erased"
        )
    for key in left.keys:
        try:
            await store.delete(key)
        except RecordingStoreFailed as error:
            raise RecordingStoreFailed(
                f"{error}. The contact is not erased from the log; erase again once the store "
                "answers"
            ) from error
