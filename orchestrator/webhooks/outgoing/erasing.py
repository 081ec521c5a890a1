"""Erases a contact from the delivery state of webhooks: the log of attempts, and the queue.

Both name events by hashes of their streams, and show the streams with masked numbers. A stream
that was moved to a pseudonym is replaced there too, with what receivers answered about it.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import Connection, Engine, inspect, update

from hookflash.domain.event import Event
from hookflash.orchestrator.log.store import Store
from hookflash.orchestrator.telemetry.masking import masked
from hookflash.orchestrator.webhooks.outgoing.envelope import message_id
from hookflash.orchestrator.webhooks.outgoing.ordered_queues import lane_of
from hookflash.orchestrator.webhooks.outgoing.tables import ATTEMPTS, WAITING
from hookflash.projections.database.engine import writing

ERASED: Final = "[erased]"


class ErasedDeliveries:
    """The deliveries of the events in ``changed``, which are about to be rewritten in ``store``."""

    def __init__(self, store: Store, changed: Mapping[str, Sequence[Event]]) -> None:
        self._pairs = [
            (before, after)
            for stream, events in changed.items()
            for before, after in zip(store.read_stream(stream), events, strict=False)
            if before != after
        ]

    def erase(self, engine: Engine) -> None:
        """Replace them in the tables, if this database ever had webhooks."""
        if not inspect(engine).has_table(ATTEMPTS.name):
            return
        with writing(engine) as connection:
            for before, after in self._pairs:
                _attempts(connection, before, after)
            for old, new in {(before.stream, after.stream) for before, after in self._pairs}:
                lane = update(WAITING).where(WAITING.c.lane == lane_of(old))
                connection.execute(lane.values(lane=lane_of(new)))


def _attempts(connection: Connection, before: Event, after: Event) -> None:
    known = update(ATTEMPTS).where(ATTEMPTS.c.message == message_id(before))
    connection.execute(known.where(ATTEMPTS.c.error != "").values(error=ERASED))
    moved = {"message": message_id(after), "subject": masked(after.stream)}
    connection.execute(known.values(moved))
