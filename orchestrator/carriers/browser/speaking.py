"""What the agent says on a call: sent to the caller's tab, and reported as the tab played it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from hookflash.orchestrator.carriers.browser.core import Core
from hookflash.orchestrator.carriers.browser.messages import Played
from hookflash.orchestrator.carriers.browser.tab import Tab
from hookflash.orchestrator.carriers.voice.playback import Track
from hookflash.orchestrator.carriers.voice.speech import Speech, SpeechUnavailable
from hookflash.orchestrator.ports.reports import Spoken
from hookflash.orchestrator.telemetry.logs import get_logger

logger = get_logger(__name__)


@dataclass(eq=False)
class Saying:
    """Something that is said; ``reported``: the core waits for what was heard of it."""

    speech: str
    stream: int
    track: Track
    reported: bool
    made: bool = False
    """All of its sound was made, or none will be."""
    stopped: bool = False
    task: "asyncio.Task[None] | None" = None


class Speaker:
    """Says one text after the other on one call. ``tab`` finds the tab that hears it."""

    def __init__(
        self, call_id: str, core: Core, speech: Speech, tab: Callable[[], Tab | None]
    ) -> None:
        self._call_id = call_id
        self._core = core
        self._speech = speech
        self._tab = tab
        self._turn = asyncio.Lock()
        self._streams = 0
        self._open: dict[str, Saying] = {}
        self._over: dict[str, asyncio.Event] = {}

    @property
    def speaking(self) -> bool:
        """Whether the caller has something left to hear."""
        return bool(self._open)

    def say(self, speech: str, text: str, *, reported: bool = True) -> asyncio.Event:
        """Say ``text`` after what is being said; the event is set once it was played."""
        if speech in self._open:
            return self._over[speech]
        self._streams += 1
        saying = Saying(speech, self._streams, Track(text), reported)
        self._open[speech] = saying
        over = self._over[speech] = asyncio.Event()
        self._announce(saying)
        saying.task = self._core.start(self._make(saying))
        return over

    def stop(self, speech: str = "") -> None:
        """Stop what is being said, or everything."""
        for saying in list(self._open.values()):
            if speech in ("", saying.speech):
                saying.stopped = True
                if saying.task is not None:
                    saying.task.cancel()
                if (tab := self._tab()) is not None:
                    tab.tell("stop", speech=saying.speech)

    def played(self, played: Played) -> None:
        """Take what the tab played."""
        saying = self._open.pop(played.speech, None)
        if saying is None:
            return
        if saying.task is not None and not saying.made:
            saying.task.cancel()  # it was shown, or stopped: nobody hears the rest of its sound
        self._over.pop(played.speech).set()
        if saying.reported:
            self._core.report(self._call_id, self._heard(saying, played))

    def repeat(self) -> None:
        """Send what was not reported again, to a tab that returned."""
        for saying in self._open.values():
            if saying.stopped and (tab := self._tab()) is not None:
                tab.tell("stop", speech=saying.speech)
            else:
                self._announce(saying)
                self._send_again(saying)

    def _heard(self, saying: Saying, played: Played) -> Spoken:
        now = self._core.clock.now()
        text = saying.track.text
        chars = len(text) if played.finished else saying.track.heard_chars(played.samples)
        return Spoken(
            speech_id=saying.speech,
            began_at=now - timedelta(seconds=played.began),
            ended_at=now - timedelta(seconds=min(played.ended, played.began)),
            heard_chars=chars,
            finished=played.finished,
            message_id=f"{saying.speech}.played",
        )

    def _announce(self, saying: Saying) -> None:
        if (tab := self._tab()) is not None:
            sound = self._speech.state == "ready"
            about = {"speech": saying.speech, "stream": saying.stream, "text": saying.track.text}
            tab.tell("speech", **about, sound=sound)

    def _send_again(self, saying: Saying) -> None:
        if (tab := self._tab()) is None:
            return
        for piece in saying.track.pieces:
            tab.play(saying.stream, piece.pcm)
        if saying.made:
            tab.tell("speech_end", speech=saying.speech)

    async def _make(self, saying: Saying) -> None:
        async with self._turn:
            try:
                await self._voice(saying)
            except SpeechUnavailable as error:
                if self._speech.state != "off":
                    logger.warning("browser_speech_shown", call_id=self._call_id, why=str(error))
            saying.made = True
            if (tab := self._tab()) is not None:
                tab.tell("speech_end", speech=saying.speech)

    async def _voice(self, saying: Saying) -> None:
        async for said in self._speech.speak(saying.track.text):
            saying.track.add(said.text, said.pcm)
            if (tab := self._tab()) is not None:
                tab.play(saying.stream, said.pcm)
