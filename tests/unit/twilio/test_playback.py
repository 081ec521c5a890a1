"""What the caller heard, by the messages of ConversationRelay."""

from datetime import UTC, datetime, timedelta

from hookflash.domain.call.effects import Speech
from hookflash.orchestrator.carriers.twilio.playback import Playback

NOW = datetime(2026, 1, 5, 15, tzinfo=UTC)


def speech(name: str, text: str) -> Speech:
    """Words under an id."""
    return Speech(
        call_id="office.call.1",
        workspace="office",
        provider_call_id="CA1",
        effect_key=name,
        text=text,
    )


def after(seconds: float) -> datetime:
    """A time."""
    return NOW + timedelta(seconds=seconds)


def playing(*texts: str) -> Playback:
    """A session that was sent these words, called a, b and so on."""
    playback = Playback("VX1")
    for name, text in zip("abc", texts, strict=False):
        playback.send(speech(name, text), NOW)
    return playback


def test_words_are_heard_piece_by_piece_and_reported_at_their_end() -> None:
    """Spaces may differ from the text's."""
    playback = playing("Shall I connect you to Dana?", "Goodbye.")
    playback.began(after(0.5))
    assert not playback.played("Shall  I connect", after(1))
    (first,) = playback.played(" you to Dana? ", after(2))
    assert (first.speech_id, first.heard_chars, first.finished) == ("a", 28, True)
    assert (first.began_at, first.ended_at) == (after(0.5), after(2))
    (second,) = playback.played("Goodbye.", after(3))
    assert (second.speech_id, second.began_at) == ("b", after(2))
    assert not playback


def test_one_message_may_cover_two_speeches() -> None:
    """Both are reported."""
    spoken = playing("One.", "Two.", "Three.").played("One. Two. Th", after(2))
    assert [(one.speech_id, one.finished) for one in spoken] == [("a", True), ("b", True)]


def test_an_interruption_tells_how_much_was_heard_and_drops_what_waits() -> None:
    """Fault 43: a question that was cut off before its destination was not heard."""
    playback = playing("Shall I connect you to Dana?", "Goodbye.")
    first, second = playback.interrupted("Shall I connect", after(1))
    assert (first.speech_id, first.heard_chars, first.finished) == ("a", 15, False)
    assert (second.speech_id, second.heard_chars, second.finished) == ("b", 0, False)
    assert not playback.interrupted("Shall", after(2))


def test_an_interruption_after_the_last_word_cuts_nothing_off() -> None:
    """It was played to its end."""
    (spoken,) = playing("Goodbye.").interrupted("Goodbye.", after(1))
    assert spoken.finished
