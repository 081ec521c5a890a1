"""Projects a portion of a log by itself: the calls that began in it, to their ends.

Their rows belong to one call each, so portions can be projected in any order, by several processes,
and written once. Rows that several calls share are projected afterwards (``shared_rows.py``).
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from hookflash.domain.unreadable import Entry, Unreadable
from hookflash.projections.database.gc_pause import collector_paused
from hookflash.projections.reports.tally import Tally
from hookflash.projections.runner.batch import OF_CALLS, Batch, apply_alone, plan_of
from hookflash.projections.runner.bulk_write import cells_of
from hookflash.projections.runner.model import ReadModel, Row
from hookflash.projections.runner.registry import LISTED_MODEL, MODELS
from hookflash.projections.runner.source import EventSource, read_beyond

SIZE: Final = 20_000
"""Log positions in a portion."""


class Portion(NamedTuple):
    """What became of a portion: the new rows of each table, ready for the driver.

    ``skipped`` of its events are of calls that began before it, ``fetched`` are beyond its end.
    """

    rows: Mapping[str, Sequence[tuple[Any, ...]]]
    parked: Sequence[Row]
    tally: Tally
    skipped: int
    fetched: int


Portions = Callable[[int], Iterator[tuple[int, Portion]]]
"""Projects a log up to a position: yields each portion, with how many log positions it has."""


class NoPortions(Exception):
    """The log cannot be projected in portions."""


def of_calls(models: Iterable[ReadModel]) -> tuple[ReadModel, ...]:
    """The models of which each row belongs to one call."""
    return tuple(model for model in models if model.found_by == "call_id")


def begun_in(batch: Batch) -> dict[str, int]:
    """The calls that begin in ``batch``, with the last position of each in its own stream."""
    reached: dict[str, int] = {}
    for _, event in batch:
        if OF_CALLS[type(event)]:
            call, position = event.call_id, event.position  # type: ignore[union-attr]
            if position == 1 or call in reached:
                reached[call] = position
    return reached


def portions_of(
    source: EventSource, *, sqlite: bool, models: Sequence[ReadModel] = MODELS, size: int = SIZE
) -> Portions:
    """Project ``source`` in this process, one portion after the other."""

    def portions(goal: int) -> Iterator[tuple[int, Portion]]:
        for after in range(0, goal, size):
            last = min(after + size, goal)
            yield last - after, portion_of(source, after, last, goal, sqlite=sqlite, models=models)

    return portions


def portion_of(  # noqa: PLR0913 - three positions
    source: EventSource,
    after: int,
    last: int,
    goal: int,
    *,
    sqlite: bool,
    models: Sequence[ReadModel] = MODELS,
) -> Portion:
    """Project the calls that begin at log positions ``after`` to ``last``, up to ``goal``.

    What is unreadable between ``after`` and ``last`` is parked.
    """
    with collector_paused():
        batch = _read(source, after, last)
        begun = begun_in(batch)
        own, skipped = _split(batch, begun)
        later = source.skim_rest(begun, last, goal)
        rest = [placed for placed in later if OF_CALLS[type(placed[1])]]
        work = apply_alone(models, plan_of(of_calls(models)), [*own, *rest])
        work.list_calls()
        rows = {
            model.name: cells_of(model.table, [*rows.values()], sqlite=sqlite)
            for model in (*of_calls(models), LISTED_MODEL)
            if (rows := work.rows[model.name].by_key)
        }
        return Portion(rows, work.parked, work.tally(), skipped, len(rest))


def _read(source: EventSource, after: int, last: int) -> list[tuple[int, Entry]]:
    found: list[tuple[int, Entry]] = []
    while after < last and (batch := read_beyond(source.skim_log, after, last - after)):
        found += [placed for placed in batch if placed[0] <= last]
        after = batch[-1][0]
    return found


def _split(batch: Batch, calls: Collection[str]) -> tuple[list[tuple[int, Entry]], int]:
    """The events of ``calls`` and what is unreadable; how many are of other calls."""
    own: list[tuple[int, Entry]] = []
    skipped = 0
    for placed in batch:
        event = placed[1]
        if OF_CALLS[type(event)]:
            if event.call_id in calls:  # type: ignore[union-attr]
                own.append(placed)
            else:
                skipped += 1
        elif type(event) is Unreadable:
            own.append(placed)
    return own, skipped
