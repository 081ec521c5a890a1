"""Issues and revokes API keys, and finds the key behind a token."""

from collections.abc import Callable, Sequence

from hookflash.domain.access.events import AccessEvent, KeyIssued, Role, access_stream
from hookflash.domain.access.keys import Key, Keys, Token, evolve, issue, read_token, revoke
from hookflash.domain.errors import HookflashError
from hookflash.orchestrator.log.decide_and_append import decide_and_append
from hookflash.orchestrator.log.protocol import Log
from hookflash.orchestrator.ports.clock import Clock
from hookflash.orchestrator.ports.ids import Ids


class KeyIssuedBefore(HookflashError, ValueError):
    """The workspace already has a key with this id; its token was returned only once."""


class ApiKeys:
    """The API keys of all workspaces; each key belongs to one workspace.

    ``workspace`` is always a workspace id. Changes take effect at once, in every process.
    """

    def __init__(self, log: Log, clock: Clock, ids: Ids, new_secret: Callable[[], str]) -> None:
        """``new_secret`` returns 256 random bits, in hex."""
        self._log = log
        self._clock = clock
        self._ids = ids
        self._new_secret = new_secret
        self._known: dict[str, Keys] = {}

    async def keys(self, workspace: str) -> Keys:
        """Return a workspace's keys, including revoked ones; ``by_id`` maps ids to keys."""
        known = self._known.get(workspace, Keys())
        for event in await self._log.read_stream(access_stream(workspace), known.position):
            known = self._known[workspace] = evolve(known, event)
        return known

    async def holder(self, text: str) -> tuple[str, Key] | None:
        """Return the workspace and the key of a token ``hf_…``; None if it is not valid."""
        token = read_token(text)
        if token is None:
            return None
        key = (await self.keys(token.workspace)).by_id.get(token.key)
        return (token.workspace, key) if key is not None and key.fits(token.secret) else None

    async def issue(self, workspace: str, role: Role, name: str = "", *, key: str = "") -> Token:
        """Issue a key and return its token; ``str(token)`` cannot be retrieved again later.

        ``role`` is ``read``, ``operate``, ``configure`` or ``administer``; each includes the ones
        before it, and only ``administer`` changes carriers.
        ``name`` describes the key's purpose. ``key`` is its id (letters and digits), generated if
        empty. The log keeps only a salted hash. Raises ``KeyIssuedBefore`` if the id is in use.
        """
        salt, secret = self._new_secret(), self._new_secret()
        token = Token(workspace, key or self._ids.new("key").removeprefix("key-"), secret)

        async def issue_now() -> list[KeyIssued]:
            keys = await self.keys(workspace)
            if token.key in keys.by_id:
                raise KeyIssuedBefore(token.key)
            return [issue(keys, token, name=name, role=role, salt=salt, at=self._clock.now())]

        await decide_and_append(self._log, issue_now)
        return token

    async def revoke(self, workspace: str, key: str, asker: str | None = None) -> None:
        """Revoke a key by its id, effective at once. Raises ``NoSuchKey``.

        ``asker`` is the id of the key that makes the request, if any; raises ``AskerRevoked`` if
        that key has been revoked in the meantime.
        """

        async def revoke_now() -> Sequence[AccessEvent]:
            keys, now = await self.keys(workspace), self._clock.now()
            return revoke(keys, workspace, key, at=now, asker=asker)

        await decide_and_append(self._log, revoke_now)
