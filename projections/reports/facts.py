"""The facts that reports count: one row per call, per text and per transfer.

They leave out the caller's number and everything that was said. Texts and transfers repeat the
columns by which reports filter calls, so that each fact can be queried without a join.
"""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Select, Table, and_, case, func, literal, select

from hookflash.projections.calls.table import CALLS
from hookflash.projections.texts.table import TEXTS
from hookflash.projections.transfers.table import TRANSFERS

SOURCES: Final[Mapping[str, Table]] = {table.name: table for table in (CALLS, TEXTS, TRANSFERS)}
"""The tables that facts are read from, by name; a rebuild passes its own under these names."""


def calls(tables: Mapping[str, Table] = SOURCES) -> Select[Any]:
    """Select one row per call."""
    call = tables[CALLS.name].c
    return select(
        call.call_id.label("call"),
        call.workspace,
        call.number,
        call.test,
        call.received_at,
        call.answered_at,
        call.ended_at,
        call.state,
        func.coalesce(call.outcome, "live").label("outcome"),
        call.seconds,
        call.needs_follow_up,
        call.follow_up_reason,
        call.last_sign_at,
        call.promises_flagged,
    )


def texts(tables: Mapping[str, Table] = SOURCES) -> Select[Any]:
    """Select one row per text, including refused ones; ``reason`` is the carrier's code if any."""
    call, text = tables[CALLS.name].c, tables[TEXTS.name].c
    return select(
        text.effect_key.label("text"),
        text.call_id.label("call"),
        call.workspace,
        call.number,
        call.test,
        call.received_at,
        text.job,
        literal("Send SMS: ").concat(text.saved_body).label("action"),
        text.requested_at,
        text.status,
        case((text.code != "", text.code), else_=text.reason).label("reason"),
        text.explanation,
        text.attempts,
    ).join_from(tables[TEXTS.name], tables[CALLS.name], call.call_id == text.call_id)


def transfers(tables: Mapping[str, Table] = SOURCES) -> Select[Any]:
    """Select one row per transfer; one that failed before the question is ``refused``."""
    call, transfer = tables[CALLS.name].c, tables[TRANSFERS.name].c
    refused = and_(transfer.outcome == "failed", transfer.confirmed_at.is_(None))
    return select(
        transfer.effect_key.label("transfer"),
        transfer.call_id.label("call"),
        call.workspace,
        call.number,
        call.test,
        call.received_at,
        transfer.job,
        literal("Transfer call: ").concat(transfer.destination).label("action"),
        transfer.destination,
        transfer.destination_kind,
        transfer.asked_at,
        transfer.confirmed_at,
        transfer.ended_at,
        case((refused, "refused"), else_=transfer.outcome).label("outcome"),
        case((transfer.code != "", transfer.code), else_=transfer.cause).label("cause"),
        transfer.seconds_to_answer,
    ).join_from(tables[TRANSFERS.name], tables[CALLS.name], call.call_id == transfer.call_id)
