"""Reading rows by stream, finding gaps, and rewriting streams for erasure."""

from collections.abc import Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress

import pytest
from eventsourcing.persistence import StoredEvent

from hookflash.orchestrator.log import postgres as postgres_log
from hookflash.orchestrator.log.errors import Conflict
from hookflash.orchestrator.log.seal import FIRST, SealedRow, body, seal, seal_of, sealed
from hookflash.orchestrator.log.store import Store, open_store
from tests.contract.log.noted import Noted, noted, pages
from tests.servers.postgres import PostgresServer


def broken_seals(store: Store) -> list[tuple[str, int]]:
    """Every position whose seal does not match its event and the previous seal."""
    broken, last = [], dict[str, bytes]()
    for _, stream, position, topic, state in store.recorder.rows_by_stream(("", 0), 1_000):
        if seal(last.get(stream, FIRST), stream, position, topic, body(state)) != seal_of(state):
            broken.append((stream, position))
        last[stream] = seal_of(state)
    return broken


def erased(book: str, first: int, last: int) -> list[Noted]:
    """The same pages without their content."""
    return [page.model_copy(update={"note": "[erased]"}) for page in pages(book, first, last)]


def test_rows_are_read_stream_by_stream(store: Store) -> None:
    """In order of names and positions, from any point on."""
    for book in ("h.book.b", "h.book.a", "h.book.c"):
        store.append(pages(book, 1, 2))
    store.append(pages("h.book.a", 3, 3))
    rows = store.recorder.rows_by_stream(("", 0), 100)
    assert [(stream, position) for _, stream, position, _, _ in rows] == [
        *(("h.book.a", n) for n in (1, 2, 3)),
        *((book, n) for book in ("h.book.b", "h.book.c") for n in (1, 2)),
    ]
    assert store.recorder.rows_by_stream(("h.book.a", 2), 2) == rows[2:4]


def test_the_heads_of_streams_are_looked_up_together(store: Store) -> None:
    """A stream that does not exist has none."""
    store.append(pages("h.book.a", 1, 3))
    store.append(pages("h.book.b", 1, 1))
    heads = store.recorder.heads(["h.book.a", "h.book.b", "h.book.none"])
    assert heads == {"h.book.a": 3, "h.book.b": 1}


def test_a_stream_that_several_workers_wrote_is_sealed_in_one_chain(shared_url: str) -> None:
    """Each worker continues from the other's seal, whether or not it has read the stream."""
    with open_store(shared_url) as one, open_store(shared_url) as other:
        one.append(pages("h.book.a", 1, 2))
        other.append(pages("h.book.a", 3, 4))
        one.append(pages("h.book.a", 5, 5))
        other.read_stream("h.book.a")
        encode = other.mapper.encode
        other.commit([[encode(noted("h.book.a", 6))], [encode(noted("h.book.a", 7))]])
        one.append(pages("h.book.a", 8, 8))
        assert broken_seals(one) == []
        assert len(one.read_stream("h.book.a")) == 8


def test_streams_are_rewritten_in_place(store: Store) -> None:
    """At their log positions, with new seals, and the record of it in the same commit."""
    store.append(pages("h.book.a", 1, 3))
    store.append(pages("h.book.b", 1, 1))
    before = store.read_log()
    store.rewrite({"h.book.a": erased("h.book.a", 1, 3)}, [noted("h.book.done", 1)])
    after = store.read_log()
    assert [event for _, event in after[:4]] == [
        *erased("h.book.a", 1, 3),
        *pages("h.book.b", 1, 1),
    ]
    assert [position for position, _ in after[:4]] == [position for position, _ in before]
    assert [event for _, event in after[4:]] == [noted("h.book.done", 1)]
    assert broken_seals(store) == []


def test_a_rewritten_stream_may_get_another_name(store: Store) -> None:
    """For example one that contained a phone number."""
    store.append(pages("h.book.a", 1, 2))
    store.rewrite({"h.book.a": pages("h.book.x", 1, 2)}, [noted("h.book.done", 1)])
    assert store.read_stream("h.book.a") == []
    assert store.read_stream("h.book.x") == pages("h.book.x", 1, 2)
    assert broken_seals(store) == []


