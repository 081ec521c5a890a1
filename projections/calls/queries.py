"""Queries on calls."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Engine, Select, and_, func, or_, select

from hookflash.domain.call.conversation import CallState
from hookflash.domain.call.liveness import is_stale
from hookflash.domain.inbox.thread import thread_id
from hookflash.domain.value import Value
from hookflash.projections.calls.cursor import beyond, order_of, write_cursor
from hookflash.projections.calls.filter import (
    EVERY_CALL,
    NEWEST_FIRST,
    CallCounts,
    CallFilter,
    CallSort,
)
from hookflash.projections.calls.listed import LISTED, LIVE, UNENDED
from hookflash.projections.calls.matching import ANONYMOUS as ANONYMOUS
from hookflash.projections.calls.matching import matches
from hookflash.projections.calls.outcome import CallOutcome, FollowUp
from hookflash.projections.calls.table import CALLS
from hookflash.projections.database.engine import reading


class CallSummary(Value):
    """Summary of one call.

    ``contact`` and ``number`` are E.164 (``contact`` is ``anonymous`` if withheld). ``state_at``
    is when the call entered its state. ``outcome`` is None until the call has ended; a text's
    receipt may still change it. ``needs_follow_up`` means that a person has to act, and
    ``follow_up_reason`` says why (empty otherwise). ``promises_flagged`` counts what the agent
    claimed and did not do, or did and did not tell the caller. ``seconds`` is the time from answer
    to end: None until the end, 0 if it was never answered. ``open`` means a worker still has work
    to do for the call, if only to wait for a text's receipt or to fetch a recording. ``stale``
    means that the call should have ended or given a sign of life long ago: the last one (words,
    keys, or a report about it) came at ``last_sign_at``. ``position`` is the call's last event in
    its own stream; ``log_position`` is its first event in the log, usable as ``before`` for the
    next page.
    """

    call: str
    workspace: str
    contact: str
    number: str
    test: bool
    agent_name: str
    agent: str
    state: CallState
    state_at: datetime
    outcome: CallOutcome | None
    needs_follow_up: bool
    follow_up_reason: FollowUp
    promises_flagged: int
    received_at: datetime
    answered_at: datetime | None
    last_sign_at: datetime
    ended_at: datetime | None
    end_reason: str
    seconds: float | None
    open: bool
    position: int
    log_position: int
    stale: bool = False


_COLUMNS: Final = [
    CALLS.c[name] for name in CallSummary.model_fields if name not in ("call", "stale")
]


class CallList:
    """Queries on calls, mostly of one workspace at a time."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def list(  # noqa: PLR0913 - one keyword for each part of the question
        self,
        workspace: str,
        where: CallFilter = EVERY_CALL,
        *,
        sort: CallSort = NEWEST_FIRST,
        limit: int = 100,
        before: int | None = None,
        cursor: str | None = None,
        skip: int = 0,
    ) -> tuple[CallSummary, ...]:
        """List the calls that ``where`` finds, in the order of ``sort``.

        ``before`` is a ``log_position``: only calls that were received earlier. ``cursor`` is that
        of the last call of the page before. ``skip`` is how many calls to leave out at the
        beginning. Raises ``BadCursor``.
        """
        conditions = matches(workspace, where)
        if before is not None:
            conditions.append(LISTED.c.log_position < before)
        if cursor is not None:
            conditions.append(beyond(sort, cursor))
        page = select(LISTED).where(*conditions).order_by(*order_of(sort, LISTED))
        found = page.limit(limit).offset(skip).subquery()
        place = and_(CALLS.c.workspace == workspace, CALLS.c.log_position == found.c.log_position)
        query = select(CALLS.c.call_id, *_COLUMNS).join(found, place)
        return self._summaries(query.order_by(*order_of(sort, found)))

    def counts(self, workspace: str, where: CallFilter = EVERY_CALL) -> CallCounts:
        """Count the calls that ``where`` finds, and those that other choices would find."""
        others = where.model_copy(update={"outcome": (), "state": None, "follow_up": None})
        by = LISTED.c.outcome, LISTED.c.needs_follow_up
        query = select(*by, func.count()).where(*matches(workspace, others)).group_by(*by)
        with reading(self._engine) as connection:
            return _added_up(where, map(tuple, connection.execute(query)))

    def live(self, workspace: str) -> tuple[CallSummary, ...]:
        """List the calls in progress, oldest first."""
        query = select(CALLS.c.call_id, *_COLUMNS).where(
            CALLS.c.open.is_(True), CALLS.c.workspace == workspace, CALLS.c.state != "ended"
        )
        return self._summaries(query.order_by(CALLS.c.log_position))

    def get(self, workspace: str, call_id: str) -> CallSummary | None:
        """Get one call, or None if the workspace has no such call."""
        query = select(CALLS.c.call_id, *_COLUMNS).where(
            CALLS.c.workspace == workspace, CALLS.c.call_id == call_id
        )
        return next(iter(self._summaries(query)), None)

    def open_calls(self, workspace: str | None = None) -> dict[str, int]:
        """Map the id of each open call to its last position in its stream, oldest call first.

        Covers all workspaces unless ``workspace`` is given.
        """
        query = select(CALLS.c.call_id, CALLS.c.position).where(CALLS.c.open.is_(True))
        if workspace is not None:
            query = query.where(CALLS.c.workspace == workspace)
        with reading(self._engine) as connection:
            return dict(connection.execute(query.order_by(CALLS.c.log_position)).all())

    def open_page(self, after: int, limit: int) -> Sequence[tuple[int, str, int]]:
        """List up to ``limit`` open calls of all workspaces that began after a log position.

        Oldest first: where each begins in the log, its id, and its last position in its stream.
        """
        query = (
            select(CALLS.c.log_position, CALLS.c.call_id, CALLS.c.position)
            .where(CALLS.c.open.is_(True), CALLS.c.log_position > after)
            .order_by(CALLS.c.log_position)
            .limit(limit)
        )
        with reading(self._engine) as connection:
            return [(begins, call, last) for begins, call, last in connection.execute(query)]

    def open_among(self, calls: Collection[str]) -> dict[str, int]:
        """Map the id of each open call among ``calls`` to its last position in its stream."""
        query = select(CALLS.c.call_id, CALLS.c.position)
        query = query.where(CALLS.c.call_id.in_(calls), CALLS.c.open.is_(True))
        with reading(self._engine) as connection:
            return dict(connection.execute(query.order_by(CALLS.c.log_position)).all())

    def quiet(self, since: datetime) -> tuple[str, ...]:
        """List the live calls of all workspaces that gave no sign of life after ``since``.

        The one that has been quiet longest comes first. Test calls are left out.
        """
        query = select(CALLS.c.call_id).where(
            CALLS.c.open.is_(True),
            CALLS.c.state != "ended",
            CALLS.c.test.is_(False),
            CALLS.c.last_sign_at <= since,
        )
        with reading(self._engine) as connection:
            return tuple(connection.scalars(query.order_by(CALLS.c.last_sign_at)))

    def live_with(self, workspace: str, contact: str, number: str) -> str | None:
        """The newest live call between ``contact`` and ``number``; None if there is none.

        Test calls are left out.
        """
        query = select(CALLS.c.call_id).where(
            CALLS.c.thread == thread_id(workspace, contact, number),
            CALLS.c.open.is_(True),
            CALLS.c.state != "ended",
            CALLS.c.test.is_(False),
        )
        with reading(self._engine) as connection:
            return connection.scalar(query.order_by(CALLS.c.log_position.desc()).limit(1))

    def in_progress(self) -> dict[CallState, int]:
        """Count the calls in progress by state, across all workspaces."""
        query = (
            select(CALLS.c.state, func.count())
            .where(CALLS.c.open.is_(True), CALLS.c.state != "ended")
            .group_by(CALLS.c.state)
        )
        with reading(self._engine) as connection:
            return dict(connection.execute(query).all())

    def unsettled(self) -> int:
        """Count the actions without a final outcome, across all workspaces."""
        query = select(CALLS.c.unsettled).where(CALLS.c.open.is_(True))
        with reading(self._engine) as connection:
            return sum(map(len, connection.scalars(query)))

    def workspaces(self) -> tuple[str, ...]:
        """List the workspaces that have had a call."""
        query = select(CALLS.c.workspace).distinct().order_by(CALLS.c.workspace)
        with reading(self._engine) as connection:
            return tuple(connection.scalars(query))

    def find(self, part: str = "", *, limit: int = 10) -> tuple[CallSummary, ...]:
        """Find calls by id or by part of the id's last segment, newest first.

        An empty ``part`` matches every call.
        """
        query = select(CALLS.c.call_id, *_COLUMNS)
        if part:
            escaped = part.replace("/", "//").replace("%", "/%").replace("_", "/_")
            inside = CALLS.c.call_id.like(f"%.call.%{escaped}%", escape="/")
            query = query.where(or_(CALLS.c.call_id == part, inside))
        return self._summaries(query.order_by(CALLS.c.log_position.desc()).limit(limit))

    def _summaries(self, query: Select[Any]) -> tuple[CallSummary, ...]:
        with reading(self._engine) as connection:
            rows = connection.execute(query).mappings().all()
        return tuple(summary(dict(row)) for row in rows)


