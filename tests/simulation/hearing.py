"""What must hold of the talk: judged by what the caller heard, said and was led to.

The caller's side comes from the stand-in for the platform, not from the domain's rules.
"""

from collections.abc import Iterator, Sequence
from typing import Final, TypeGuard

from hookflash.domain.call import events as e
from hookflash.domain.call.identity import speech_id
from hookflash.domain.idempotency import message_id
from hookflash.orchestrator.simulation.virtual_time import EPOCH
from tests.simulation.carrier import Ledger, Utterance
from tests.simulation.story import CONSENTS, Story
from tests.simulation.voice import LONGEST_SLOW, Line, Played, named_after

FAVOUR: Final = 0.25 + 0.01
"""Seconds that an answer may begin before the destination was heard."""
ASSUMED: Final = 12.0
"""Characters a second, where nobody tells what was heard."""
AT_ONCE: Final = 0.5
"""Seconds in which something happens that waits for nothing."""
TOO_LATE: Final = 5.0
"""Seconds after which words are not said any more."""
TAKEN_OVER: Final = 15.0
"""Seconds in which another worker goes on."""
THINKING: Final = 10.0
"""Seconds that an agent has for a move; one that is not told to hang takes none."""
SILENCE: Final = 5.0 + LONGEST_SLOW
"""An agent waits 5 s for a text."""
TURN_TAKEN_OVER: Final = 9.0
"""Seconds until another worker takes the turn of one that died."""


