"""Makes rows of many calls that differ in all that a report tells apart, without their events."""

import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Engine, delete, select

from hookflash.projections.calls.table import CALLS
from hookflash.projections.database.engine import reading, writing
from hookflash.projections.reports.counts import REPORT_TABLES
from hookflash.projections.reports.figures import OUTCOMES
from hookflash.projections.reports.tally import (
    ActFact,
    Tally,
    call_fact,
    text_fact,
    transfer_fact,
)
from hookflash.projections.runner.bulk_write import insert
from hookflash.projections.runner.registry import MODELS, tables_of
from hookflash.projections.texts.table import TEXTS
from hookflash.projections.transfers.table import TRANSFERS

Row = dict[str, Any]
WORKSPACE: Final = "harbor-dental"
DAYS: Final = 90
FIRST: Final = datetime(2026, 1, 20, tzinfo=UTC)  # clocks change in between
_NUMBERS: Final = tuple(f"+1415555{n:04}" for n in range(100, 130))
_JOBS: Final = tuple(f"Job {n}" for n in range(12))
_BODIES: Final = tuple(f"https://example.com/{n}" for n in range(40))
_DESTINATIONS: Final = tuple(f"Desk {n}" for n in range(25))
_CODES: Final = ("", *(f"30{n:03}" for n in range(25)))
_STATUSES: Final = ("delivered", "delivered", "sent", "undelivered", "failed", "unknown", "queued")
_TRANSFERS: Final = (
    ("connected", ""),
    ("connected", ""),
    ("connected", ""),
    ("declined", ""),
    ("lapsed", "silence"),
    ("lapsed", "unclear"),
    ("abandoned", "ringing"),
    ("voicemail", "timed_out"),
    ("voicemail", "nobody_available"),
    ("failed", "outside_hours"),
)
_ACTS: Final[dict[str, Callable[[Row], ActFact]]] = {
    TEXTS.name: text_fact,
    TRANSFERS.name: transfer_fact,
}
_A_TIME: Final = 1_000
_SECONDS: Final = 12.0
"""Until a member answers, on average."""


def fill(engine: Engine, calls: int, first: datetime = FIRST, days: float = DAYS) -> None:
    """Replace the rows in views that have at least one call, one text and one transfer.

    The calls come in at any time of ``days`` from ``first`` on.
    """
    chance = random.Random(1)  # noqa: S311 - the same calls in each run
    kinds = (CALLS, TEXTS, TRANSFERS)
    with reading(engine) as connection:
        call, text, transfer = (
            dict(connection.execute(select(kind).limit(1)).mappings().one()) for kind in kinds
        )
    with writing(engine) as connection:
        for table in (*kinds, *REPORT_TABLES):
            connection.execute(delete(table))
    moments = [first + timedelta(days=chance.uniform(0, days)) for _ in range(calls)]
    made = _made(call, text, transfer, sorted(moments), chance)
    tables = tables_of(MODELS)
    for done in range(0, calls, _A_TIME):
        rows: dict[str, list[Row]] = {kind.name: [] for kind in kinds}
        tally = Tally()
        for _ in range(min(_A_TIME, calls - done)):
            _add(next(made), rows, tally)
        with writing(engine) as connection:
            for kind in kinds:
                insert(connection, kind, rows[kind.name])
            tally.post(connection, tables)
    if engine.dialect.name == "postgresql":  # or autovacuum does it while something is measured
        with reading(engine) as connection:
            connection.exec_driver_sql("VACUUM (ANALYZE)")


def _add(made: dict[str, list[Row]], rows: dict[str, list[Row]], tally: Tally) -> None:
    (call,) = made[CALLS.name]
    fact = call_fact(call)
    tally.call(fact, 1)
    for name, some in made.items():
        rows[name] += some
        if name != CALLS.name:
            for row in some:
                tally.act(name, fact, _ACTS[name](row), 1)


def _made(
    call: Row, text: Row, transfer: Row, moments: list[datetime], chance: random.Random
) -> Iterator[dict[str, list[Row]]]:
    for number, moment in enumerate(moments):
        call_id = f"{WORKSPACE}.call.{number}"
        test = chance.random() < 0.05  # noqa: PLR2004 - one of twenty
        known = {"call_id": call_id, "workspace": WORKSPACE, "test": test}
        known["number"] = chance.choice(_NUMBERS)
        texts = [
            text | known | {"effect_key": f"{number}/t{n}"} | _text(chance)
            for n in range(chance.choice((0, 1, 1, 2)))
        ]
        transfers = [
            transfer | known | {"effect_key": f"{number}/x"} | _transfer(chance)
            for _ in range(chance.choice((0, 1)))
        ]
        facts = [("text", text_fact(row)) for row in texts]
        facts += [("transfer", transfer_fact(row)) for row in transfers]
        own = {
            "received_at": moment,
            "outcome": chance.choice(tuple(OUTCOMES)),
            "needs_follow_up": chance.random() < 0.3,  # noqa: PLR2004
            "promises_flagged": int(chance.random() < 0.05),  # noqa: PLR2004
            "acts": {
                str(n): [kind, *fact.act, fact.outcome, fact.reason, fact.confirmed]
                for n, (kind, fact) in enumerate(facts)
            },
        }
        yield {CALLS.name: [call | known | own], TEXTS.name: texts, TRANSFERS.name: transfers}


def _text(chance: random.Random) -> Row:
    status = chance.choice(_STATUSES)
    failed = status in ("failed", "undelivered")
    return {
        "job": chance.choice(_JOBS),
        "saved_body": chance.choice(_BODIES),
        "status": status,
        "code": chance.choice(_CODES) if failed else "",
        "reason": "opted_out" if status == "failed" else "",
    }


def _transfer(chance: random.Random) -> Row:
    outcome, cause = chance.choice(_TRANSFERS)
    connected = outcome == "connected"
    return {
        "job": chance.choice(_JOBS),
        "destination": chance.choice(_DESTINATIONS),
        "outcome": outcome,
        "cause": cause,
        "code": "",
        "confirmed_at": FIRST if connected or chance.random() < 0.5 else None,  # noqa: PLR2004
        "seconds_to_answer": (round(chance.expovariate(1 / _SECONDS), 6) if connected else None),
    }
