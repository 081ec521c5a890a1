"""What was heard of a text, from the samples that were played of it."""

from hypothesis import given
from hypothesis import strategies as st

from hookflash.orchestrator.carriers.voice.playback import Track

TEXT = "Thanks for calling. How can I help?"


def track() -> Track:
    """A text whose first sentence takes 100 samples, and whose second takes 300."""
    made = Track(TEXT)
    made.add("Thanks for calling.", bytes(200))
    made.add("How can I help?", bytes(600))
    return made


def test_whole_sentences_and_a_share_of_the_next_one_were_heard() -> None:
    """A half of the second one has seven of its characters, and the space before it."""
    assert track().heard_chars(0) == 0
    assert track().heard_chars(100) == len("Thanks for calling.")
    assert track().heard_chars(250) == len("Thanks for calling. How can")
    assert track().heard_chars(400) == len(TEXT)


@given(st.integers(0, 1_000), st.integers(0, 1_000))
def test_more_samples_are_never_fewer_characters(fewer: int, more: int) -> None:
    """Nor more than there are."""
    low, high = sorted((fewer, more))
    assert 0 <= track().heard_chars(low) <= track().heard_chars(high) <= len(TEXT)
