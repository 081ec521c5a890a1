"""The caller of a test call: carries out what is typed, and prints what happens."""

import asyncio
from collections.abc import AsyncIterator, Callable

from rich.console import Console

from hookflash.domain.call.events import CallEvent
from hookflash.orchestrator.cli.keyboard import Prompt
from hookflash.orchestrator.cli.narration import Narrator
from hookflash.orchestrator.cli.screen import FAINT, safe
from hookflash.orchestrator.cli.typed_commands import LiveCall, run_line


class Caller:
    """The caller of one call, from the answer to the end."""

    def __init__(self, call: LiveCall, screen: Console) -> None:
        self._call = call
        self._center = call.center
        self._call_id = call.call_id
        self._screen = screen
        self._narrator = Narrator(screen, call.call_id)
        self._prompt = Prompt(screen)
        self._printed = asyncio.Event()

    async def talk(self, typed: AsyncIterator[str], after: int) -> None:
        """Answer the call, and take part in it until it or the input ends.

        ``after``: a log position before the call.
        """
        async with asyncio.TaskGroup() as group:
            watching = group.create_task(self._watch(after))
            try:
                await self._center.answer(self._call_id)
                while line := await self._next(typed):
                    await self._run(line)
            finally:
                await self._center.end(self._call_id)
                await self._catch_up()
                watching.cancel()

    async def _run(self, line: str) -> None:
        reply = await run_line(self._call, line)
        if reply:
            self._screen.print(safe(reply, FAINT))

    async def _next(self, typed: AsyncIterator[str]) -> str | None:
        """The next line that is not blank; None once the input or the call has ended."""
        await self._catch_up()
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

    async def _catch_up(self) -> None:
        """Wait until everything that has happened is on the screen."""
        position = (await self._center.events(self._call_id))[-1].position
        await self._until(lambda: self._narrator.call.position >= position)

    async def _until(self, condition: Callable[[], bool]) -> None:
        while not condition():
            self._printed.clear()
            await self._printed.wait()

    async def _watch(self, after: int) -> None:
        async for _, event in self._center.follow(after):
            if isinstance(event, CallEvent) and event.call_id == self._call_id:
                with self._prompt.aside():
                    self._narrator.print(event)
                self._printed.set()


async def _not_blank(typed: AsyncIterator[str]) -> str | None:
    async for line in typed:
        if line:
            return line
    return None
