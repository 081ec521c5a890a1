"""A call from a tab: who the caller talks to, and what becomes of their words and sound."""

import asyncio
from collections import deque
from collections.abc import Callable
from datetime import datetime
from typing import Final, Literal, Protocol

from hookflash.domain.event import Actor
from hookflash.orchestrator.carriers.browser.core import Core
from hookflash.orchestrator.carriers.browser.ear import Ear, detector
from hookflash.orchestrator.carriers.browser.mailbox import BEEP, Message
from hookflash.orchestrator.carriers.browser.messages import (
    FromCaller,
    Got,
    HangUp,
    Played,
    Press,
    Say,
    Text,
)
from hookflash.orchestrator.carriers.browser.recordings import BrowserRecordings
from hookflash.orchestrator.carriers.browser.speaking import Speaker
from hookflash.orchestrator.carriers.browser.tab import LIVE, Tab
from hookflash.orchestrator.carriers.voice.line import AudioLine, Frame
from hookflash.orchestrator.carriers.voice.sound import seconds_of
from hookflash.orchestrator.carriers.voice.speech import Speech, SpeechUnavailable
from hookflash.orchestrator.ports.reports import Ended, Recording, Transcript

RETURN_SECONDS: Final = 6.0
"""How long a call waits for its tab to connect again, before the caller counts as gone."""
GREETING_SECONDS: Final = 60.0
"""How long a mailbox waits for its greeting to be played."""
REMEMBERED: Final = 100
"""Ids of messages that are kept, since a tab repeats what was not acknowledged."""
Mode = Literal["talking", "ringing", "connected", "greeting", "recording", "ended"]


class Other(Protocol):
    """The person that the caller is connected with."""

    who: str

    def hear(self, pcm: bytes) -> None:
        """Play what the caller says."""
        ...

    def read(self, words: str) -> None:
        """Show what the caller typed."""
        ...

    def caller_gone(self) -> None:
        """The call is over."""
        ...


