"""Opens the place where recordings are kept."""

from hookflash import RecordingStore, RecordingStoreFailed
from hookflash.orchestrator.cli.errors import INVALID, CommandError


def open_recordings(place: str | None, *, blocking: bool = False) -> RecordingStore | None:
    """The store in ``place``, as given with ``--recordings``; None if that was not given.

    ``blocking``: for virtual time. Raises :class:`CommandError` for a place that cannot be used.
    """
    if not place:
        return None
    try:
        from hookflash import BadRecordingPlace, RecordingStorage  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise CommandError(
            "--recordings needs obstore: pip install 'hookflash[recordings]'", INVALID
        ) from error
    try:
        return RecordingStorage(place, blocking=blocking)
    except (BadRecordingPlace, RecordingStoreFailed) as error:
        raise CommandError(f"--recordings: {error}.", INVALID) from error
