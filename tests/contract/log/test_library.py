"""The library's own classes work on the same log."""

import pytest
from eventsourcing.persistence import ApplicationRecorder, EventStore, IntegrityError

from hookflash.orchestrator.log.store import Store
from tests.contract.log.noted import noted, pages


def test_the_library_reads_and_writes_the_same_log(store: Store) -> None:
    """An application on the library's event store shares the log under the same rules."""
    recorder = store._recorder
    assert isinstance(recorder, ApplicationRecorder)
    library = EventStore(store.mapper, recorder)
    store.append(pages("h.book.a", 1, 2))
    recordings = library.put(pages("h.book.a", 3, 4))  # type: ignore[arg-type]
    assert [recording.notification.id for recording in recordings] == [3, 4]
    seen: list[object] = list(library.get("h.book.a"))
    assert seen == pages("h.book.a", 1, 4)
    assert store.read_stream("h.book.a") == pages("h.book.a", 1, 4)
    assert [n.id for n in recorder.select_notifications(2, 2)] == [2, 3]
    assert recorder.max_notification_id() == 4
    with pytest.raises(IntegrityError):
        library.put([noted("h.book.a", 4)])  # type: ignore[list-item]