class LiveCall:
    """One call. ``forget`` is called once it is over."""

    def __init__(  # noqa: PLR0913 - what a call is made of
        self,
        call_id: str,
        number: str,
        caller: str | None,
        *,
        core: Core,
        speech: Speech,
        recordings: BrowserRecordings,
        forget: Callable[["LiveCall"], None],
    ) -> None:
        self.call_id = call_id
        self.number = number
        self.caller = caller
        self.tab: Tab | None = None
        self.mode: Mode = "talking"
        self.speaker = Speaker(call_id, core, speech, lambda: self.tab)
        self._core = core
        self._speech = speech
        self._recordings = recordings
        self._forget = forget
        self._line = AudioLine()
        self._ear: Ear | None = None
        self._other: Other | None = None
        self._message: Message | None = None
        self._leaving: asyncio.Task[None] | None = None
        self._taken: deque[str] = deque(maxlen=REMEMBERED)

    def attach(self, tab: Tab) -> None:
        """The caller is on this tab from now on."""
        if self.tab is not None:
            self.tab.tell("moved")
            self.tab.close()
        if self._leaving is not None:
            self._leaving.cancel()
            self._leaving = None
        self.tab = tab
        self._show()
        self.speaker.repeat()

    def detach(self, tab: Tab) -> None:
        """The tab is not connected any more; it may return."""
        if tab is self.tab and self.mode != "ended":
            self.tab = None
            self._leaving = self._core.start(self._leave())

    def take(self, told: FromCaller) -> None:
        """Take what the caller did."""
        if isinstance(told, Played):
            self.speaker.played(told)
        elif isinstance(told, HangUp):
            self.hung_up()
        elif isinstance(told, Text):
            self._core.start(self._send_text(told))
        elif not isinstance(told, Got):
            self._take_words(told)

    def hear(self, pcm: bytes) -> None:
        """Take sound from the caller's microphone."""
        frame = self._line.receive(pcm, self._core.clock.now())
        if self.mode == "talking" and self._speech.state == "ready":
            self._listen(frame)
        elif self.mode == "connected" and self._other is not None:
            self._other.hear(pcm)
        elif self.mode == "recording" and self._message is not None:
            self._message.add(pcm)
            if self._message.is_over:
                self._finish_message()

    def _listen(self, frame: Frame) -> None:
        if self._ear is None and (detect := detector()) is not None:
            self._ear = Ear(self.call_id, self._core, self._speech, detect, self._heard)
        if self._ear is not None:
            self._ear.feed(frame)

    def play_other(self, pcm: bytes) -> None:
        """Play what the other person says."""
        if self.mode == "connected" and self.tab is not None:
            self.tab.play(LIVE, pcm)

    def show_other(self, words: str) -> None:
        """Show what the other person typed."""
        if self.mode == "connected":
            self._tell("words", text=words)

    def ring(self) -> None:
        """The agent has left, and phones ring."""
        self._turn_to("ringing")

    def connect(self, other: Other) -> None:
        """The caller talks to this person from now on."""
        self.speaker.stop()
        self._other = other
        self._turn_to("connected")

    def record(self, key: str, greeting: str) -> None:
        """Play a greeting, then record a message, once for each key."""
        if self._message is None or self._message.key != key:
            self._message = Message(key)
            self._turn_to("greeting")
            self._core.start(self._greet(key, greeting))

    def stop_recording(self) -> None:
        """The caller does not want to be recorded: forget what was recorded."""
        if self.mode == "recording":
            self._message = None
            self._turn_to("greeting")

    def hung_up(self) -> None:
        """The caller hung up."""
        message = self._take_message()
        self.end("caller_hung_up")
        self._core.start(self._report_end(message, Ended()))

    def end(self, why: str, report: Ended | None = None) -> None:
        """The call is over; ``report`` tells the core, unless it knows."""
        if self.mode == "ended":
            return
        self.mode = "ended"
        self.speaker.stop()
        if self._ear is not None:
            self._ear.stop()
        if self.tab is not None:
            self.tab.tell("state", state="ended", why=why, who="")
        if self._other is not None:
            self._other.caller_gone()
        if self._leaving is not None and self._leaving is not asyncio.current_task():
            self._leaving.cancel()
        if report is not None:
            self._core.report(self.call_id, report)
        self._forget(self)

    def other_hung_up(self, other: Other) -> None:
        """The person whom the caller talks to hung up."""
        if other is self._other:
            self._other = None
            self.end("they_hung_up", Ended(reason="hung_up", by=Actor.MEMBER))

    def _take_words(self, told: Say | Press) -> None:
        if self.mode not in ("recording", "connected"):
            self._core.start(self._enter(told))
            return
        self._tell("ack", id=told.id)
        if told.id in self._taken:  # it is repeated, since the line was cut before the answer
            return
        self._taken.append(told.id)
        if self._message is not None and self.mode == "recording":
            self._take_message_words(self._message, told)
        elif self._other is not None and isinstance(told, Say):
            self._tell("heard", id=told.id, text=told.text)
            self._other.read(told.text)

    def _take_message_words(self, message: Message, told: Say | Press) -> None:
        if isinstance(told, Say):
            message.type(told.text)
            self._tell("heard", id=told.id, text=told.text)
        if message.is_over or (isinstance(told, Press) and "#" in told.digits):
            self._finish_message()

    async def _enter(self, told: Say | Press) -> None:
        calls = self._core.calls
        if self.speaker.speaking:  # whoever types interrupts, too
            await self._core.insist(lambda: calls.hear(self.call_id, "", final=False))
        if isinstance(told, Press):
            await self._core.insist(
                lambda: calls.press(self.call_id, told.digits, message_id=told.id)
            )
        else:
            self._tell("heard", id=told.id, text=told.text)
            await self._core.insist(lambda: calls.hear(self.call_id, told.text, message_id=told.id))
        self._tell("ack", id=told.id)

    async def _heard(self, words: str, began_at: datetime) -> None:
        if self.mode != "talking":
            return
        self._tell("heard", id="", text=words)
        await self._core.insist(
            lambda: self._core.calls.hear(self.call_id, words, began_at=began_at)
        )

    async def _send_text(self, text: Text) -> None:
        if self.caller is not None:
            sender = self.caller
            await self._core.insist(
                lambda: self._core.calls.receive_text(
                    to=self.number, from_=sender, body=text.body, message_id=text.id
                )
            )
        self._tell("ack", id=text.id)

    async def _greet(self, key: str, greeting: str) -> None:
        played = self.speaker.say(f"{key}.greeting", greeting, reported=False)
        _, waiting = await asyncio.wait(
            {asyncio.ensure_future(played.wait())}, timeout=GREETING_SECONDS
        )
        for task in waiting:
            task.cancel()
        if self.mode == "greeting":
            self.mode = "recording"
            if self.tab is not None:
                self.tab.play(LIVE, BEEP)
            self._show()

    def _finish_message(self) -> None:
        """The message is over, and so is the call once the core has it."""
        message = self._take_message()
        self.mode = "greeting"  # what is typed or said from here on is not part of it
        self._core.start(self._report_message(message))

    def _take_message(self) -> Message | None:
        message = self._message if self.mode == "recording" else None
        self._message = None
        return message

    async def _report_end(self, message: Message | None, ended: Ended) -> None:
        recorded = await self._report_message(message, transcribe=False)
        await self._core.insist(lambda: self._core.calls.report(self.call_id, ended))
        if recorded and message is not None:
            await self._transcribe(message)

    async def _report_message(self, message: Message | None, *, transcribe: bool = True) -> bool:
        """Report a message unless it is empty; returns whether it has sound to transcribe."""
        sound = message.sound if message is not None else b""
        if message is None or not (sound or message.typed):
            return False
        report = Recording(
            effect_key=message.key,
            recording=self._recordings.keep(message.key, sound) if sound else "",
            seconds=seconds_of(sound),
            transcript=message.words,
            message_id=f"{message.key}.recorded",
        )
        await self._core.insist(lambda: self._core.calls.report(self.call_id, report))
        to_transcribe = bool(sound) and not message.typed
        if transcribe and to_transcribe:
            await self._transcribe(message)
        return to_transcribe

    async def _transcribe(self, message: Message) -> None:
        try:
            words = await self._speech.hear(message.sound)
        except SpeechUnavailable:
            return
        if words:
            report = Transcript(effect_key=message.key, transcript=words)
            await self._core.insist(lambda: self._core.calls.report(self.call_id, report))

    async def _leave(self) -> None:
        await self._core.clock.sleep(RETURN_SECONDS)
        self.hung_up()

    def _turn_to(self, mode: Mode) -> None:
        """The caller talks to somebody else, or to nobody, from now on."""
        self.mode = mode
        if self._ear is not None:
            self._ear.stop()
        self._show()

    def _show(self) -> None:
        who = self._other.who if self._other is not None else ""
        self._tell("state", state=self.mode, who=who, why="")

    def _tell(self, what: str, **more: object) -> None:
        if self.tab is not None:
            self.tab.tell(what, **more)
