"""The words of the session's model: each is reported once, with how much of it was heard."""

from dataclasses import dataclass, field

from livekit.agents import ChatMessage
from livekit.agents.voice import SpeechHandle

from hookflash.orchestrator.agents.desk.desk import Desk
from hookflash.orchestrator.agents.desk.results import DeskTurn
from hookflash.orchestrator.agents.livekit.heard import Playbacks, at, common


@dataclass(eq=False)
class Generation:
    """What the model said in one reply: ``said`` was let through, ``dropped`` was not."""

    tools_barred: bool = False
    """Whether the session allows no tools any more: the model used too many."""
    said: str = ""
    dropped: str = ""
    used_tool: bool = False
    barred: bool = False
    """Whether it wanted a tool all the same."""
    over: bool = False

    @property
    def is_silent(self) -> bool:
        """Whether nothing came of it at all."""
        return not (self.said.strip() or self.dropped.strip() or self.used_tool)


@dataclass
class Generations:
    """The replies that are generated or played."""

    desk: Desk
    playbacks: Playbacks
    _open: list[Generation] = field(default_factory=list)
    _replies: set[SpeechHandle] = field(default_factory=set)

    def begin(self, *, tools_barred: bool) -> Generation:
        """The model begins a reply."""
        generation = Generation(tools_barred)
        self._open.append(generation)
        return generation

    async def dropped(self, generation: Generation) -> DeskTurn | None:
        """Report what the model said and the session never got."""
        if not generation.dropped.strip():
            return None
        return await self.desk.agent_said(generation.dropped.strip(), heard_chars=0)

    def expects(self, handle: SpeechHandle) -> None:
        """The session begins a reply."""
        self._replies.add(handle)

    async def played(self, item: ChatMessage) -> DeskTurn:
        """Report words that the session has played, or of which it played the beginning."""
        text = self._whole(item.text_content or "").strip()
        heard = self.playbacks.heard_of(text, item)
        return await self.desk.agent_said(
            text,
            id=f"livekit/{item.id}",
            began_at=heard.began_at or at(item.created_at),
            heard_chars=heard.characters,
            interrupted=item.interrupted,
        )

    async def unheard(self, handle: SpeechHandle) -> list[DeskTurn]:
        """Report replies of which nothing was played, once no reply is under way any more."""
        self._replies.discard(handle)
        if self._replies:
            return []
        left = [one for one in self._open if one.over]
        self._open = [one for one in self._open if not one.over]
        return [
            await self.desk.agent_said(one.said.strip(), heard_chars=0, interrupted=True)
            for one in left
            if one.said.strip()
        ]

    def _whole(self, heard: str) -> str:
        """All of the reply that ``heard`` is the beginning of; without one, ``heard`` itself."""
        size = len("".join(heard.split()))
        for generation in self._open:
            known = common(generation.said, heard)
            if size and len("".join(generation.said[:known].split())) == size:
                self._open.remove(generation)
                return generation.said
        return heard
