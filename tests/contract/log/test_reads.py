"""An append conflicts if a stream that was read for it has grown meanwhile."""

import asyncio
from collections.abc import Sequence

import pytest

from hookflash.domain.event import Event
from hookflash.orchestrator.log.decide_and_append import decide_and_append
from hookflash.orchestrator.log.errors import Conflict
from hookflash.orchestrator.log.log import EventLog
from hookflash.orchestrator.log.seen import Seen
from hookflash.orchestrator.log.store import Store, open_store
from tests.contract.log.noted import noted, pages


def test_an_append_verifies_what_was_read_for_it(store: Store) -> None:
    """The whole stream up to its end, or that there is none."""
    store.append(pages("h.book.facts", 1, 2))
    store.append(pages("h.book.a", 1, 1), {"h.book.facts": 2, "h.book.empty": 0})
    for reads in ({"h.book.facts": 1}, {"h.book.facts": 3}, {"h.book.empty": 1}, {"h.book.a": 0}):
        with pytest.raises(Conflict):
            store.append(pages("h.book.a", 2, 2), reads)
    assert store.read_stream("h.book.a") == pages("h.book.a", 1, 1)
    store.append(pages("h.book.a", 2, 2), {"h.book.facts": 2})


def test_what_another_process_appended_is_noticed(shared_url: str) -> None:
    """Also if this process has just read and verified the stream."""
    with open_store(shared_url) as one, open_store(shared_url) as two:
        one.append(pages("h.book.a", 1, 1), {"h.book.facts": 0})
        two.append(pages("h.book.facts", 1, 1))
        with pytest.raises(Conflict):
            one.append(pages("h.book.a", 2, 2), {"h.book.facts": 0})
        one.append(pages("h.book.a", 2, 2), {"h.book.facts": 1})


def test_appends_in_one_commit_notice_each_other(store: Store) -> None:
    """In their order: what is read after a change in the same commit must have seen it."""
    changed = store.encode(pages("h.book.facts", 1, 1))
    before = store.encode(pages("h.book.a", 1, 1), {"h.book.facts": 0})
    stale = store.encode(pages("h.book.b", 1, 1), {"h.book.facts": 0})
    after = store.encode(pages("h.book.c", 1, 1), {"h.book.facts": 1})
    outcomes = store.commit([before, changed, stale, after])
    assert [isinstance(one, Conflict) for one in outcomes] == [False, False, True, False]
    assert [event.stream for _, event in store.read_log()] == [
        "h.book.a",
        "h.book.facts",
        "h.book.c",
    ]


def test_a_decision_on_stale_facts_is_made_again_on_fresh_ones(url: str) -> None:
    """Facts come from memory at first, and from the log after the conflict."""

    async def story() -> None:
        log, seen, memory = EventLog(open_store(url)), Seen(), 0
        await log.append(pages("h.book.facts", 1, 1))

        async def decide() -> Sequence[Event]:
            known = len(await log.read_stream("h.book.facts")) if seen.fresh else memory
            seen.note("h.book.facts", known)
            return [noted("h.book.a", 1, f"of {known}")]

        assert await decide_and_append(log, decide, seen=seen) == [noted("h.book.a", 1, "of 1")]
        assert await log.read_stream("h.book.a") == [noted("h.book.a", 1, "of 1")]
        await log.close()

    asyncio.run(story())


@pytest.mark.parametrize("stale", ["nothing", "an error"])
def test_nothing_is_refused_on_stale_facts(url: str, stale: str) -> None:
    """A decision that appends nothing is not verified, so it is made again on the log."""

    async def story() -> None:
        log, seen = EventLog(open_store(url)), Seen()

        async def decide() -> Sequence[Event]:
            seen.note("h.book.facts", 0)
            if seen.fresh:
                return pages("h.book.a", 1, 1)
            if stale == "an error":
                raise ValueError("unknown")
            return ()

        assert await decide_and_append(log, decide, seen=seen) == pages("h.book.a", 1, 1)
        await log.close()

    asyncio.run(story())
