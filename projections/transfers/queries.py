"""Queries on transfer trails."""

from datetime import datetime
from typing import Any, Final, Literal

from pydantic import ConfigDict
from sqlalchemy import Engine, Select, select

from hookflash.domain.value import Value
from hookflash.projections.calls.queries import ANONYMOUS
from hookflash.projections.database.engine import reading
from hookflash.projections.transfers.fold import TransferOutcome
from hookflash.projections.transfers.ringing import RingOutcome
from hookflash.projections.transfers.table import TRANSFERS
from hookflash.projections.voicemails.fold import VoicemailStatus


class Ringing(Value):
    """One phone that rang: its owner, its outcome, and how many seconds it rang."""

    model_config = ConfigDict(extra="ignore")

    who: str
    outcome: RingOutcome
    seconds: float


class TrailLine(Value):
    """One line of the trail; ``position`` is its event's in the call's stream."""

    position: int
    type: str
    at: datetime
    line: str


class TrailVoicemail(Value):
    """The voicemail the caller reached; ``seconds`` is None until a message was recorded."""

    owner: str
    status: VoicemailStatus
    recording: str
    seconds: float | None
    transcript: str


class Trail(Value):
    """The audit trail of one transfer.

    ``reason`` holds the caller's words before the question; ``confirmed_by`` and ``declined_by``
    hold the words or keys of the answer. ``seconds_to_answer`` is the time from the caller's yes
    to a recipient's answer. ``cause`` says why the transfer lapsed (silence, unclear), went
    unanswered (timed_out, nobody_available), was abandoned (asked, ringing) or failed; ``code`` is
    the carrier's code for a failure. ``flagged`` means that its outcome stayed unknown and a person
    must check it. ``log_position`` is usable as ``before`` for the next page.
    """

    call: str
    destination: str
    destination_kind: Literal["member", "inbox", "external"]
    asked_at: datetime
    asked_by: str
    reason: str
    asked_again: int
    confirmed_at: datetime | None
    confirmed_by: str | None
    declined_by: str | None
    agent_left_at: datetime | None
    ringing: tuple[Ringing, ...]
    outcome: TransferOutcome
    ended_at: datetime | None
    answered_by: str | None
    seconds_to_answer: float | None
    cause: str
    code: str
    voicemail: TrailVoicemail | None
    flagged: bool
    test: bool
    workspace: str
    contact: str
    number: str
    tool: str
    job: str
    occurrence: int
    effect_key: str
    events: tuple[TrailLine, ...]
    log_position: int


_COLUMNS: Final = [TRANSFERS.c[name] for name in Trail.model_fields if name != "call"]


class Trails:
    """Queries on the transfers of one workspace at a time."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def list(  # noqa: PLR0913 - one keyword a filter
        self,
        workspace: str,
        *,
        call_id: str | None = None,
        outcome: TransferOutcome | None = None,
        destination: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        limit: int = 100,
        before: int | None = None,
    ) -> tuple[Trail, ...]:
        """List up to ``limit`` transfers, newest first.

        ``since`` (inclusive) and ``until`` (exclusive) bound the time of the question; both must
        be timezone-aware. ``before`` is the ``log_position`` to continue from.
        """
        query = select(TRANSFERS.c.call_id, *_COLUMNS).where(TRANSFERS.c.workspace == workspace)
        if call_id is not None:
            query = query.where(TRANSFERS.c.call_id == call_id)
        if outcome is not None:
            query = query.where(TRANSFERS.c.outcome == outcome)
        if destination is not None:
            query = query.where(TRANSFERS.c.destination == destination)
        if since is not None:
            query = query.where(TRANSFERS.c.asked_at >= since)
        if until is not None:
            query = query.where(TRANSFERS.c.asked_at < until)
        if before is not None:
            query = query.where(TRANSFERS.c.log_position < before)
        return self._trails(query.order_by(TRANSFERS.c.log_position.desc()).limit(limit))

    def get(self, workspace: str, effect_key: str) -> Trail | None:
        """Get one transfer, or None if the workspace has no such transfer."""
        query = select(TRANSFERS.c.call_id, *_COLUMNS).where(
            TRANSFERS.c.workspace == workspace, TRANSFERS.c.effect_key == effect_key
        )
        return next(iter(self._trails(query)), None)

    def destinations(self, workspace: str) -> tuple[str, ...]:
        """List the names of all destinations, sorted."""
        named = TRANSFERS.c.destination
        query = select(named).where(TRANSFERS.c.workspace == workspace).distinct().order_by(named)
        with reading(self._engine) as connection:
            return tuple(connection.scalars(query))

    def _trails(self, query: Select[Any]) -> tuple[Trail, ...]:
        with reading(self._engine) as connection:
            rows = connection.execute(query).mappings().all()
        return tuple(trail(dict(row)) for row in rows)


def trail(row: dict[str, Any]) -> Trail:
    """Build a trail from a row."""
    row["contact"] = row["contact"] or ANONYMOUS
    return Trail(call=row.pop("call_id"), **row)
