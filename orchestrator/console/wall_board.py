"""What the wall board says about a live call: the last words, and whose phones ring."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from markupsafe import Markup

from hookflash.domain.call.call import Call
from hookflash.domain.call.conversation import Line
from hookflash.domain.call.events import CallEvent
from hookflash.domain.call.evolve import fold
from hookflash.orchestrator.console.badges import promises_mark, stale_mark, status_badge, test_mark
from hookflash.orchestrator.console.markup import joined, tag
from hookflash.orchestrator.console.navigation import call_address
from hookflash.orchestrator.console.phone_numbers import contact_name, format_number, number
from hookflash.orchestrator.console.tables import cells
from hookflash.orchestrator.console.wording import clock, since
from hookflash.projections.calls.queries import CallSummary

HEADINGS = ("Caller", "State", "In state for", "Last words", "Number", "Duration", "Started", "")
_SPEAKERS = {"caller": "Caller", "agent": "Agent", "text": "Text from the caller"}


class Board(NamedTuple):
    """What a call's events add to its row; ``rings_since`` is when the phones began to ring."""

    speaker: str = ""
    words: str = ""
    rings: tuple[str, ...] = ()
    rings_since: datetime | None = None
    asked_about: str = ""


class LiveRow(NamedTuple):
    """One row of the wall board; ``may_end`` adds the button."""

    call: CallSummary
    board: Board
    may_end: bool


def board_of(call_id: str, events: Sequence[CallEvent]) -> Board:
    """Read the board of a live call from its events."""
    call = fold(call_id, events)
    last = next((line for line in reversed(call.lines) if line.by in _SPEAKERS), None)
    speaker, words = (_SPEAKERS[last.by], _words(last)) if last else ("", "")
    rings, since_when, asked = _transfer(call)
    return Board(speaker, words, rings, since_when, asked)


def _words(line: Line) -> str:
    return line.text or (f"pressed {' '.join(line.digits)}" if line.digits else "")


def _transfer(call: Call) -> tuple[tuple[str, ...], datetime | None, str]:
    transfer = call.current
    if transfer is None:
        return (), None, ""
    if call.state == "confirm_transfer":
        return (), None, transfer.destination.name
    if call.state != "transferring":
        return (), None, ""
    who = (one.leg.who for one in transfer.legs.values() if one.status in ("waiting", "ringing"))
    return tuple(who), transfer.ringing_since, transfer.destination.name


def live_row(row: LiveRow) -> Markup:
    """Return the cells of a row."""
    call, board = row.call, row.board
    there = call_address(call.call)
    who = tag("a", number(call.contact), href=there, data_open=True)
    ends = contact_name(call.contact)
    end = tag(
        "button",
        "End call",
        type="button",
        class_="hf-button quiet small",
        data_end=call.call,
        aria_label=f"End the call of {ends}",
    )
    values = (
        joined((who, " ", test_mark(test=call.test))),
        _state(call, board),
        since(call.state_at),
        _last_words(board),
        number(call.number),
        since(call.received_at),
        clock(call.received_at),
        end if row.may_end else "",
    )
    return cells(HEADINGS, values)


def _state(call: CallSummary, board: Board) -> Markup:
    marks = (
        status_badge(call.state),
        promises_mark(call.promises_flagged),
        stale_mark(call.last_sign_at, stale=call.stale),
    )
    return joined((*(joined((mark, " ")) for mark in marks if mark), _about(board)))


def _about(board: Board) -> Markup | None:
    if board.rings and board.rings_since:
        who = ", ".join(map(format_number, board.rings))
        return tag("span", who, " for ", since(board.rings_since), class_="hf-faint")
    if board.asked_about:
        return tag("span", format_number(board.asked_about), class_="hf-faint")
    return None


def _last_words(board: Board) -> Markup | None:
    if not board.words:
        return None
    speaker = tag("span", f"{board.speaker}: ", class_="hf-faint")
    return tag("span", speaker, board.words, class_="hf-last-words", title=board.words)
