"""When words are played whose playback is not reported: behind those accepted before them.

A platform may take several speeches of one turn at once. A question among them is heard only
after what precedes it, and a caller who speaks meanwhile has not heard the rest.
"""

from datetime import datetime, timedelta
from typing import Final

from hookflash.domain.call.call import Call, OpenSpeech
from hookflash.domain.call.hearing import estimated_seconds

QUEUED: Final = 3
"""The first rules under which words queue; before, they counted as played once others followed."""


def begins_at(call: Call, accepted_at: datetime) -> datetime:
    """When words begin that the platform accepted then."""
    return max(accepted_at, call.playing_until or accepted_at)


def ends_at(begins: datetime, text: str) -> datetime:
    """When ``text`` is over that begins then."""
    return begins + timedelta(seconds=estimated_seconds(len(text)))


def is_over(speech: OpenSpeech, now: datetime) -> bool:
    """Whether words of which nothing more will be known have been played."""
    if speech.begins_at is None:
        return speech.estimated
    return ends_at(speech.begins_at, speech.text) <= now
