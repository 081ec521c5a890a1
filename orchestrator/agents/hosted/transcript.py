"""Enters a platform's transcript into a call: each turn once, by its place in the transcript."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from hookflash.domain.call.call import AskedQuestion, Call
from hookflash.domain.call.events import AgentSilenced, AgentSpoke, CallerSpoke, CallEvent
from hookflash.domain.call.evolve import fold
from hookflash.domain.call.hearing import TOLERANCE_SECONDS
from hookflash.domain.call.put_question import puts_question
from hookflash.domain.idempotency import DESK_HEAR, SAID, message_id
from hookflash.orchestrator.agents.desk.desk import Desk
from hookflash.orchestrator.agents.hosted.payload import SpokenTurn
from hookflash.orchestrator.agents.hosted.sentences import Judged
from hookflash.orchestrator.reading import CallReader

_ID: Final = re.compile(r"turns/(\d+)-(\d+)\.[0-9a-f]{16}")
RECENT: Final = 6
"""Turns after which the core's answer to the caller's words is no longer said."""
_MOMENT: Final = timedelta(milliseconds=1)


class Fresh(NamedTuple):
    """Words that are not in the log yet: those of the turns ``first`` to ``last``."""

    first: int
    last: int
    turn: SpokenTurn

    @property
    def id(self) -> str:
        """The id under which they count once, in every worker."""
        digest = hashlib.sha256(self.turn.text.encode()).hexdigest()[:16]
        return f"turns/{self.first}-{self.last}.{digest}"


class Transcript:
    """The turns of one request, and the call that they belong to."""

    def __init__(self, calls: CallReader, desk: Desk, now: datetime) -> None:
        self._calls = calls
        self._desk = desk
        self._now = now

    async def call(self) -> Call:
        """The call as the log has it."""
        return fold(self._desk.call_id, await self._calls.events(self._desk.call_id))

    async def enter(self, turns: Sequence[SpokenTurn]) -> Judged:
        """Record what is new in ``turns``; while a transfer's question is open, judge the answer.

        Only an answer that directly follows the question counts, and only a question that was put
        after the tool call which the log has as the proposal.
        """
        events = await self._calls.events(self._desk.call_id)
        call = fold(self._desk.call_id, events)
        fresh = new_in(turns, recorded(events))
        if call.state != "confirm_transfer" or call.current is None:
            for one in fresh:
                await self._aside(one)
            return "not_open"
        return await self._judge(call, fresh)

    async def _judge(self, call: Call, fresh: Sequence[Fresh]) -> Judged:
        at = question_in(call, fresh)
        for one in fresh[: len(fresh) if at is None else at]:
            await self._aside(one)
        if at is None:
            return "not_asked"
        replies = _directly_after(fresh, at)
        if not replies and at + 1 == len(fresh):
            return "no_answer"  # the question stays fresh: the answer may be in the next request
        if not replies:
            for one in fresh[at:]:
                await self._aside(one)
            return "not_asked"  # something else was said after it, perhaps another question
        reply = _together(replies)
        judged: Judged = "answered"
        if _too_early(call, fresh[at].turn, reply.turn):
            await self._aside(fresh[at])
            await self._aside(reply)
            judged = "too_early"
        else:
            await self._answer(reply)
        for one in fresh[at + 1 + len(replies) :]:
            await self._aside(one)
        return judged

    async def _answer(self, reply: Fresh) -> None:
        """Report that the question was heard, then the answer to it.

        Both times are those of the request: what came first is known by the order of the turns.
        """
        question = _question(await self.call())
        if question is not None and question.heard_at is None:
            await self._desk.played(
                question.speech_id,
                began_at=self._now,
                ended_at=self._now,
                heard_chars=question.characters,
            )
        await self._desk.caller_said(reply.turn.text, id=reply.id)

    async def _aside(self, one: Fresh) -> None:
        """Record words that answer no question of ours, and put none.

        While a question of ours is open, they count as spoken before it.
        """
        question = _question(await self.call())
        before = question.said_at - _MOMENT if question is not None else None
        text = one.turn.text
        if one.turn.by == "caller":
            await self._desk.caller_said(text, id=one.id, began_at=before)
        else:
            await self._desk.agent_said(text, id=one.id, began_at=before, heard_chars=len(text))


def to_say(events: Iterable[CallEvent], turns: Sequence[SpokenTurn]) -> list[str]:
    """What the core answered to the caller's last words, unless the agent has said it since.

    A repeated request gets the same.
    """
    said = []
    for event in events:
        match = _ID.fullmatch(message_id(event.cause))
        if match is None or not isinstance(event, AgentSpoke) or event.reported:
            continue
        place = int(match[2])
        later = [turn.text for turn in turns[place + 1 :] if turn.by == "agent"]
        asks = event.asks is not None and event.asks.kind == "transfer"
        if place >= len(turns) - RECENT and not asks and event.text not in " ".join(later):
            said.append(event.text)
    return said


def recorded(events: Iterable[CallEvent]) -> dict[int, str]:
    """The words of each turn that is in the log, by its place."""
    known: dict[int, str] = {}
    for event in events:
        kind = event.cause.partition("/")[0]
        if kind not in (DESK_HEAR, SAID):
            continue
        match = _ID.fullmatch(message_id(event.cause))
        if match is None or not isinstance(event, CallerSpoke | AgentSpoke | AgentSilenced):
            continue
        for place in range(int(match[1]), int(match[2]) + 1):
            known[place] = known.get(place, "") + event.text
    return known


def new_in(turns: Sequence[SpokenTurn], known: Mapping[int, str]) -> list[Fresh]:
    """What is not in the log: turns in new places, and what was added to the last known one.

    A turn that was rewritten is not read again: what it said has counted.
    """
    last = max(known, default=-1)
    fresh = [Fresh(n, n, turn) for n, turn in enumerate(turns) if n > last]
    if 0 <= last < len(turns) and turns[last].text.startswith(known[last]):
        added = turns[last].text[len(known[last]) :].strip()
        if added:
            turn = turns[last].model_copy(update={"text": added, "began": None})
            fresh.insert(0, Fresh(last, last, turn))
    return fresh


def question_in(call: Call, fresh: Sequence[Fresh]) -> int | None:
    """The index of the last agent's turn that puts the open question; None without one."""
    if call.current is None:
        return None
    about = call.current.destination
    for at in range(len(fresh) - 1, -1, -1):
        turn = fresh[at].turn
        if turn.by == "agent" and puts_question(turn.text, about, call.language):
            return at
    return None