def test_a_rewritten_stream_goes_on(shared_url: str) -> None:
    """Also for a worker that has cached its old seal."""
    with open_store(shared_url) as worker, open_store(shared_url) as eraser:
        worker.append(pages("h.book.a", 1, 2))
        eraser.rewrite({"h.book.a": erased("h.book.a", 1, 2)}, [noted("h.book.done", 1)])
        worker.append(pages("h.book.a", 3, 3))
        assert worker.read_stream("h.book.a") == [
            *erased("h.book.a", 1, 2),
            *pages("h.book.a", 3, 3),
        ]
        assert broken_seals(worker) == []


def test_what_is_appended_with_a_rewritten_stream_continues_its_new_seals(store: Store) -> None:
    """The record of a change may belong to a stream that was changed."""
    store.append(pages("h.book.a", 1, 3))
    store.rewrite({"h.book.a": erased("h.book.a", 1, 3)}, pages("h.book.a", 4, 4))
    assert broken_seals(store) == []


@pytest.mark.parametrize("moved_on", ["h.book.a", "h.book.done"])
def test_a_stream_that_has_grown_is_not_rewritten(store: Store, moved_on: str) -> None:
    """Nor is any other; the caller reads again."""
    store.append(pages("h.book.a", 1, 2))
    store.append(pages("h.book.b", 1, 1))
    head = {"h.book.a": 2}.get(moved_on, 0)
    store.append([noted(moved_on, head + 1)])
    before = store.read_log()
    with pytest.raises(Conflict, match=moved_on):
        store.rewrite(
            {"h.book.b": erased("h.book.b", 1, 1), "h.book.a": erased("h.book.a", 1, 2)},
            [noted("h.book.done", 1)],
        )
    assert store.read_log() == before


def test_a_stream_is_rewritten_while_it_grows(shared_url: str) -> None:
    """The second writer sees the first one's change, so the chain of seals stays whole."""
    rounds = 30

    def go_on() -> None:
        with open_store(shared_url) as worker:
            for position in range(2, rounds + 2):
                worker.append([noted("h.book.a", position)])

    with open_store(shared_url) as eraser, ThreadPoolExecutor(1) as threads:
        eraser.append(pages("h.book.a", 1, 1))
        work = threads.submit(go_on)
        done = 0
        while not work.done():
            head = eraser.recorder.heads(["h.book.a"])["h.book.a"]
            changed = {"h.book.a": erased("h.book.a", 1, head)}
            with suppress(Conflict):
                eraser.rewrite(changed, [noted("h.book.done", done + 1)])
                done += 1
        work.result()
        assert [e.position for e in eraser.read_stream("h.book.a")] == list(range(1, rounds + 2))
        assert broken_seals(eraser) == []


def test_appends_wait_while_a_stream_is_rewritten(
    postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An append that starts after the heads were read continues from the new seal."""
    url = postgres.new_database()
    meanwhile: list[Future[int]] = []

    def sealed_while_another_appends(
        events: Iterable[StoredEvent], before: Mapping[str, bytes]
    ) -> list[SealedRow]:
        if not meanwhile:
            meanwhile.append(threads.submit(worker.append, pages("h.book.a", 3, 3)))
            wait(meanwhile, timeout=0.3)
        return sealed(events, before)

    with open_store(url) as worker, open_store(url) as eraser, ThreadPoolExecutor(1) as threads:
        worker.append(pages("h.book.a", 1, 2))
        monkeypatch.setattr(postgres_log, "sealed", sealed_while_another_appends)
        eraser.rewrite({"h.book.a": erased("h.book.a", 1, 2)}, [noted("h.book.done", 1)])
        meanwhile[0].result()
        assert len(eraser.read_stream("h.book.a")) == 3
        assert broken_seals(eraser) == []


def test_after_scrubbing_the_log_is_as_it_was(store: Store) -> None:
    """Scrubbing changes the disk, not the log."""
    store.append(pages("h.book.a", 1, 3))
    before = store.read_log()
    store.recorder.scrub()
    assert store.read_log() == before
    assert store.append(pages("h.book.a", 4, 4)) > before[-1][0]


def test_a_whole_log_has_no_gaps(store: Store) -> None:
    """Neither when empty, nor after rejected appends."""
    assert store.recorder.gaps() == []
    store.append(pages("h.book.a", 1, 3))
    with pytest.raises(Conflict):
        store.append(pages("h.book.a", 2, 2))
    assert store.recorder.gaps() == []
