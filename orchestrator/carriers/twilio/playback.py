"""Follows what the caller hears of the words that were sent to ConversationRelay."""

from collections import deque
from dataclasses import dataclass
from datetime import datetime
from itertools import count

from hookflash.domain.call.effects import Speech
from hookflash.orchestrator.ports.reports import Spoken


@dataclass
class _Sent:
    """Words that Twilio has; ``heard`` counts the characters that were played."""

    speech: Speech
    at: datetime
    began_at: datetime | None = None
    heard: int = 0


class Playback:
    """The words of one session, in the order in which they were sent."""

    def __init__(self, session: str) -> None:
        self._session = session
        self._sent: deque[_Sent] = deque()
        self._reports = count(1)
        self._over_at: datetime | None = None

    def __bool__(self) -> bool:
        return bool(self._sent)

    def send(self, speech: Speech, at: datetime) -> None:
        """Note words that were sent."""
        self._sent.append(_Sent(speech, at))

    def began(self, at: datetime) -> None:
        """The agent's voice is heard."""
        if self._sent and self._sent[0].began_at is None:
            self._sent[0].began_at = at

    def played(self, text: str, at: datetime) -> list[Spoken]:
        """Note that ``text`` was played; returns what was played to its end."""
        finished = []
        while self._sent:
            first = self._sent[0]
            text = _advance(first, text)
            self.began(at if self._over_at is None else max(self._over_at, first.at))
            if first.speech.text[first.heard :].strip():
                break
            finished.append(self._report(self._sent.popleft(), at, finished=True))
            if not text.strip():
                break
        return finished

    def interrupted(self, utterance: str, at: datetime) -> list[Spoken]:
        """The caller cut the words off after ``utterance``; what waited is never played."""
        cut = []
        while self._sent:
            first = self._sent.popleft()
            if utterance and not first.heard:
                _advance(first, utterance)
            utterance = ""
            whole = not first.speech.text[first.heard :].strip()
            cut.append(self._report(first, at, finished=whole))
        return cut

    def _report(self, sent: _Sent, at: datetime, *, finished: bool) -> Spoken:
        self._over_at = at
        length = len(sent.speech.text)
        return Spoken(
            speech_id=sent.speech.id,
            began_at=min(sent.began_at or at, at),
            ended_at=at,
            heard_chars=length if finished else min(sent.heard, length),
            finished=finished,
            message_id=f"{self._session}/{next(self._reports)}",
        )


def _advance(sent: _Sent, played: str) -> str:
    """Count ``played``, whose spaces may differ from the text's; returns what is beyond it.

    Words that are not those of the text, as after a normalisation, count by their length.
    """
    text, position, read = sent.speech.text, sent.heard, 0
    while read < len(played) and position < len(text):
        if played[read].isspace():
            read += 1
        elif text[position].isspace():
            position += 1
        else:
            read, position = read + 1, position + 1
    sent.heard = position
    return played[read:]
