"""Calls that may be dead are marked wherever the console shows calls."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from types import TracebackType
from typing import Any, Self, cast

import pytest

from hookflash.domain.call.liveness import STALE_SECONDS
from hookflash.orchestrator.console import call_header
from hookflash.orchestrator.console.call_table import row_of
from hookflash.orchestrator.console.conversation import by_call
from hookflash.orchestrator.console.live_updates import Page
from hookflash.orchestrator.console.wall_board import Board, LiveRow, live_row
from hookflash.projections.calls.queries import CallSummary, marked
from hookflash.projections.inbox.items import Item, marked_item
from hookflash.projections.inbox.queries import Thread
from hookflash.testing import in_virtual_time
from tests.cast import CALL, CALLER, NOON, NUMBER

MARK = "Stale: no sign of life since"


def shown(seconds: float) -> list[str]:
    """Every place of the console, ``seconds`` after the call's last sign of life."""
    now = NOON + timedelta(seconds=seconds)
    call = marked(_summary(), now)
    item = marked_item(_item(), now)
    thread = Thread(
        thread="harbor-dental.thread.1.2",
        workspace="harbor-dental",
        contact=CALLER,
        number=NUMBER,
        test=False,
        status="open",
        unread=0,
        calls=1,
        texts=0,
        transfers=0,
        voicemails=0,
        last_at=NOON,
        last_position=9,
        items=(item,),
    )
    ((_, told),) = by_call(thread)
    board = str(live_row(LiveRow(call, Board(), may_end=True)))
    return [board, str(row_of(call)), str(call_header._about(call)), str(told)]


def _summary() -> CallSummary:
    return CallSummary(
        call=CALL,
        workspace="harbor-dental",
        contact=CALLER,
        number=NUMBER,
        test=False,
        agent_name="Sona",
        agent="",
        state="conversing",
        state_at=NOON,
        outcome=None,
        needs_follow_up=False,
        promises_flagged=0,
        follow_up_reason="",
        received_at=NOON,
        answered_at=NOON,
        last_sign_at=NOON,
        ended_at=None,
        end_reason="",
        seconds=None,
        open=True,
        position=2,
        log_position=2,
    )


def _item() -> Item:
    return Item(
        kind="call",
        call=CALL,
        position=1,
        at=NOON,
        sender=CALLER,
        recipient=NUMBER,
        status="in_progress",
        test=False,
        last_sign_at=NOON,
    )


@pytest.mark.parametrize(("seconds", "stale"), [(STALE_SECONDS - 1, False), (STALE_SECONDS, True)])
def test_every_place_that_shows_calls_marks_a_stale_one(seconds: float, *, stale: bool) -> None:
    """The live board, the list of calls, the call itself, and its thread."""
    assert {MARK in place for place in shown(seconds)} == {stale}


class Browser:
    """A page that is open; waiting for its connection would send what is built of it so far."""

    def __init__(self, *, has_socket_connection: bool = True) -> None:
        self.has_socket_connection = has_socket_connection
        self.connect: Callable[[], object] = bool

    def on_connect(self, handler: Callable[[], object]) -> None:
        """Call ``handler`` on :attr:`connect`."""
        self.connect = handler

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        """Nothing is left to do."""


@pytest.mark.parametrize(("every", "times"), [(60.0, 3), (None, 0)])
def test_a_page_that_shows_live_calls_looks_again_without_news(
    every: float | None, times: int
) -> None:
    """No event says that a call has become stale."""
    looked: list[float] = []

    @in_virtual_time
    async def scene() -> None:
        async def refresh() -> None:
            looked.append(asyncio.get_running_loop().time())

        async def may_stay() -> bool:
            return True

        page = Page(cast("Any", Browser()), refresh, lambda _: True, may_stay, every)
        task = asyncio.create_task(page.run())
        await asyncio.sleep(185)
        task.cancel()

    scene()
    assert len(looked) == times


def test_a_page_is_refreshed_once_its_browser_has_connected() -> None:
    """What a browser is sent before that gets lost."""
    looked: list[float] = []

    @in_virtual_time
    async def scene() -> None:
        async def refresh() -> None:
            looked.append(asyncio.get_running_loop().time())

        async def may_stay() -> bool:
            return True

        browser = Browser(has_socket_connection=False)
        page = Page(cast("Any", browser), refresh, lambda _: True, may_stay, 60.0)
        task = asyncio.create_task(page.run())
        await asyncio.sleep(100)
        assert looked == []
        browser.connect()
        await asyncio.sleep(61)
        task.cancel()

    scene()
    assert len(looked) == 1