def _question(call: Call) -> AskedQuestion | None:
    return call.current.question if call.state == "confirm_transfer" and call.current else None


def _directly_after(fresh: Sequence[Fresh], at: int) -> list[Fresh]:
    """The caller's turns between a question and the agent's next turn."""
    found: list[Fresh] = []
    for one in fresh[at + 1 :]:
        if one.turn.by == "agent":
            break
        found.append(one)
    return found


def _together(replies: Sequence[Fresh]) -> Fresh:
    """Turns of the caller as one answer: a no in the second one counts as much as a yes before."""
    text = " ".join(one.turn.text for one in replies)
    turn = replies[0].turn.model_copy(update={"text": text})
    return Fresh(replies[0].first, replies[-1].last, turn)


def _too_early(call: Call, asked: SpokenTurn, reply: SpokenTurn) -> bool:
    """Whether the caller began to speak before they heard the destination, if times are known."""
    if asked.began is None or asked.ended is None or reply.began is None or call.current is None:
        return False
    name = call.current.destination.name
    at = asked.text.casefold().rfind(name.casefold())
    share = (at + len(name)) / len(asked.text) if at >= 0 else 1.0
    heard = asked.began + max(asked.ended - asked.began, 0.0) * share
    return reply.began < heard - TOLERANCE_SECONDS
