"""A page while it is shown in one window: its address, and what ends when it is left."""

import asyncio
from collections.abc import Mapping
from typing import cast

from nicegui import Client, PageArguments

_VISIT = "visit"


class NotThere(Exception):
    """The address names something that the workspace does not have; answered with 404.

    ``words`` say what is missing; ``hint``, markup, may lead elsewhere.
    """

    def __init__(self, words: str, hint: object = "") -> None:
        super().__init__(words)
        self.words = words
        self.hint = hint


class Visit:
    """One page of the console in one window, from its first element until another one is shown."""

    def __init__(self, arguments: PageArguments) -> None:
        self.path = arguments.path
        self.frame = arguments.frame
        self.parts: Mapping[str, str] = arguments.path_parameters
        self.parameters = arguments.query_parameters
        self.built = asyncio.Event()
        self.left = False
        self._tasks: set[asyncio.Task[None]] = set()

    def until_left(self, task: "asyncio.Task[None]") -> None:
        """Cancel ``task`` when the page is left."""
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        if self.left:
            task.cancel()

    def leave(self) -> None:
        """End what belongs to the page."""
        self.left = True
        for task in tuple(self._tasks):
            task.cancel()


def begin_visit(client: Client, arguments: PageArguments) -> Visit:
    """Leave the page that ``client`` shows, if any, and begin the next one."""
    end_visit(client)
    visit = Visit(arguments)
    client.storage[_VISIT] = visit
    return visit


def end_visit(client: Client) -> None:
    """Leave the page that ``client`` shows, if any."""
    visit = client.storage.get(_VISIT)
    if visit is not None:
        cast(Visit, visit).leave()


def visit_of(client: Client) -> Visit:
    """Return the page that ``client`` shows."""
    return cast(Visit, client.storage[_VISIT])
