"""Opening a database to read what is in it."""

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from hookflash import NoSuchLog
from hookflash.domain.workspace.names import slug
from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.cli.errors import CommandError
from hookflash.orchestrator.reading import CallReader, open_reader
from hookflash.orchestrator.workspaces.errors import NotFound

R = TypeVar("R")


@dataclass(frozen=True)
class SyncReader:
    """A call center that only reads, and a loop to ask it in: commands are not asynchronous."""

    center: CallReader
    loop: asyncio.Runner

    def ask(self, question: Coroutine[Any, Any, R]) -> R:
        """The answer to one question, such as ``center.calls("harbor-dental")``."""
        return self.loop.run(question)

    def workspaces(self, named: str | None) -> tuple[str, ...]:
        """The id of the workspace ``named``, or of all that have had a call.

        Raises :class:`CommandError`.
        """
        if named is None:
            return self.ask(self.center.workspaces_with_calls())
        try:
            return (self.ask(self.center.workspace(_slug(named))).slug,)
        except NotFound as error:
            known = ", ".join(self.workspaces(None)) or "none that has had a call"
            raise CommandError(
                f"There is no workspace “{named}” here. There is: {known}."
            ) from error

    def workspace_with(self, number: str) -> Workspace | None:
        """The workspace that has ``number`` (E.164)."""
        owner = self.ask(self.center.owner(number))
        return self.ask(self.center.workspace(owner)) if owner else None


@contextmanager
def reading(db: str) -> Iterator[SyncReader]:
    """Open what is under ``db`` to read it. Raises :class:`CommandError` if there is nothing."""
    with existing(), asyncio.Runner() as loop:
        stack = AsyncExitStack()
        center = loop.run(stack.enter_async_context(open_reader(db)))
        try:
            yield SyncReader(center, loop)
        finally:
            loop.run(stack.aclose())


@contextmanager
def existing() -> Iterator[None]:
    """Tell how to create the database, where a file to work on does not exist."""
    try:
        yield
    except NoSuchLog as error:
        raise CommandError(
            f"There is no database {error.place} yet.\n"
            "Make one by applying a workspace: hookflash apply FILE.yaml"
        ) from error


def _slug(name: str) -> str:
    try:
        return slug(name)
    except ValueError:
        return ""
