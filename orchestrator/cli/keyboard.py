"""Lines from the keyboard, or from whatever stands in for it, while other things go on."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Final, TextIO

from rich.console import Console
from rich.control import Control
from rich.segment import ControlType

_PIECE: Final = 4_096
_LONGEST: Final = 2**24
_PROMPT: Final = "> "


async def typed_lines(stream: TextIO) -> AsyncIterator[str]:
    """Give each line of ``stream`` as it comes, until it ends."""
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(limit=_LONGEST)
    try:
        descriptor = stream.fileno()
        loop.add_reader(descriptor, _read, descriptor, reader)
    except OSError:  # a file, or no file at all: nothing to wait for
        for line in stream:
            yield line.strip()
        return
    try:
        while typed := await reader.readline():
            yield typed.decode(errors="replace").strip()
    finally:
        loop.remove_reader(descriptor)


def _read(descriptor: int, reader: asyncio.StreamReader) -> None:
    piece = os.read(descriptor, _PIECE)
    if piece:
        reader.feed_data(piece)
    else:
        asyncio.get_running_loop().remove_reader(descriptor)
        reader.feed_eof()


class Prompt:
    """Shows where to type, if somebody is there to; what is printed meanwhile goes above it."""

    def __init__(self, screen: Console) -> None:
        self._screen = screen
        self._wanted = screen.is_terminal and sys.stdin.isatty()
        self._asking = False

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Ask for a line."""
        if self._wanted:
            self._asking = True
            self._screen.print(_PROMPT, end="")
        try:
            yield
        finally:
            if self._asking:
                self._asking = False
                self._erase()

    def replace(self) -> None:
        """A line was typed: what becomes of it is printed in its place."""
        if self._wanted:
            self._screen.control(Control((ControlType.CURSOR_UP, 1)))
            self._erase()

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Make way for something to be printed. What was typed so far is kept, though not shown."""
        if not self._asking:
            yield
            return
        self._erase()
        yield
        self._screen.print(_PROMPT, end="")

    def _erase(self) -> None:
        self._screen.control(Control(ControlType.CARRIAGE_RETURN, (ControlType.ERASE_IN_LINE, 2)))
