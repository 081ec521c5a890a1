"""The operator's secrets, each inside the section of the workspace that may use it.

A workspace file can only *name* a secret, so it cannot reach another workspace's section, another
environment variable or a file. Nothing here ever puts a value into an error or a log entry.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

from hookflash.domain.workspace.carrier import is_plain_name
from hookflash.orchestrator.configured_carriers.secrets_file import (
    InvalidSecrets,
    Located,
    read_secrets,
)
from hookflash.orchestrator.telemetry.logs import get_logger
from hookflash.orchestrator.telemetry.masking import hide

VARIABLE: Final = "HOOKFLASH_SECRET__"
"""How the environment variables begin that hold secrets."""
logger = get_logger(__name__)


class _Seen(NamedTuple):
    """What tells that a file was changed, also by replacing it."""

    changed_ns: int
    size: int
    inode: int


class SecretStore:
    """Finds the secrets of workspaces in a file, or else in environment variables.

    The file, and files that it refers to, are read again once they change. A changed file that
    cannot be read leaves the secrets as they were.
    """

    def __init__(
        self, file: Path | str | None = None, environment: Mapping[str, str] | None = None
    ) -> None:
        """Raises :class:`InvalidSecrets` if ``file`` cannot be used.

        ``environment``: instead of that of the process.
        """
        self._file = Path(file) if file is not None else None
        self._environment = os.environ if environment is None else environment
        self._seen: _Seen | None = None
        self._sections: dict[str, dict[str, str | Located]] = {}
        self._contents: dict[Path, tuple[_Seen, str]] = {}
        if self._file is not None:
            self._seen = _seen(self._file)
            self._sections = read_secrets(self._file)

    def __repr__(self) -> str:
        return f"SecretStore({str(self._file)!r})" if self._file else "SecretStore()"

    def find(self, workspace: str, name: str) -> str | None:
        """The secret called ``name`` of ``workspace``, an id; None if there is none."""
        if not (is_plain_name(workspace) and is_plain_name(name)):
            return None
        self._read_again()
        written = self._sections.get(workspace, {}).get(name)
        value = self._content(written.path) if isinstance(written, Located) else written
        value = value or self._environment.get(variable_of(workspace, name), "").strip()
        if value:
            hide(value)
        return value or None

    def _read_again(self) -> None:
        """Read the file if it has changed."""
        if self._file is None:
            return
        seen = _seen(self._file)
        if seen == self._seen:
            return
        self._seen = seen
        try:
            self._sections = read_secrets(self._file)
        except InvalidSecrets as error:
            logger.error("secrets_file_unreadable", reason=str(error))  # noqa: TRY400 - no traceback

    def _content(self, path: Path) -> str | None:
        seen = _seen(path)
        known = self._contents.get(path)
        if known is not None and known[0] == seen:
            return known[1]
        try:
            content = path.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            logger.error("secret_unreadable", file=str(path), error=type(error).__name__)  # noqa: TRY400 - as above
            return known[1] if known is not None else None
        if seen is not None:
            self._contents[path] = seen, content
        return content


def variable_of(workspace: str, name: str) -> str:
    """The environment variable of a secret.

    Ids and names have single hyphens between words, so no two pairs share a variable.
    """
    section, key = (part.upper().replace("-", "_") for part in (workspace, name))
    return f"{VARIABLE}{section}__{key}"


def _seen(path: Path) -> _Seen | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return _Seen(found.st_mtime_ns, found.st_size, found.st_ino)
