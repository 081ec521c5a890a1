"""How the agent's words are played in a branch: one after another, at the usual pace."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from hookflash.domain.call import commands as c
from hookflash.domain.call import events as e
from hookflash.domain.call.call import OpenSpeech
from hookflash.domain.call.events.speech import Playback as PlaybackKind
from hookflash.domain.call.hearing import CHARACTERS_PER_SECOND, estimated_seconds
from hookflash.domain.call.identity import speech_id
from hookflash.orchestrator.time_machine.recording import Recording
from hookflash.orchestrator.time_machine.stubs import PROVIDER_ID

Due = tuple[datetime, c.Command]


class Playback:
    """The telephony of a branch, as far as it speaks. It tells what was heard as recorded."""

    def __init__(self, recording: Recording) -> None:
        accepted = (one for one in recording.events if isinstance(one, e.SpeechAccepted))
        self.kind: PlaybackKind = next((one.playback for one in accepted), "none")
        self.until: datetime | None = None
        """When all words so far will have been played."""
        self._playing: list[tuple[e.AgentSpoke, datetime]] = []

    def resume(self, left: Iterable[OpenSpeech], now: datetime) -> None:
        """Go on playing what is ``left`` when the branch parts: for as long as its words take."""
        seconds = sum(estimated_seconds(len(one.text)) for one in left)
        self.until = now + timedelta(seconds=seconds) if seconds else None

    def say(self, said: e.AgentSpoke, now: datetime) -> Iterator[Due]:
        """Play ``said`` after what is being played; yields what is reported, and when."""
        begins = max(now, self.until or now)
        self.until = begins + timedelta(seconds=estimated_seconds(len(said.text)))
        self._playing = [one for one in self._playing if _ends(*one) > now]
        self._playing.append((said, begins))
        accepted = now if self.kind == "none" else begins
        yield accepted, _accepted(said, accepted, self.kind)
        if self.kind != "none":
            yield self.until, _heard(said, begins, self.until, len(said.text))

    def cut_off(self, now: datetime) -> Iterator[Due]:
        """The caller speaks: nothing more is played. Yields what was heard until then."""
        for said, begins in self._playing:
            if _ends(said, begins) > now and self.kind != "none":
                seconds = max((now - begins).total_seconds(), 0.0)
                chars = min(int(seconds * CHARACTERS_PER_SECOND), len(said.text))
                yield now, _heard(said, min(begins, now), now, chars)
        self._playing = []
        self.until = min(self.until or now, now)


def _ends(said: e.AgentSpoke, begins: datetime) -> datetime:
    return begins + timedelta(seconds=estimated_seconds(len(said.text)))


def _accepted(said: e.AgentSpoke, at: datetime, kind: PlaybackKind) -> c.Command:
    own = speech_id(said.call_id, said.position)
    return c.AcceptSpeech(id=f"{PROVIDER_ID}/said/{own}", at=at, speech_id=own, playback=kind)


def _heard(said: e.AgentSpoke, begins: datetime, ends: datetime, chars: int) -> c.Command:
    own = speech_id(said.call_id, said.position)
    return c.ReportSpeech(
        id=f"{PROVIDER_ID}/heard/{own}",
        at=ends,
        speech_id=own,
        began_at=begins,
        ended_at=ends,
        heard_chars=chars,
        finished=chars == len(said.text),
    )
