"""The caller of a test call: does what is typed, and sees what happens."""

import asyncio
from collections.abc import AsyncIterator, Callable

from rich.console import Console

from hookflash.domain.call.events import CallEvent
from hookflash.orchestrator.cli.keyboard import Prompt
from hookflash.orchestrator.cli.narration import Narrator
from hookflash.orchestrator.cli.screen import FAINT, safe
from hookflash.orchestrator.cli.typed_commands import LiveCall, do


class Caller:
    """One person on the line, from the answer to the end."""

    def __init__(self, doing: LiveCall, screen: Console) -> None:
        self._doing = doing
        self._center = doing.center
        self._call_id = doing.call_id
        self._screen = screen
        self._narrator = Narrator(screen, doing.call_id)
        self._prompt = Prompt(screen)
        self._told = asyncio.Event()

    async def talk(self, typed: AsyncIterator[str], after: int) -> None:
        """Be on the call, which began after log position ``after``, until it or ``typed`` ends."""
        async with asyncio.TaskGroup() as group:
            watching = group.create_task(self._watch(after))
            try:
                await self._center.answer(self._call_id)
                while line := await self._next(typed):
                    await self._do(line)
            finally:
                await self._center.end(self._call_id)
                await self._see()
                watching.cancel()

    async def _do(self, line: str) -> None:
        answer = await do(self._doing, line)
        if answer:
            self._screen.print(safe(answer, FAINT))

    async def _next(self, typed: AsyncIterator[str]) -> str | None:
        """The next line that is not blank; None at their end, and at the end of the call."""
        await self._see()
        over = asyncio.create_task(self._until(lambda: self._narrator.call.state == "ended"))
        reading = asyncio.create_task(_not_blank(typed))
        with self._prompt.asking():
            await asyncio.wait((over, reading), return_when=asyncio.FIRST_COMPLETED)
        line = None if over.done() else reading.result()
        for waiting in (over, reading):
            waiting.cancel()
        if line is not None:
            self._prompt.replace()
        return line

    async def _see(self) -> None:
        """Wait until all that has happened so far is on the screen."""
        position = (await self._center.events(self._call_id))[-1].position
        await self._until(lambda: self._narrator.call.position >= position)

    async def _until(self, wished: Callable[[], bool]) -> None:
        while not wished():
            self._told.clear()
            await self._told.wait()

    async def _watch(self, after: int) -> None:
        async for _, event in self._center.follow(after):
            if isinstance(event, CallEvent) and event.call_id == self._call_id:
                with self._prompt.aside():
                    self._narrator.tell(event)
                self._told.set()


async def _not_blank(typed: AsyncIterator[str]) -> str | None:
    async for line in typed:
        if line:
            return line
    return None
