"""Deletes a contact's recordings from the store, before the log forgets that it has them."""

from collections.abc import Iterable, Sequence

from hookflash.domain.call.call import Call
from hookflash.domain.call.events import CallEvent, RecordingKept
from hookflash.domain.call.identity import recording_key
from hookflash.domain.erasure.erase import ERASED
from hookflash.domain.errors import HookflashError
from hookflash.orchestrator.ports.recordings import RecordingStore, RecordingStoreFailed


class NoRecordingStore(HookflashError, RuntimeError):
    """The contact has recordings in a store that this process was not given."""


class RecordingsLeft(Exception):
    """The contact has recordings under ``keys`` in the store; delete them before the erasure."""

    def __init__(self, keys: Sequence[str]) -> None:
        super().__init__(*keys)
        self.keys = tuple(keys)


def kept_recording(call: Call, events: Iterable[CallEvent]) -> str | None:
    """The key of the call's recording in the store; None if the store has none."""
    voicemail = call.voicemail
    if voicemail is None or voicemail.recording is None or voicemail.recording.status != "kept":
        return None
    hashes = (event.sha256 for event in events if isinstance(event, RecordingKept))
    if all(one == ERASED for one in hashes):
        return None  # an earlier erasure deleted it
    return recording_key(call.workspace, voicemail.effect_key)


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
