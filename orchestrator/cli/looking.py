"""Opening a database to look at what is in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from hookflash.domain.workspace.claim import claim_stream, fold_claim
from hookflash.domain.workspace.names import slug
from hookflash.domain.workspace.workspace import Workspace, evolve
from hookflash.orchestrator.cli.faults import Fault
from hookflash.orchestrator.log.store import Store, open_store
from hookflash.projections.database.engine import open_database
from hookflash.projections.projections import Projections

_CLAIMS: Final = claim_stream("")


@dataclass(frozen=True)
class Looking:
    """A log and its views, which are up to date with it."""

    store: Store
    views: Projections

    def workspaces(self, named: str | None) -> tuple[str, ...]:
        """The workspace that is ``named``, or all that have had a call. Raises :class:`Fault`."""
        if named is None:
            return self.views.calls.workspaces()
        found = workspace(self.store, _slug(named))
        if found is None:
            known = ", ".join(self.views.calls.workspaces()) or "none that has had a call"
            raise Fault(f"There is no workspace “{named}” here. There is: {known}.")
        return (found.slug,)


@contextmanager
def looking(db: str) -> Iterator[Looking]:
    """Open what is under ``db``, with its views caught up. Raises :class:`Fault` if it is not."""
    with existing_store(db) as store:
        engine = open_database(db)
        try:
            views = Projections(store, engine)
            views.catch_up()
            yield Looking(store, views)
        finally:
            engine.dispose()


@contextmanager
def existing_store(db: str, *, readable: bool = True) -> Iterator[Store]:
    """Open the log under ``db``; raises :class:`Fault` rather than make a new file.

    Unless it need not be ``readable``, raises ``UnknownTopic`` for one that a newer version wrote.
    """
    path = _file(db)
    if path is not None and not path.exists():
        raise Fault(
            f"There is no database {path} yet.\n"
            "Make one by applying a workspace: hookflash apply FILE.yaml"
        )
    with open_store(db) as store:
        if readable:
            store.check_topics()
        yield store


def workspace(store: Store, name: str) -> Workspace | None:
    """The workspace whose slug is ``name``, as the log has it."""
    found = None
    for event in store.read_stream(f"{name}.workspace"):
        found = evolve(found, event)
    return found


def workspace_with(store: Store, number: str) -> Workspace | None:
    """The workspace that has ``number`` (E.164)."""
    owner = fold_claim(number, store.read_stream(claim_stream(number))).workspace
    return workspace(store, owner) if owner else None


def numbers(store: Store) -> list[str]:
    """Every workspace's business numbers."""
    known = [f"+{stream.removeprefix(_CLAIMS)}" for stream in store.streams(_CLAIMS)]
    return [number for number in known if workspace_with(store, number)]


def _slug(name: str) -> str:
    try:
        return slug(name)
    except ValueError:
        return ""


def _file(db: str) -> Path | None:
    """The file that an SQLite URL names; none for other databases, and for URLs that are wrong."""
    try:
        url = make_url(db)
    except (ArgumentError, ValueError):  # the latter for several hosts
        return None
    in_file = url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:")
    return Path(str(url.database)) if in_file else None
