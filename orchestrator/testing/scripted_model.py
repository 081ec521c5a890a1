"""A model that replies as a test says."""

import asyncio
from dataclasses import dataclass, field

from hookflash.domain.errors import HookflashError
from hookflash.domain.value import Value


class ModelFailed(HookflashError):
    """What a scripted model raises where a reply says that it fails."""


class ToolUse(Value):
    """A tool call as a model makes it; without an ``id`` the stage gives each one of its own."""

    name: str
    arguments: dict[str, object] = {}
    id: str = ""


class ModelReply(Value):
    """One answer of a model: words, then tool calls; or nothing, or a failure.

    It comes after ``seconds``. ``fails``: the model raises instead. ``again``: the model gives this
    reply whenever it is asked from then on.
    """

    words: str = ""
    tools: tuple[ToolUse, ...] = ()
    seconds: float = 0.0
    fails: bool = False
    again: bool = False


@dataclass
class ScriptedModel:
    """Gives ``replies``, one each time it is asked; after the last one it says nothing."""

    replies: list[ModelReply] = field(default_factory=list)

    def will_reply(self, *replies: ModelReply) -> None:
        """Give these replies from now on."""
        self.replies = list(replies)

    def next_reply(self) -> ModelReply:
        """The next reply, at once."""
        if not self.replies:
            return ModelReply()
        return self.replies[0] if self.replies[0].again else self.replies.pop(0)

    async def reply(self) -> ModelReply:
        """The next reply, after the time that it takes. Raises :class:`ModelFailed`."""
        reply = self.next_reply()
        await asyncio.sleep(reply.seconds)
        if reply.fails:
            raise ModelFailed
        return reply
