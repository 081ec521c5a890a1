"""Has the agent's words said, once each: those of this worker, and those that another one left."""

from collections import Counter
from collections.abc import Callable, Coroutine, Sequence
from datetime import datetime
from typing import Any

from hookflash.domain.call.call import Call, OpenSpeech
from hookflash.domain.call.events import AgentSpoke
from hookflash.orchestrator.log.resilience import until_available
from hookflash.orchestrator.ports.clock import Clock
from hookflash.orchestrator.runtime.command_handler import CommandHandler
from hookflash.orchestrator.runtime.speaking import SOON, Speaking


class Utterances:
    """Keeps track of the words that this process is having said.

    ``speaking_of`` is what says words on a call, or None if this process cannot speak on it;
    ``seconds_since`` tells how long ago an event was stamped. ``start`` runs a task that the call
    center owns, and ``go_on`` continues a call whose words are said.
    """

    def __init__(  # noqa: PLR0913 - one keyword a part
        self,
        *,
        calls: CommandHandler,
        clock: Clock,
        speaking_of: Callable[[Call], Speaking | None],
        seconds_since: Callable[[datetime], float],
        start: Callable[[Coroutine[Any, Any, None]], object],
        go_on: Callable[[Call], None],
    ) -> None:
        self._calls = calls
        self._clock = clock
        self._speaking_of = speaking_of
        self._seconds_since = seconds_since
        self._start = start
        self._go_on = go_on
        self._busy: Counter[str] = Counter()
        """How many decisions with words are being said on each call, or wait for their turn."""
        self._under_way: set[tuple[str, int]] = set()
        """The words themselves, by call and position."""

    async def say(self, call: Call, speeches: Sequence[AgentSpoke]) -> None:
        """Say what this process has just decided."""
        speaking = self._speaking_of(call)
        if speaking is None:
            return
        ours = {(call.call_id, speech.position) for speech in speeches}
        self._begin(call.call_id, ours)
        try:
            for speech in speeches:
                await speaking.say(call, speech)
        finally:
            self._end(call.call_id, ours)

    def finish(self, call: Call) -> None:
        """Say what no worker has said yet, in a task of its own."""
        if left := self._left(call):
            self._finish(call.call_id, left)

    def hold(self, call: Call) -> bool:
        """Hold a transfer while the agent's last words are being said; returns whether it is held.

        Words of another worker are waited for: then the call goes on.
        """
        if self._busy[call.call_id] > 0:
            return True
        left, speaking = self._left(call), self._speaking_of(call)
        elsewhere = bool(left) or (speaking is not None and speaking.seconds_left(call) > 0)
        if elsewhere:
            self._finish(call.call_id, left)
        return elsewhere

    def _left(self, call: Call) -> list[OpenSpeech]:
        """The words that no worker has said, and that this process can say but does not yet."""
        return [
            speech
            for speech in self._unsaid(call)
            if (call.call_id, speech.position) not in self._under_way
        ]

    def _unsaid(self, call: Call) -> list[OpenSpeech]:
        if call.state == "ended" or self._speaking_of(call) is None:
            return []
        return [speech for speech in call.speeches.values() if not speech.accepted]

    def _finish(self, call_id: str, left: Sequence[OpenSpeech]) -> None:
        ours = {(call_id, speech.position) for speech in left}
        self._begin(call_id, ours)
        self._start(self._carry_on(call_id, left, ours))

    async def _carry_on(
        self, call_id: str, left: Sequence[OpenSpeech], ours: set[tuple[str, int]]
    ) -> None:
        try:
            call = await until_available(
                lambda: self._say_left_over(call_id, left), self._clock.sleep
            )
        finally:
            self._end(call_id, ours)
        self._go_on(call)

    async def _say_left_over(self, call_id: str, left: Sequence[OpenSpeech]) -> Call:
        """Say what another worker decided and did not say, once it has had its time.

        A transfer that is due waits for it, as for words of this worker, and for those that the
        other worker is still saying.
        """
        for speech in left:
            await self._clock.sleep(max(0.0, SOON - self._seconds_since(speech.at)))
            call = await self._calls.reload(call_id)
            speaking = self._speaking_of(call)
            unsaid = {one.position for one in self._unsaid(call)}
            if speaking is not None and speech.position in unsaid:
                await speaking.say_left_over(call, speech, self._seconds_since(speech.at))
        call = await self._calls.refresh(call_id)
        speaking = self._speaking_of(call)
        while speaking is not None and (seconds := speaking.seconds_left(call)):
            await self._clock.sleep(max(seconds, 0.01))
            call = await self._calls.refresh(call_id)
        return call

    def _begin(self, call_id: str, ours: set[tuple[str, int]]) -> None:
        self._busy[call_id] += 1
        self._under_way |= ours

    def _end(self, call_id: str, ours: set[tuple[str, int]]) -> None:
        self._under_way -= ours
        self._busy[call_id] -= 1
        if not self._busy[call_id]:
            del self._busy[call_id]