class Judge:
    """Compares the log of one call with what really happened."""

    def __init__(
        self, story: Story, events: Sequence[e.CallEvent], ledger: Ledger, line: Line
    ) -> None:
        self._story = story
        self._events = events
        self._ledger = ledger
        self._played = list(line.played.values())
        self._partials = line.partials
        over = (_second(event) for event in events if isinstance(event, e.CallEnded))
        self._ended = next(over, float("inf"))

    def violations(self) -> Iterator[str]:
        """Everything that went wrong, in words."""
        yield from self._led_without_consent()
        yield from self._not_led()
        yield from self._led_while_speaking()
        yield from self._unspoken()
        yield from self._words_never_said()
        yield from self._speaks_on()
        yield from self._silence()

    def _led_without_consent(self) -> Iterator[str]:
        for key, at in self._ledger.led.items():
            heard = [when for played in self._asking(key) if (when := self._named_at(played))]
            said = (u for u in self._ledger.said if u.told_at <= at and self._agrees(u))
            if not any(when <= u.began_at + FAVOUR for u in said for when in heard):
                yield f"led without a yes that began after the question was heard, at {at:.2f}"

    def _asking(self, key: str) -> Iterator[Played]:
        for played in self._played:
            asks = played.speech.asks
            if asks is not None and (asks.kind, asks.about) == ("transfer", key):
                yield played

    def _agrees(self, said: Utterance) -> bool:
        front = self._story.destination == "Front" and "front desk" in said.words
        return said.digits == "1" or said.words in CONSENTS or front

    def _named_at(self, played: Played) -> float | None:
        """When the caller heard where this question leads; None if they did not."""
        needed = named_after(played.speech.text, self._story.destination)
        if self._story.playback == "none":
            at = played.taken_at + needed / ASSUMED
            stopped = played.stopped.is_set() and played.ended_at is not None
            return None if stopped and (played.ended_at or 0.0) < at else at
        if played.began_at is None or (played.ended_at is not None and played.heard < needed):
            return None
        return played.began_at + needed / self._story.pace

    def _not_led(self) -> Iterator[str]:
        """What was confirmed leads to the phones, as soon as the last words are said."""
        for event in self._events:
            if not isinstance(event, e.TransferConfirmed):
                continue
            begun = self._ledger.led.get(event.effect_key)
            at = _second(event)
            if begun is None:
                if self._ended > at + TAKEN_OVER + self._away():
                    yield f"{event.position}: confirmed, and no phone was ever rung"
            elif self._calm() and begun > max([at, *self._over_before(begun)]) + AT_ONCE:
                yield f"{event.position}: the phones ring {begun - at:.1f} s later"

    def _over_before(self, at: float) -> Iterator[float]:
        """When what was played before ``at`` was over."""
        for played in self._played:
            if played.began_at is not None and played.began_at < at:
                yield min(at, played.ended_at or at)

    def _calm(self) -> bool:
        """Whether no worker died, and the platform never hesitated."""
        hesitates = any(fault.what == "say" for fault in self._story.faults)
        return not self._ledger.deaths and not hesitates

    def _led_while_speaking(self) -> Iterator[str]:
        """Speeches that waited for another worker's are left out: they end later than expected."""
        if self._story.playback != "say_waits":
            return
        for at in self._ledger.led.values():
            if any(at - TAKEN_OVER < died <= at for died in self._ledger.deaths):
                continue  # the worker that spoke may be the one that died
            for played in self._played:
                at_once = played.began_at == played.taken_at
                if at_once and played.taken_at <= at < (played.ended_at or 0.0):
                    yield f"a phone rings in the middle of {played.speech.text!r}"

    def _unspoken(self) -> Iterator[str]:
        """What was decided is said in time, recorded as unspoken, or the call is over."""
        played = {one.speech.id: one for one in self._played}
        settled = {ev.speech_id for ev in self._events if self._not_said(ev)}
        free = 0.0
        for event in self._events:
            if not isinstance(event, e.AgentSpoke):
                continue
            said, at = speech_id(event.call_id, event.position), _second(event)
            if said not in played:
                if said not in settled and self._ended > at + TAKEN_OVER + self._away():
                    yield f"{event.position}: decided, and neither said nor recorded as unspoken"
                continue
            late = played[said].taken_at - max(at, free)
            if late > self._patience():
                yield f"{event.position}: said {late:.1f} s after its time"
            free = max(free, played[said].ended_at or 0.0)

    def _not_said(self, event: e.CallEvent) -> TypeGuard[e.SpeechUnspoken | e.SpeechAccepted]:
        """Whether a speech was never played, or nobody can know that it was not.

        A ``say`` that waits counts as accepted before it begins, and then its worker may die.
        """
        accepted = isinstance(event, e.SpeechAccepted) and event.playback == "say_waits"
        return isinstance(event, e.SpeechUnspoken) or (accepted and bool(self._ledger.deaths))

    def _patience(self) -> float:
        """How late words may be said that were decided."""
        if self._calm():
            return AT_ONCE
        slow = any((fault.what, fault.how) == ("say", "slow") for fault in self._story.faults)
        return TOO_LATE + AT_ONCE + (LONGEST_SLOW if slow else 0.0)

    def _words_never_said(self) -> Iterator[str]:
        known = {said.words for said in self._ledger.said}
        for event in self._events:
            if isinstance(event, e.CallerSpoke) and event.text not in known:
                yield f"{event.position}: {event.text!r} was not what the caller said"

    def _speaks_on(self) -> Iterator[str]:
        if self._ledger.deaths:
            return
        for at in self._partials:
            for played in self._played:
                began, ended = played.began_at, played.ended_at or float("inf")
                if self._story.playback == "none" and at >= self._assumed_end(played):
                    continue  # as when the next words were decided
                if began is not None and began < at < ended and ended > at + AT_ONCE:
                    yield f"the agent speaks on for {ended - at:.1f} s after the caller began"

    def _assumed_end(self, played: Played) -> float:
        """When a speech is over where nobody tells, however long the platform takes for it."""
        end = played.taken_at + len(played.speech.text) / ASSUMED
        decided = (_second(ev) for ev in self._events if isinstance(ev, e.AgentSpoke))
        return min([end, *(at for at in decided if at > played.taken_at)])

    def _silence(self) -> Iterator[str]:
        """After their words, and after the call was answered, the caller hears something."""
        words = (ev for ev in self._events if isinstance(ev, e.CallerSpoke))
        causes = {message_id(ev.cause): _second(ev) for ev in words}
        waits = [
            (min(u.began_at, causes[u.message_id]), causes[u.message_id])
            for u in self._ledger.said
            if u.message_id in causes
        ]
        answered = [_second(ev) for ev in self._events if isinstance(ev, e.CallAnswered)]
        said = [u.told_at for u in self._ledger.said]
        for began, told in (*waits, *((at, at) for at in answered)):
            patience = self._patience_for_a_reply(told)
            until = self._free_to_speak(told) + patience
            goes_on = any(told < at <= until for at in said) or self._ended <= until
            left = any(at <= until for at in self._ledger.left)
            # After goodbye the call is hung up.
            over = any(
                isinstance(ev, e.HangUpRequested) and _second(ev) <= until for ev in self._events
            )
            if not goes_on and not left and not over and not self._hears(began, until):
                yield f"silence for {patience:.0f} s from {told:.2f} on"

    def _patience_for_a_reply(self, told: float) -> float:
        """How long the caller waits who spoke at ``told``: longer for each worker that dies.

        By then something is said in place of an agent whose workers die one after the other.
        """
        thinks = any(fault.what == "agent" for fault in self._story.faults)
        slow = thinks or self._is_asked(told)
        patience = SILENCE + (THINKING if slow else 0.0) + self._away()
        for died in self._ledger.deaths:
            if told - AT_ONCE <= died <= told + patience:
                patience += TAKEN_OVER if slow else TURN_TAKEN_OVER
        return min(patience, SILENCE + THINKING + TAKEN_OVER + self._away())

    def _is_asked(self, at: float) -> bool:
        """Whether the agent's question is open, so that it says nothing else."""
        asked = False
        for event in self._events:
            if _second(event) > at:
                break
            if isinstance(event, e.TransferProposed):
                asked = True
            elif isinstance(event, e.TransferLapsed | e.TransferDeclined | e.TransferConfirmed):
                asked = False
        return asked

    def _away(self) -> float:
        """For how many seconds the log could not be reached."""
        return sum(outage.seconds for outage in self._story.outages)

    def _free_to_speak(self, at: float) -> float:
        """When the agent may speak again: while its question is open it says nothing else."""
        asked: dict[str, float] = {}
        for event in self._events:
            if isinstance(event, e.TransferProposed):
                asked[event.effect_key] = _second(event)
            elif isinstance(event, e.TransferLapsed | e.TransferDeclined):
                begun = asked.pop(event.effect_key, _second(event))
                at = max(at, _second(event)) if begun <= at else at
        return at

    def _hears(self, since: float, until: float) -> bool:
        """Whether the caller hears anything in this time, or the platform refused to say it."""
        heard = any(
            (played.ended_at or until) > since and played.taken_at <= until
            for played in self._played
        )
        return heard or any(
            since <= _second(event) <= until for event in self._events if self._not_said(event)
        )


def _second(event: e.CallEvent) -> float:
    """The second of the story at which ``event`` was recorded."""
    return (event.at - EPOCH).total_seconds()