def cursor_after(call: CallSummary, sort: CallSort) -> str:
    """The cursor with which a list in the order of ``sort`` continues after ``call``."""
    values: dict[str, float | str] = {
        "received": call.log_position,
        "duration": UNENDED if call.seconds is None else call.seconds,
        "outcome": call.outcome or LIVE,
        "events": call.position,
    }
    return write_cursor(sort, values[sort.removeprefix("-")], call.log_position)


def _added_up(where: CallFilter, counted: Iterable[tuple[str, bool, int]]) -> CallCounts:
    """Add up counts by outcome and need of a follow-up."""
    outcomes: Counter[str] = Counter()
    count = follow_up = 0
    for outcome, needed, n in counted:
        wanted = not where.outcome or outcome in where.outcome
        wanted &= where.state in (None, "live" if outcome == LIVE else "ended")
        fits = where.follow_up in (None, needed)
        outcomes[outcome] += n * fits
        follow_up += n * (wanted and needed)
        count += n * (wanted and fits)
    return CallCounts(count=count, outcomes=+outcomes, follow_up=follow_up)


def summary(row: dict[str, Any]) -> CallSummary:
    """Build a summary from a row."""
    row["contact"] = row["contact"] or ANONYMOUS
    return CallSummary(call=row.pop("call_id"), **row)


def marked(call: CallSummary, now: datetime) -> CallSummary:
    """Mark the call as stale if it is by ``now``."""
    stale = is_stale(call.state, call.last_sign_at, now)
    return call.model_copy(update={"stale": True}) if stale else call
