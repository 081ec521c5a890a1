"""API keys: issues them, revokes them, and tells whose a token is."""

from collections.abc import Sequence

from hookflash.domain.access.events import AccessEvent, KeyIssued, Role, access_stream
from hookflash.domain.access.keys import Key, Keys, Token, evolve, issue, read_token, revoke
from hookflash.orchestrator.log.decide_and_append import decide_and_append
from hookflash.orchestrator.log.protocol import Log
from hookflash.orchestrator.ports.clock import Clock
from hookflash.orchestrator.ports.ids import Ids


class KeyIssuedBefore(ValueError):
    """There is a key with this id already; its secret was told only once."""


class ApiKeys:
    """The keys of all workspaces. A revoked one is refused from the next request on."""

    def __init__(self, log: Log, clock: Clock, ids: Ids) -> None:
        self._log = log
        self._clock = clock
        self._ids = ids
        self._known: dict[str, Keys] = {}

    async def keys(self, workspace: str) -> Keys:
        """A workspace's keys as they are now."""
        known = self._known.get(workspace, Keys())
        for event in await self._log.read_stream(access_stream(workspace), known.position):
            known = self._known[workspace] = evolve(known, event)
        return known

    async def holder(self, text: str) -> tuple[str, Key] | None:
        """The workspace and the key that a token opens; None if it opens nothing."""
        token = read_token(text)
        if token is None:
            return None
        key = (await self.keys(token.workspace)).by_id.get(token.key)
        return (token.workspace, key) if key is not None and key.fits(token.secret) else None

    async def issue(  # noqa: PLR0913 - what a key consists of
        self, workspace: str, role: Role, name: str, secret: str, salt: str, *, key: str = ""
    ) -> Token:
        """Make a key of a random ``secret`` and ``salt``, in hex; its token is told only here.

        ``key`` is its id (letters and digits), one of its own without. Raises ``KeyIssuedBefore``.
        """
        token = Token(workspace, key or self._ids.new("key").removeprefix("key-"), secret)

        async def issue_now() -> list[KeyIssued]:
            keys = await self.keys(workspace)
            if token.key in keys.by_id:
                raise KeyIssuedBefore(token.key)
            return [issue(keys, token, name=name, role=role, salt=salt, at=self._clock.now())]

        await decide_and_append(self._log, issue_now)
        return token

    async def revoke(self, workspace: str, key: str, asker: str | None = None) -> None:
        """Make a key useless. Raises ``KeyError`` if the workspace has none of that id.

        ``asker`` is the key that asks, if one does; raises ``AskerRevoked`` if it is useless itself
        by the time that this is recorded.
        """

        async def revoke_now() -> Sequence[AccessEvent]:
            keys, now = await self.keys(workspace), self._clock.now()
            return revoke(keys, workspace, key, at=now, asker=asker)

        await decide_and_append(self._log, revoke_now)
