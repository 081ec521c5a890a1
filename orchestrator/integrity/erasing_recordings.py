"""Deletes a contact's recordings from the store, before the log forgets that it has them."""

from collections.abc import Sequence

from hookflash.domain.errors import HookflashError
from hookflash.orchestrator.ports.recordings import RecordingStore, RecordingStoreFailed


class NoRecordingStore(HookflashError, RuntimeError):
    """The contact has recordings in a store that this process was not given."""


class RecordingsLeft(Exception):
    """The contact has recordings under ``keys`` in the store; delete them before the erasure."""

    def __init__(self, keys: Sequence[str]) -> None:
        super().__init__(*keys)
        self.keys = tuple(keys)


async def delete_recordings(keys: Sequence[str], store: RecordingStore | None) -> None:
    """Delete what an erasure found in the store; repeated, it does no harm.

    Raises :class:`NoRecordingStore` without a store, and ``RecordingStoreFailed``.
    """
    if store is None:
        raise NoRecordingStore(
            f"{len(keys)} of the contact's recordings are in a store: name it with recording_store="
            " (hookflash erase --recordings PLACE). Nothing was erased"
        )
    for key in keys:
        try:
            await store.delete(key)
        except RecordingStoreFailed as error:
            raise RecordingStoreFailed(
                f"{error}. The contact is not erased from the log; erase again once the store "
                "answers"
            ) from error
