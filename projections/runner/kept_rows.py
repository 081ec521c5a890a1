"""Keeps the rows of the last rounds, so that the next ones need not fetch them.

While a call goes on, every round changes the same rows. They are taken out to be changed, and put
back once they are committed: what fails in between is fetched again.
"""

from collections import OrderedDict
from collections.abc import Collection, Iterable
from typing import Final

from hookflash.projections.reports.kept_sums import KeptSums
from hookflash.projections.runner.checkpoint import Checkpoint
from hookflash.projections.runner.model import ReadModel, Row, Work

MOST: Final = 500
"""The most calls, and the most threads, whose rows are kept."""


class KeptRows:
    """The rows of ``models`` as of a checkpoint, by the key under which a batch looks for them.

    Not safe to use from several threads at once.
    """

    def __init__(self, models: Iterable[ReadModel], most: int = MOST) -> None:
        self._found_by = {model.name: model.found_by for model in models if model.found_by}
        self._rows: dict[str, OrderedDict[str, list[Row]]] = {
            name: OrderedDict() for name in self._found_by
        }
        self._most = most
        self.reports = KeptSums()
        self._as_of: Checkpoint | None = None

    def begin(self, seen: Checkpoint) -> None:
        """Drop everything unless it is as of ``seen``: another process may have changed rows."""
        if seen != self._as_of:
            self.clear()
            self._as_of = seen

    def clear(self) -> None:
        """Drop everything."""
        self._as_of = None
        self.reports.clear()
        for rows in self._rows.values():
            rows.clear()

    def take(self, model: str, keys: Collection[str]) -> tuple[list[Row], list[str]]:
        """Take out the rows found under ``keys``; returns them and the keys that are not kept."""
        kept = self._rows[model]
        rows: list[Row] = []
        missing = []
        for key in keys:
            found = kept.pop(key, None)
            if found is None:
                missing.append(key)
            else:
                rows += found
        return rows, missing

    def put(self, work: Work, now: Checkpoint) -> None:
        """Put back the rows of ``work``, which was committed with the checkpoint ``now``."""
        self._as_of = now
        self.reports.put(work.posted)
        for model, found_by in self._found_by.items():
            self._put(model, found_by, work)
        for call in work.calls.by_key.values():
            if not call["open"]:
                self._drop_call(call["call_id"])

    def _put(self, model: str, found_by: str, work: Work) -> None:
        kept = self._rows[model]
        complete: dict[str, list[Row]] = {key: [] for key in work.complete[model]}
        for row in work.rows[model].by_key.values():
            key = row[found_by]
            if key in complete:
                complete[key].append(row)
            else:  # there may be others that were not fetched
                kept.pop(key, None)
        kept.update(complete)
        while len(kept) > self._most:
            kept.popitem(last=False)

    def _drop_call(self, call_id: str) -> None:
        for model, found_by in self._found_by.items():
            if found_by == "call_id":
                self._rows[model].pop(call_id, None)
