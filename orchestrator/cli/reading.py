"""Opens a database for reading."""

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from hookflash import NoSuchLog
from hookflash.domain.workspace.names import slug
from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.cli.errors import CommandError
from hookflash.orchestrator.cli.screen import FAINT, safe, stderr
from hookflash.orchestrator.reading import CallReader, open_reader
from hookflash.orchestrator.wording import SIMULATED
from hookflash.orchestrator.workspaces.errors import NotFound

R = TypeVar("R")


@dataclass(frozen=True)
class SyncReader:
    """A call center that only reads, for commands, which are synchronous."""

    center: CallReader
    loop: asyncio.Runner

    def ask(self, query: Coroutine[Any, Any, R]) -> R:
        """Run a query of ``center``, such as ``center.calls("harbor-dental")``."""
        return self.loop.run(query)

    def workspaces(self, named: str | None) -> tuple[str, ...]:
        """The id of the workspace ``named``; with None, of all workspaces that have had a call.

        Raises :class:`CommandError` if there is no such workspace.
        """
        if named is None:
            return self.ask(self.center.workspaces_with_calls())
        try:
            return (self.ask(self.center.workspace(_slug(named))).slug,)
        except NotFound as error:
            known = ", ".join(self.workspaces(None)) or "none"
            raise CommandError(
                f"There is no workspace “{named}” in this database. Workspaces with calls: {known}."
            ) from error

    def workspace_with(self, number: str) -> Workspace | None:
        """The workspace that owns ``number`` (E.164), or None."""
        owner = self.ask(self.center.owner(number))
        return self.ask(self.center.workspace(owner)) if owner else None


def tell_if_simulated(reader: SyncReader, *, as_json: bool = False) -> None:
    """Say above a screen with calls that they are simulated, if they are; JSON stays as it is."""
    if not as_json and reader.ask(reader.center.simulated()):
        stderr().print(safe(SIMULATED, FAINT))


@contextmanager
def reading(db: str) -> Iterator[SyncReader]:
    """Open the database ``db``. Raises :class:`CommandError` if it does not exist."""
    with database_expected(), asyncio.Runner() as loop:
        stack = AsyncExitStack()
        center = loop.run(stack.enter_async_context(open_reader(db)))
        try:
            yield SyncReader(center, loop)
        finally:
            loop.run(stack.aclose())


@contextmanager
def database_expected() -> Iterator[None]:
    """Raise :class:`CommandError`, which says how to create it, if the database is missing."""
    try:
        yield
    except NoSuchLog as error:
        raise CommandError(
            f"There is no database {error.place} yet.\n"
            "Create it by applying a workspace: hookflash apply FILE.yaml"
        ) from error


def _slug(name: str) -> str:
    try:
        return slug(name)
    except ValueError:
        return ""
