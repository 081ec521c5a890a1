"""Tabs of the browser phone without a browser: a WebSocket that does what the page does."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

Message = dict[str, Any]


async def soon(check: Callable[[], bool]) -> None:
    """Wait until ``check()`` holds."""
    for _ in range(200):
        if check():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it did not happen")


class FakeTab:
    """One tab. It plays speech at once and shows texts; ``rings`` says what it does with a call."""

    def __init__(
        self, socket: ClientConnection, rings: Callable[["FakeTab", Message], None] | None = None
    ) -> None:
        self.said: list[Message] = []
        """What the server told, in order."""
        self.sound: dict[int, bytes] = {}
        """The sound that came, by its stream."""
        self.plays = True
        """Whether it reports each speech as played at once."""
        self._socket = socket
        self._rings = rings
        self._changed = asyncio.Event()
        self._ids = 0
        self.ringing: dict[str, asyncio.Task[None]] = {}

    async def tell(self, do: str, **more: Any) -> None:
        """Tell the server something."""
        await self._socket.send(json.dumps({"do": do, **more}))

    async def say(self, text: str) -> None:
        """Type words."""
        await self.tell("say", id=self.new_id(), text=text)

    async def speak(self, pcm: bytes) -> None:
        """Send sound from the microphone."""
        await self._socket.send(pcm)

    def new_id(self) -> str:
        """An id for a message."""
        self._ids += 1
        return f"message-{id(self)}-{self._ids}"

    async def until(self, what: str, seconds: float = 20, **wanted: Any) -> Message:
        """Wait for a message of the kind ``what`` with these values."""

        def found() -> Message | None:
            for one in self.said:
                if one["is"] == what and all(one.get(key) == wanted[key] for key in wanted):
                    return one
            return None

        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while (message := found()) is None:
                    self._changed.clear()
                    await self._changed.wait()
                return message
        raise AssertionError(f"no {what} {wanted} came, but {self.said}")

    async def read(self) -> None:
        """Read what the server sends until the line is cut."""
        try:
            async for message in self._socket:
                if isinstance(message, bytes):
                    stream = int.from_bytes(message[:4], "little")
                    self.sound[stream] = self.sound.get(stream, b"") + message[4:]
                else:
                    await self._take(json.loads(message))
                self._changed.set()
        except ConnectionClosed:
            pass

    async def close(self) -> None:
        """Cut the line."""
        await self._socket.close()

    async def _take(self, message: Message) -> None:
        self.said.append(message)
        match message:
            case {"is": "speech", "speech": speech} if self.plays:
                played = {"samples": 0, "began": 0, "ended": 0, "finished": True}
                await self.tell("played", speech=speech, **played)
            case {"is": "text", "id": text}:
                await self.tell("got", text=text)
            case {"is": "ring"} if self._rings is not None:
                self._rings(self, message)
            case {"is": "stop_ring", "leg": leg} if leg in self.ringing:
                self.ringing.pop(leg).cancel()


@asynccontextmanager
async def fake_tab(
    url: str, opening: Message, rings: Callable[[FakeTab, Message], None] | None = None
) -> AsyncIterator[FakeTab]:
    """Open a tab at the address of a line, ``ws://…/line``."""
    async with connect(url) as socket:
        await socket.send(json.dumps(opening))
        tab = FakeTab(socket, rings)
        reading = asyncio.create_task(tab.read())
        try:
            yield tab
        finally:
            for task in tab.ringing.values():
                task.cancel()
            reading.cancel()
            await asyncio.gather(reading, *tab.ringing.values(), return_exceptions=True)
