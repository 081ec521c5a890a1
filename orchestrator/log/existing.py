"""Opening a log that exists already, without creating one by mistake."""

from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from hookflash.orchestrator.log.errors import NoSuchLog
from hookflash.orchestrator.log.store import Store, open_store


def open_existing(url: str, *, readable: bool = True) -> Store:
    """Open the log under ``url``; raises :class:`NoSuchLog` instead of creating an SQLite file.

    Unless ``readable`` is False, raises :class:`UnknownTopic` for a log that a newer version wrote.
    Otherwise as :func:`open_store`.
    """
    file = _file_of(url)
    if file is not None and not file.exists():
        raise NoSuchLog(str(file))
    store = open_store(url)
    return checked(store) if readable else store


def checked(store: Store) -> Store:
    """Close ``store`` and raise :class:`UnknownTopic` if a newer version wrote to it."""
    try:
        store.check_topics()
    except BaseException:
        store.close()
        raise
    return store


def _file_of(url: str) -> Path | None:
    """The file of an SQLite URL; None for other databases, and for a malformed URL."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):  # the latter for several hosts
        return None
    if parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:"):
        return None
    return Path(str(parsed.database))
