"""Reads lines from the keyboard or a pipe without blocking the event loop."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Final, TextIO

from rich.console import Console
from rich.control import Control
from rich.segment import ControlType

_CHUNK: Final = 4_096
_LONGEST: Final = 2**24
"""Bytes in a line."""
_PROMPT: Final = "> "


async def typed_lines(stream: TextIO) -> AsyncIterator[str]:
    """Yield each line of ``stream`` as soon as it is typed, until the stream ends."""
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(limit=_LONGEST)
    try:
        descriptor = stream.fileno()
        loop.add_reader(descriptor, _read, descriptor, reader)
    except OSError:  # a file, or a stream without a descriptor: nothing to wait for
        for line in stream:
            yield line.strip()
        return
    try:
        while typed := await reader.readline():
            yield typed.decode(errors="replace").strip()
    finally:
        loop.remove_reader(descriptor)


def _read(descriptor: int, reader: asyncio.StreamReader) -> None:
    chunk = os.read(descriptor, _CHUNK)
    if chunk:
        reader.feed_data(chunk)
    else:
        asyncio.get_running_loop().remove_reader(descriptor)
        reader.feed_eof()


class Prompt:
    """The prompt below the output; shown only if input and output are a terminal."""

    def __init__(self, screen: Console) -> None:
        self._screen = screen
        self._shown = screen.is_terminal and sys.stdin.isatty()
        self._asking = False

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Show the prompt until the end of the ``with``."""
        if self._shown:
            self._asking = True
            self._screen.print(_PROMPT, end="")
        try:
            yield
        finally:
            if self._asking:
                self._asking = False
                self._erase()

    def replace(self) -> None:
        """Erase the line that was typed; what it led to is printed in its place."""
        if self._shown:
            self._screen.control(Control((ControlType.CURSOR_UP, 1)))
            self._erase()

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Hide the prompt while something is printed.

        A line that is half typed stays in the input, but is no longer visible.
        """
        if not self._asking:
            yield
            return
        self._erase()
        yield
        self._screen.print(_PROMPT, end="")

    def _erase(self) -> None:
        self._screen.control(Control(ControlType.CARRIAGE_RETURN, (ControlType.ERASE_IN_LINE, 2)))
