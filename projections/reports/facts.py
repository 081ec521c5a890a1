"""What reports are made of: a row a call, a row a text, a row a transfer.

Without the caller's number and without anything that was said. The rows of texts and transfers
carry what reports choose calls by, so that each can be asked alone.
"""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Select, Table, and_, case, func, literal, select

from hookflash.projections.calls.table import CALLS
from hookflash.projections.texts.table import TEXTS
from hookflash.projections.transfers.table import TRANSFERS

SOURCES: Final[Mapping[str, Table]] = {table.name: table for table in (CALLS, TEXTS, TRANSFERS)}
"""The tables that facts are read from, by the names under which a rebuild has others for them."""


def calls(tables: Mapping[str, Table] = SOURCES) -> Select[Any]:
    """Read a row a call."""
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
    )


def texts(tables: Mapping[str, Table] = SOURCES) -> Select[Any]:
    """Read a row a text, refused ones too; its ``reason`` is the carrier's code if it gave one."""
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
    """Read a row a transfer; one that failed before the caller was asked is ``refused``."""
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
