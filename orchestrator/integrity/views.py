"""Compares the log with its views: if they have read more than there is, the log was cut off."""

from collections.abc import Iterator
from typing import Final

from sqlalchemy import Engine, inspect, select

from hookflash.orchestrator.integrity.findings import Finding
from hookflash.orchestrator.log.store import Store
from hookflash.projections.calls.table import CALLS
from hookflash.projections.database.engine import reading
from hookflash.projections.runner import checkpoint

PAGE: Final = 500


def has_views(engine: Engine) -> bool:
    """Whether views were ever built in this database."""
    return inspect(engine).has_table(checkpoint.CHECKPOINT.name)


def cut_off(store: Store, engine: Engine) -> Iterator[Finding]:
    """Find events that the views have read and the log no longer has."""
    with reading(engine) as connection:
        seen = checkpoint.position(connection)
    last = store.newest_position()
    if seen > last:
        yield Finding(
            kind="missing",
            log_position=last + 1,
            stream="",
            position=0,
            wrong=f"the end of the log at {last}",
            right=f"at least {seen}, up to which the views have read",
        )
    for page in _calls(engine):
        heads = store.recorder.heads(page)
        for call_id, position in page.items():
            head: object = heads.get(call_id, 0)
            # SQLite does not enforce column types; StreamCheck reports what is not a number.
            if isinstance(head, int) and head < position:
                yield _shortened(call_id, head, position)


def _shortened(call_id: str, head: int, seen: int) -> Finding:
    return Finding(
        kind="missing",
        log_position=0,
        stream=call_id,
        position=head + 1,
        wrong=f"the end of the call at {head}" if head else "no such call",
        right=f"at least {seen} events, which the views have read",
    )


def _calls(engine: Engine) -> Iterator[dict[str, int]]:
    last = ""
    while True:
        query = select(CALLS.c.call_id, CALLS.c.position).where(CALLS.c.call_id > last)
        with reading(engine) as connection:
            page = connection.execute(query.order_by(CALLS.c.call_id).limit(PAGE)).all()
        if not page:
            return
        heads = {row.call_id: row.position for row in page}
        yield heads
        last = page[-1].call_id
