"""Lines from the keyboard, or from whatever stands in for it, while other things go on."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
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
    """Shows where to type, if somebody is there to."""

    def __init__(self, screen: Console) -> None:
        self._screen = screen
        self._wanted = screen.is_terminal and sys.stdin.isatty()
        self._shown = False

    def show(self) -> None:
        """Ask for a line."""
        if self._wanted and not self._shown:
            self._screen.print(_PROMPT, end="")
            self._shown = True

    def hide(self) -> None:
        """Make way for what is to be printed."""
        if self._shown:
            self._erase()

    def answered(self) -> None:
        """A line was typed: what becomes of it is printed in its place."""
        if self._shown:
            self._screen.control(Control((ControlType.CURSOR_UP, 1)))
            self._erase()

    def _erase(self) -> None:
        self._screen.control(Control(ControlType.CARRIAGE_RETURN, (ControlType.ERASE_IN_LINE, 2)))
        self._shown = False
