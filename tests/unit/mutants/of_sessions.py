"""Mutants of the console's sessions."""

from collections.abc import Iterator
from datetime import timedelta
from unittest.mock import patch

from hookflash.domain.access.keys import Key
from hookflash.orchestrator import sessions
from hookflash.orchestrator.console import kept_edit
from hookflash.orchestrator.log.session_table import SessionTable
from hookflash.orchestrator.sessions import BrowserSessions
from tests.unit.console import test_kept_edit, test_sessions
from tests.unit.mutants.registry import mutant


@mutant(
    "let a session outlive its twelve hours",
    test_sessions.test_a_session_ends_by_itself_and_with_its_key,
)
def _never_expire() -> Iterator[None]:
    with patch.object(sessions, "LIFETIME", timedelta(days=365)):
        yield


@mutant(
    "let a session outlive its key",
    test_sessions.test_a_session_ends_by_itself_and_with_its_key,
)
def _forget_the_key() -> Iterator[None]:
    async def holder(self: BrowserSessions, cookie: str) -> tuple[str, Key] | None:
        session = await self._run(self._table.find, sessions._hash(cookie))
        if session is None or self._clock.now() >= session.until:
            return None
        return session.workspace, (await self._keys.keys(session.workspace)).by_id[session.key]

    with patch.object(BrowserSessions, "holder", holder):
        yield


@mutant(
    "keep a session after signing out",
    test_sessions.test_a_session_ends_by_itself_and_with_its_key,
)
def _keep_after_signing_out() -> Iterator[None]:
    with patch.object(SessionTable, "remove", lambda *_: None):
        yield


@mutant(
    "store the cookie of a session itself",
    test_sessions.test_another_worker_knows_the_session,
)
def _store_cookies() -> Iterator[None]:
    with patch.object(sessions, "_hash", str):
        yield


@mutant(
    "give what one key typed to the next one that signs in",
    test_kept_edit.test_each_key_of_each_workspace_has_its_own,
)
def _keep_for_any_key() -> Iterator[None]:
    before = kept_edit._owned

    def owned(name: str) -> str:
        workspace, _, rest = before(name).split("/", 2)
        return f"{workspace}/{rest}"

    with patch.object(kept_edit, "_owned", owned):
        yield
